"""Notes and their files as the public face's own database role has them: it has none of them."""

import uuid

import pytest
from django.apps import apps
from django.utils import timezone

from asker_portal import database_roles
from casework import notes
from casework.cases import Note
from casework.doorway import presenting
from casework.files import StoredFile
from services.models import CarerApplication
from tests.accounts.sign_in import staff
from tests.concerns.reports import received as a_report
from tests.invoices.asking import load_rules
from tests.invoices.asking import received as an_invoice_request
from tests.postgresql.test_database_roles import (  # noqa: F401 - roles is a fixture
    DESK,
    PUBLIC,
    as_role,
    refused,
    roles,
)
from tests.services.applications import a_citizen, an_application


def an_invoice():
    load_rules()
    return an_invoice_request()


# A case of each area that keeps notes with files; a file table without a line here fails its test.
CASES = {
    "concerns.ReportFile": a_report,
    "invoices.InvoiceFile": an_invoice,
    "services.ApplicationFile": lambda: an_application(a_citizen()),
    "services.CarerFile": lambda: CarerApplication.receive({}, "a key", citizen=a_citizen()),
}
TABLES = [
    pytest.param(model, id=model._meta.label)
    for model in apps.get_models()
    if issubclass(model, StoredFile) and hasattr(model, "note")
]
NOTES = {model._meta.label for model in apps.get_models() if issubclass(model, Note)}


@pytest.fixture(params=TABLES)
def case(request, roles):  # noqa: F811
    """A case with a file that its citizen sees, and one of a note."""
    case, owner = CASES[request.param._meta.label](), request.param._meta.label
    case.files.adopt([staged("theirs")], at=timezone.now(), **of(case))
    notes.keep(case, by=staff("writer", owner), text="A thought.", files=[staged("ours")])
    return case


def staged(name: str) -> dict:
    stored = f"staged/2026112700/{uuid.uuid4().hex}"
    return {"stored": stored, "size": 3, "name": name, "type": "image/jpeg", "key": "a key"}


def of(case) -> dict:
    return {case.files.field.name: case}


def looking_at(case):
    """As a citizen's page does that may see the case: with a report's code, with nothing for the others."""
    return presenting(getattr(case, "receipt_digest", ""))


def anew(case, **of_note):
    """A row that is not there yet."""
    one = staged("new")
    detail = {name: one[name] for name in ("name", "type", "key")}
    return case.files.model(stored=one["stored"], size=3, detail=detail, **of(case), **of_note)


def test_it_finds_the_citizens_file_and_not_the_notes(case):
    files = case.files.model.objects
    with as_role(PUBLIC), looking_at(case):
        assert [one.detail["name"] for one in files.all()] == ["theirs"]
        assert not files.exclude(note=None).exists()
    with as_role(DESK):
        assert files.count() == 2


def test_it_neither_changes_nor_deletes_a_notes_file(case):
    ours = case.files.model.objects.filter(pk=case.files.exclude(note=None).get().pk)
    with as_role(PUBLIC), looking_at(case):
        for changed in ({"note": None}, {"state": "refused"}, {"size": 1}):
            assert refused(lambda changed=changed: ours.update(**changed))
        assert refused(lambda: ours._raw_delete("default"))
    assert ours.exclude(note=None).filter(state="waiting").exists()


def test_it_adds_no_file_to_a_note(case):
    may_add = "INSERT" in database_roles.PUBLIC[case.files.model._meta.label]
    fresh, smuggled = anew(case), anew(case, note=case.notes.get())
    with as_role(PUBLIC), looking_at(case):
        assert refused(smuggled.save)
        assert refused(fresh.save) != may_add, "with no note it is the citizen's own"
    assert not case.files.filter(pk=smuggled.pk).exists()


@pytest.mark.parametrize("label", sorted(NOTES))
def test_the_notes_themselves_are_closed(label):
    """What is closed cannot even be read: test_database_roles."""
    assert label in database_roles.CLOSED


def test_each_area_that_keeps_files_with_notes_has_been_looked_at():
    assert {table.id for table in TABLES} == set(CASES)
