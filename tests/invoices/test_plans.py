"""Plans: to the øre, on days when payments are made, and not before anybody can have read the answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.deciding import decide, plan, split
from invoices.kinds import Kind
from invoices.reasons import Outcome, Reason
from invoices.working_days import days_before, is_working_day, working_day
from tests.invoices.examples import DUE, MONDAY, book, deferral, invoice, splitting

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
AMOUNTS = st.integers(1, 1_000_000_00)


@pytest.mark.parametrize(
    ("amount", "parts", "amounts"),
    [
        (1000_00, 3, [333_00, 333_00, 334_00]),
        (1000_50, 2, [500_00, 500_50]),
        (900_00, 3, [300_00, 300_00, 300_00]),
        (5, 2, [2, 3]),
        (11, 3, [3, 3, 5]),
        (2, 3, [2]),
    ],
)
def test_whole_kroner_and_the_last_takes_the_rest(amount, parts, amounts):
    assert split(amount, parts) == amounts


@given(AMOUNTS, st.integers(2, 24))
def test_no_ore_is_lost_or_made(amount, parts):
    amounts = split(amount, parts)
    assert sum(amounts) == amount
    assert min(amounts) > 0
    assert max(amounts) - min(amounts) <= (parts + 1) * 100


@given(AMOUNTS, st.integers(2, 24), DAYS, DAYS)
def test_every_instalment_has_a_day_of_its_own_on_which_payments_are_made(amount, parts, due, today):
    payments = plan(
        splitting(invoice(amount=amount, due=due), asked_on=today, decided_on=today, parts=parts), 0, 14
    )
    dates = [payment.due for payment in payments]
    assert dates == sorted(set(dates))
    assert all(is_working_day(day) for day in dates)
    assert dates[0] >= max(due, today + timedelta(days=14))
    assert sum(payment.amount for payment in payments) == amount


@given(AMOUNTS, DAYS, DAYS)
def test_a_deferral_is_one_payment_no_earlier_than_before(amount, due, until):
    [payment] = plan(deferral(invoice(amount=amount, due=due), until=until), 0, 0)
    assert payment.amount == amount
    assert payment.due >= working_day(due)
    assert is_working_day(payment.due)


def test_the_instalments_fall_a_month_apart():
    dates = [one.due for one in plan(splitting(invoice(due=date(2027, 1, 31)), parts=4), 0, 0)]
    # 31 January is a Sunday, 28 February another one, and 31 March 2027 comes after Easter.
    assert dates == [date(2027, 2, 1), date(2027, 3, 1), date(2027, 3, 31), date(2027, 4, 30)]


def test_the_first_instalment_waits_until_the_answer_can_have_been_read():
    dates = [one.due for one in plan(splitting(invoice(due=MONDAY)), 0, 14)]
    assert dates[0] == MONDAY + timedelta(days=14)


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2026, 12, 24), date(2026, 12, 24)),  # no public holiday
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2027, 3, 25), date(2027, 3, 30)),  # from Maundy Thursday over Easter
        (date(2027, 5, 17), date(2027, 5, 18)),
        (date(2026, 12, 5), date(2026, 12, 7)),
        (DUE, DUE),
    ],
)
def test_no_payment_falls_on_a_holiday(day, moved):
    assert working_day(day) == moved


def test_days_are_counted_back_over_weekends_and_holidays():
    assert days_before(date(2026, 12, 28), 2) == date(2026, 12, 23)
    assert days_before(date(2026, 12, 16), 2) == date(2026, 12, 14)


KINDS = st.sampled_from(Kind.values)
INVOICES = st.lists(
    st.builds(
        invoice,
        kind=KINDS,
        amount=AMOUNTS,
        due=st.dates(date(2026, 6, 1), date(2027, 6, 1)),
        at_collector=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)
ASKS = st.one_of(
    st.builds(lambda all, parts: splitting(*all, parts=parts), INVOICES, st.integers(2, 24)),
    st.builds(lambda all, until: deferral(*all, until=until), INVOICES, DAYS),
)


@given(ASKS)
def test_whatever_is_asked_gets_the_same_answer_twice_with_a_reason_and_the_whole_sum(ask):
    answer = decide(ask, book())
    assert decide(ask, book()) == answer
    assert answer.because
    assert answer.outcome in (Outcome.YES, Outcome.PERSON), "a no is a person's to say"
    assert (answer.outcome == Outcome.YES) == (answer.reasons == [Reason.WITHIN_RULES])
    for place, one in enumerate(ask.invoices):
        assert sum(each.amount for each in answer.payments if each.invoice == place) == one.amount
