"""What the public face's database role does with invoices: everything a citizen may, and no more."""

import pytest
from django.test import Client

from invoices.models import Decision, InvoiceRequest, LedgerEntry, RulesVersion
from tests.accounts.sign_in import citizen, signed_in_citizen
from tests.invoices.asking import NO_REMINDER, SIGNED_IN, heading, hidden, invoice, load_rules, send, split
from tests.postgresql.test_database_roles import PUBLIC, as_role, refused, roles  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def loaded(roles):  # noqa: F811
    load_rules()


def test_it_asks_is_answered_and_fetches_the_letter():
    client = Client()
    with as_role(PUBLIC):
        page = send(client)
        assert heading(page) == "Ja, du kan betale slik"
        assert client.post("/faktura/brev/", {"token": hidden(page)["token"]}).content.startswith(b"%PDF")
    assert InvoiceRequest.objects.get().ledger.count() == 1


def test_a_citizen_reads_writes_and_takes_back(settings):
    settings.FACE, settings.SESSION_ENGINE = "public", "accounts.citizen_sessions"
    person = citizen()
    own = signed_in_citizen(person)
    with as_role(PUBLIC):
        send(own, invoice(), split(12), {"name": "Marte Haugsvik"}, NO_REMINDER, form=SIGNED_IN)
        address = f"/minside/faktura/{InvoiceRequest.objects.get().pk}/"
        assert own.get("/minside/").status_code == 200
        assert own.post(address, {"text": "Hei", "key": "one"}).status_code == 302
        assert own.post(address, {"go": "withdraw"}).status_code == 302
        assert "Du har trukket spørsmålet" in own.get(address).content.decode()


def test_it_changes_no_rule_no_answer_and_no_content():
    with as_role(PUBLIC):
        send(Client())
        request = InvoiceRequest.objects.get()
        assert refused(lambda: RulesVersion.objects.create(data={}))
        assert refused(lambda: Decision.objects.update(outcome="yes"))
        assert refused(lambda: LedgerEntry.objects.update(kind="release"))
        assert refused(lambda: InvoiceRequest.objects.update(wish="defer"))
        assert refused(lambda: InvoiceRequest.objects.filter(pk=request.pk)._raw_delete("default"))
