"""A whole request with a word of its own in each answer: nothing that is kept or sent shows one."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from casework.outbox import Message, deliver_waiting
from invoices.models import InvoiceRequest
from tests.accounts.sign_in import citizen, signed_in_citizen
from tests.invoices.asking import SIGNED_IN, invoice, load_rules, send, split
from tests.invoices.desk import SEARCH, act, clerk, open_case
from tests.leaks import everything_kept, found_in

pytestmark = pytest.mark.django_db

WORDS = {
    "number": "KANARI7701",
    "customer": "KANARI5502",
    "kid": "77077077077077",
    "amount": "7 770,77",
    "name": "Kanaribetaler Blåveis",
    "mail": "kanari.adresse@example.no",
    "message": "Kanaribeskjed til kommunen",
    "text": "Kanaritekst i brevet",
    "note": "Kanarinotat",
}


def test_a_whole_request_leaves_no_word_readable(log, var_dir, settings, mailoutbox, tmp_path):
    settings.FILES_DIR = var_dir / "files"
    load_rules()
    person = citizen(name="Kanaribetaler Blåveis")
    own, desk = signed_in_citizen(person), clerk()
    asked = {key: WORDS[key] for key in ("number", "customer", "kid", "amount")}
    reminder = {"remind": "email", "email": WORDS["mail"]}
    send(own, invoice(**asked), split(12), {"name": WORDS["name"]}, reminder, form=SIGNED_IN)
    request = InvoiceRequest.objects.get()
    own.post(f"/minside/faktura/{request.pk}/", {"text": WORDS["message"], "key": "one"})
    own.get(f"/minside/faktura/{request.pk}/brev/")
    deliver_waiting()
    assert WORDS["number"] in open_case(desk, request).content.decode()
    desk.post(SEARCH, {"words": WORDS["number"]})
    act(desk, request, "note", text=WORDS["note"])
    act(desk, request, "grant", terms="asked", text=WORDS["text"])
    Client().post(SIGNED_IN, {"number": WORDS["number"]})
    Message.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    deliver_waiting()
    folder = tmp_path.parent / f"{tmp_path.name}-ledger"  # the file itself is meant to be read
    folder.mkdir()
    call_command("ledger", folder, stdout=log)
    everything = everything_kept(log, tmp_path)
    assert request.reference.encode() in everything, "the database was looked at"
    amounts = {"777077", "7770.77", "7770,77"}
    assert found_in(everything, [*WORDS.values(), *amounts]) == set()
    assert mailoutbox, "the person was told"
    for mail in mailoutbox:
        sent = mail.message().as_bytes()
        assert found_in(sent, [word for name, word in WORDS.items() if name != "mail"]) == set()
        assert request.reference.encode() not in sent
