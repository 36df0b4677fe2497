"""Every page and letter of the area is plain: LIX 40 at most, in bokmål."""

import re

import pytest

from invoices import letters
from invoices.models import InvoiceRequest
from tests.accounts.sign_in import citizen, signed_in_citizen, staff
from tests.invoices.asking import (
    FORM,
    NO_REMINDER,
    YOU,
    content,
    go_through,
    in_days,
    invoice,
    load_rules,
    post,
    received,
    split,
)
from tests.lix import MOST, lix, running_text

pytestmark = pytest.mark.django_db
REFERENCE = re.compile(r"\b\w{3}-\w{3}-\w{3}\b")


@pytest.fixture(autouse=True)
def rules(db):
    load_rules()


def is_plain(page) -> None:
    # A reference is no word, though its letters may look like one.
    text = REFERENCE.sub("", running_text(page.content.decode()))
    assert len(text) > 100
    assert lix(text) <= MOST, (round(lix(text), 1), text)


def test_the_first_page_is_plain(client):
    is_plain(client.get("/faktura/"))


@pytest.mark.parametrize("parts", [3, 12])
def test_every_step_and_the_receipt_are_plain(client, parts):
    steps = invoice(kid="1"), split(parts), YOU, NO_REMINDER
    for count in range(1, len(steps) + 1):
        is_plain(go_through(client, client.get(FORM), *steps[:count]))
    page = go_through(client, client.get(FORM), *steps)
    is_plain(post(client, page, go="send"))


@pytest.mark.parametrize("status", ["granted", "waiting", "refused", "withdrawn"])
def test_my_page_and_the_letter_are_plain(status, monkeypatch):
    person, by = citizen(), staff("faktura", "Faktura")
    parts = 3 if status == "granted" else 12
    wish = {"wish": "split", "parts": parts, "until": None, "why": ""}
    mine = received(citizen=person, content=content({"due": in_days(-3)} if parts == 12 else {}, wish=wish))
    if status == "refused":
        mine.refuse(by=by, reason="has_plan", text="")
    if status == "withdrawn":
        mine.withdraw(by=person)
    assert InvoiceRequest.objects.get().status == status
    is_plain(signed_in_citizen(person).get(f"/minside/faktura/{mine.pk}/"))
    seen = {}
    monkeypatch.setattr(letters, "letter", lambda template, data, **said: seen.update(data) or b"")
    letters.render(mine)
    text = "\n".join([*seen["paragraphs"], *seen["after"]])
    assert lix(text) <= MOST, (round(lix(text), 1), text)
