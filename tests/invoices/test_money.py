"""Amounts as people write them, KIDs as banks check them, and interest to the øre."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from invoices import money
from invoices.amounts import AmountField, OreField, PercentField
from invoices.deciding import decide
from invoices.interest import Cost, cost
from invoices.kinds import Kind
from invoices.payment_references import bare, is_plausible
from tests.invoices.examples import book, deferral, invoice, rate, rule, splitting, waiver


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("1234.5", 123450),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("kr 1234,50", 123450),
        ("1234,50 kr", 123450),
        ("400,-", 40000),
        ("1 234 567,89", 123456789),
        ("12", 1200),
        ("-12", -1200),
        ("−12", -1200),
        ("0", 0),
    ],
)
def test_amounts_are_read_as_norwegians_write_them(written, ore):
    assert money.parse(written) == ore


@pytest.mark.parametrize(
    "written", ["", "1.234", "1,234", "tolv", "1e5", "12,345", "=1+1", "1,2,3", "--5", "9" * 5000]
)
def test_what_is_no_amount_or_could_be_two_is_refused(written):
    with pytest.raises(money.NotAnAmount):
        money.parse(written)


@given(st.integers(-(10**12), 10**12))
def test_what_is_shown_can_be_read_again(ore):
    assert money.parse(money.shown(ore)) == ore


@pytest.mark.parametrize(("ore", "figures"), [(0, "0,00"), (1, "0,01"), (-1, "-0,01"), (-100, "-1,00")])
def test_only_less_than_nothing_has_a_sign(ore, figures):
    assert money.figures(ore) == figures


@pytest.mark.parametrize(
    ("field", "written", "refused"),
    [
        (AmountField(most=100_00), "0", "negative"),
        (AmountField(most=100_00), "-0,01", "negative"),
        (AmountField(most=100_00), "0,01", None),
        (AmountField(most=100_00), "100,00", None),
        (AmountField(most=100_00), "100,01", "large"),
        (OreField("kroner").formfield(), "100000000", None),
        (OreField("kroner").formfield(), "100000000,01", "large"),
        (PercentField("sats").formfield(), "100", None),
        (PercentField("sats").formfield(), "100,01", "large"),
    ],
)
def test_an_amount_is_more_than_nothing_and_at_most_its_limit(field, written, refused):
    if refused is None:
        assert field.clean(written) == money.parse(written)
        return
    with pytest.raises(ValidationError) as error:
        field.clean(written)
    assert error.value.code == refused


def test_whole_kroner_are_short():
    assert [money.short(ore) for ore in (300_00, 300_50, 1_000_000_00)] == [
        "300\u00a0kr",
        "300,50\u00a0kr",
        "1\u00a0000\u00a0000\u00a0kr",
    ]


@pytest.mark.parametrize("kid", ["2345676", "12345678903", "01290865", "1000005-"])
def test_a_kid_passes_by_either_of_the_two_rules(kid):
    assert is_plausible(kid)


@pytest.mark.parametrize(
    "kid", ["2345674", "100030", "", "0", "-", "1-2345676", "KID 2345676", "٢345676", "1" * 26, "=2345676"]
)
def test_a_kid_with_a_wrong_check_sign_or_a_strange_one_does_not_pass(kid):
    assert not is_plausible(kid)


def test_the_spaces_of_a_kid_go_and_its_dash_stays():
    assert bare(" 100 0005- ") == "1000005-"


def test_interest_counts_each_day_from_the_due_date():
    # 16 December to 14 January: 30 days of 12.5 % on 3 000 kr.
    answer = decide(deferral(), book())
    assert cost(deferral(), answer, book(rates=(rate(),))) == Cost(3082, waived=False)


def test_a_day_at_ten_per_cent_of_365_000_kroner_costs_a_hundred():
    ask = deferral(invoice(amount=365_000_00), until=date(2026, 12, 16))
    ten = book(rule(largest_amount=10**9), rates=(rate(hundredths=1000),))
    assert cost(ask, decide(ask, ten), ten).ore == 100_00


def test_free_is_nothing_to_pay_and_known():
    assert Cost(0, waived=False).is_free
    assert not Cost(1, waived=False).is_free
    assert not Cost(None, waived=True).is_free


def test_interest_is_nothing_while_it_is_waived_and_counts_again_after():
    ask = deferral(until=date(2027, 2, 10))
    answer = decide(ask, book())
    assert cost(ask, answer, book(waivers=(waiver(),), rates=(rate(),))).ore == 1027  # ten days of February
    free = waiver(last=None)
    assert cost(ask, answer, book(waivers=(free,))) == Cost(0, waived=True)
    others = waiver(kind=Kind.FEES, last=None)
    assert cost(ask, answer, book(waivers=(others,), rates=(rate(),))).ore == 5856


def test_a_rate_that_nobody_knows_makes_the_cost_unknown():
    answer = decide(deferral(), book())
    assert cost(deferral(), answer, book()).ore is None
    until_new_year = rate(last=date(2026, 12, 31))
    assert cost(deferral(), answer, book(rates=(until_new_year,))).ore is None
    unchecked = rate(verified=False)
    assert cost(deferral(), answer, book(rates=(unchecked,))).verified is False


def test_instalments_cost_less_than_waiting_with_all():
    ask = splitting(invoice(amount=3_000_00))
    answer = decide(ask, book())
    # Nothing on the first; 1 000 kr from 16 December to 15 January and to 15 February.
    assert cost(ask, answer, book(rates=(rate(),))).ore == 3185
