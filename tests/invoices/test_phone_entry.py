"""A caller's question, written by an employee: the same answer, and the employee reads nothing afterwards."""

import pytest

from invoices.models import InvoiceRequest
from tests.invoices.asking import NO_REMINDER, PHONE_ENTRY, YOU, heading, invoice, load_rules, send, split
from tests.invoices.desk import LIST, clerk, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules(db):
    load_rules()


@pytest.mark.parametrize("group", ["Innbyggerservice", "Faktura"])
def test_the_caller_gets_the_same_answer(group):
    employee = clerk("employee", group)
    assert "/admin/faktura-for-innringer/" in employee.get("/admin/").content.decode()
    page = send(employee, invoice(), split(), YOU, NO_REMINDER, form=PHONE_ENTRY)
    stored = InvoiceRequest.objects.get()
    assert heading(page) == "Ja, du kan betale slik"
    assert stored.reference in page.content.decode()
    assert (stored.source, stored.citizen) == (InvoiceRequest.Source.PHONE, None)
    assert stored.latest.by == "", "the rules decided, not the employee"


def test_citizen_service_does_not_read_it_afterwards():
    employee = clerk("employee", "Innbyggerservice")
    send(employee, invoice(), split(), YOU, NO_REMINDER, form=PHONE_ENTRY)
    assert employee.get(LIST).status_code == 403
    assert employee.get(page_of(InvoiceRequest.objects.get())).status_code == 404


@pytest.mark.parametrize("group", ["Barnevern", "Kommunikasjon", "Systemforvalter"])
def test_nobody_else_comes_in(group):
    assert clerk("other", group).get(PHONE_ENTRY).status_code == 403
