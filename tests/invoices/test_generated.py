"""Two thousand generated requests, as the speed script makes ten thousand of."""

from tests.speed.invoice_decisions import asks, book, decide, faults


def test_no_generated_request_gets_a_wrong_answer():
    rules = book()
    assert [wrong for ask in asks(2_000) for wrong in faults(ask, decide(ask, rules), rules)] == []
