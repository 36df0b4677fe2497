"""Each rule at its limit and one step beyond: within it a yes, beyond it a reason and a person."""

from datetime import date, timedelta

import pytest

from invoices.deciding import Answer, Ask, by_a_person, decide, refusal
from invoices.kinds import Kind
from invoices.reasons import Outcome, Reason
from invoices.rulebook import Book
from tests.invoices.examples import DUE, MONDAY, book, deferral, invoice, rule, splitting

LAST_DAY = DUE + timedelta(days=30)  # a Thursday


@pytest.mark.parametrize(
    ("ask", "reasons"),
    [
        (deferral(until=LAST_DAY), [Reason.WITHIN_RULES]),
        (deferral(until=LAST_DAY + timedelta(days=1)), [Reason.TOO_LONG]),
        (splitting(parts=4), [Reason.WITHIN_RULES]),
        (splitting(parts=5), [Reason.TOO_MANY_PARTS]),
        (splitting(invoice(amount=900_00)), [Reason.WITHIN_RULES]),
        (splitting(invoice(amount=899_99)), [Reason.SMALL_PARTS]),
        (splitting(invoice(amount=20_000_00)), [Reason.WITHIN_RULES]),
        (splitting(invoice(amount=20_000_01)), [Reason.LARGE_AMOUNT]),
        (deferral(invoice(amount=20_000_01)), [Reason.LARGE_AMOUNT]),
        (deferral(asked_on=DUE, decided_on=DUE), [Reason.WITHIN_RULES]),
        (deferral(asked_on=DUE + timedelta(days=1)), [Reason.AFTER_DUE_DATE]),
        (deferral(invoice(at_collector=True)), [Reason.AT_COLLECTOR]),
        (deferral(invoice(kind=Kind.PROPERTY_TAX)), [Reason.NO_RULE]),
        (
            splitting(invoice(amount=100_00), invoice(amount=30_000_00), parts=5),
            [Reason.TOO_MANY_PARTS, Reason.SMALL_PARTS, Reason.LARGE_AMOUNT],
        ),
    ],
)
def test_the_rules_say_yes_up_to_their_limit_and_bring_a_person_in_beyond(ask, reasons):
    answer = decide(ask, book())
    assert answer.reasons == reasons
    assert answer.outcome == (Outcome.YES if reasons == [Reason.WITHIN_RULES] else Outcome.PERSON)
    assert answer.version == 7


def test_one_invoice_beyond_the_rules_brings_a_person_in_for_all():
    answer = decide(deferral(invoice(), invoice(amount=90_000_00)), book())
    assert answer.outcome == Outcome.PERSON
    assert [(one.reason, one.invoice) for one in answer.because] == [(Reason.LARGE_AMOUNT, 1)]


def test_a_rule_may_allow_what_is_past_due():
    late = deferral(asked_on=DUE + timedelta(days=3), until=DUE + timedelta(days=20))
    assert decide(late, book(rule(after_due_date=True))).outcome == Outcome.YES


def test_a_due_date_on_a_saturday_can_be_met_on_monday():
    saturday = date(2026, 12, 5)
    ask = deferral(invoice(due=saturday), until=date(2026, 12, 20))
    assert decide(ask, book()).outcome == Outcome.YES
    monday, tuesday = (saturday + timedelta(days=days) for days in (2, 3))
    for day, outcome in ((monday, Outcome.YES), (tuesday, Outcome.PERSON)):
        late = deferral(invoice(due=saturday), until=date(2026, 12, 20), asked_on=day, decided_on=day)
        assert decide(late, book()).outcome == outcome


def test_the_rule_of_the_day_on_which_it_is_decided_counts():
    rules = rule(last=date(2026, 11, 30)), rule(first=date(2026, 12, 1), max_days=60)
    ask = {"until": DUE + timedelta(days=45)}
    assert decide(deferral(**ask), book(*rules)).reasons == [Reason.TOO_LONG]
    assert decide(deferral(**ask, decided_on=date(2026, 12, 1)), book(*rules)).outcome == Outcome.YES
    assert decide(deferral(**ask, decided_on=date(2025, 12, 31)), book(*rules)).reasons == [Reason.NO_RULE]


def test_without_rules_a_person_decides_everything():
    assert decide(splitting(), Book()).reasons == [Reason.NO_RULE]


def test_a_person_says_yes_within_the_rules_or_by_judgment():
    within, beyond = decide(splitting(), book()), decide(splitting(parts=5), book())
    assert by_a_person(within) == within
    yes = by_a_person(beyond)
    assert (yes.outcome, yes.reasons, yes.payments) == (Outcome.YES, [Reason.DISCRETION], beyond.payments)


def test_a_no_has_its_reason_for_every_invoice_and_no_plan():
    no = refusal(splitting(invoice(), invoice()), Reason.PAID, book())
    assert (no.outcome, no.reasons, no.payments, no.version) == (Outcome.NO, [Reason.PAID], (), 7)
    assert [one.invoice for one in no.because] == [0, 1]


@pytest.mark.parametrize("make", [deferral, splitting])
def test_a_decision_is_made_again_from_what_is_stored(make):
    ask, rules = make(invoice(), invoice(amount=90_000_00, at_collector=True)), book()
    answer = decide(ask, rules)
    again = decide(Ask.from_json(ask.as_json()), Book.from_json(rules.as_json(), rules.version))
    assert again == answer == Answer.from_json(answer.as_json())


@pytest.mark.parametrize(
    ("until", "nothing"),
    [(DUE, True), (DUE + timedelta(days=1), False), (MONDAY, True), (date(2026, 12, 20), False)],
)
def test_paying_no_later_than_one_must_is_no_deferral(until, nothing):
    assert deferral(until=until).changes_nothing is nothing
    assert not splitting().changes_nothing


def test_a_deferral_of_several_leaves_alone_what_falls_due_later():
    later = date(2027, 1, 29)
    answer = decide(deferral(invoice(), invoice(due=later), until=date(2027, 1, 4)), book())
    assert [payment.due for payment in answer.payments] == [date(2027, 1, 4), later]
