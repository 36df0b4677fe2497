"""Ten thousand generated requests: the same answer twice, a reason in each, and sums to the øre."""

from tests.speed.invoice_decisions import asks, book, decide, faults


def test_no_generated_request_gets_a_wrong_answer():
    rules = book()
    assert [wrong for ask in asks(10_000) for wrong in faults(ask, decide(ask, rules), rules)] == []
