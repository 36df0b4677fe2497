"""Many at once, each on a connection of its own: one request, one answer, each row in one file."""

import pytest
from django.test import Client

from invoices import ledger
from invoices.models import InvoiceRequest, LedgerEntry, LedgerExport
from tests.concerns.test_races import AT_ONCE, all_at_once
from tests.invoices.asking import FORM, content, heading, hidden, load_rules, received, to_check_page
from tests.invoices.desk import act, clerk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def rules(db):
    load_rules()


def test_a_button_pressed_many_times_at_once_gives_one_request_and_one_plan():
    posted = hidden(to_check_page(Client())) | {"go": "send"}
    pages = all_at_once(lambda client: client.post(FORM, posted), [Client() for _ in range(AT_ONCE)])
    assert {heading(page) for page in pages} == {"Ja, du kan betale slik"}
    stored = InvoiceRequest.objects.get()
    assert stored.decisions.count() == stored.ledger.count() == 1


def test_of_many_who_answer_at_once_one_does():
    wish = {"wish": "split", "parts": 12, "until": None, "why": ""}
    request = received(content=content(wish=wish))
    desks = [clerk(f"faktura-{number}") for number in range(4)]
    answers = all_at_once(lambda desk: act(desk, _again(request), "grant", terms="asked"), desks)
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    assert request.decisions.filter(outcome="yes").count() == 1


def test_many_nightly_runs_at_once_export_each_row_once(tmp_path):
    for number in range(AT_ONCE):
        received(f"key {number}")
    all_at_once(lambda _: ledger.run(tmp_path), range(4))
    assert LedgerEntry.objects.filter(export=None).count() == 0
    assert sum(LedgerExport.objects.values_list("rows", flat=True)) == 3 * AT_ONCE
    rows = [line for file in tmp_path.glob("*.csv") for line in file.read_text("utf-8-sig").splitlines()[1:]]
    assert len(rows) == 3 * AT_ONCE


def _again(request):
    """The same request, as each browser has read it."""
    return InvoiceRequest.objects.get(pk=request.pk)
