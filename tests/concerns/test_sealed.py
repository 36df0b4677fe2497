"""A dump together with everything a public process holds: it opens no report."""

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import User
from casework import envelope
from casework.encryption import CannotOpen
from casework.fields import EncryptedField
from concerns.models import CitizenReport, ConcernReport, NoticeAddress, ReportMessage
from tests.concerns.reports import ANSWERS

FILE = {"stored": "staged/x", "size": 3, "name": "a picture.jpg", "type": "image/jpeg", "key": "a key"}


@pytest.fixture
def stolen(db, settings):
    """A database with something in every sealed column, read with a public process's settings."""
    code = ConcernReport.receive(ANSWERS, "a key", files=[FILE])
    report = ConcernReport.behind(code)
    ReportMessage.objects.create(
        report=report, author="desk", at=timezone.now(), submission_digest="x", text="words"
    )
    report.notes.create(text="a note", by="somebody", with_whom="the school")
    settings.SEALING_PRIVATE_KEYS, settings.INDEX_KEY = [], ""
    settings.KEY_RINGS = settings.KEY_RINGS | {"desk": []}
    return report.pk


def sealed_columns():
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedField) and field.ring != "citizens":
                yield pytest.param(model, field.name, id=f"{model._meta.label}.{field.name}")


@pytest.mark.parametrize(("model", "field"), [*sealed_columns()])
def test_it_opens_no_sealed_column(stolen, model, field):
    for row in model._base_manager.all():
        with pytest.raises(CannotOpen):
            getattr(row, field)


@pytest.mark.parametrize("model", [ConcernReport, ReportMessage], ids=lambda model: model.__name__)
def test_there_was_something_to_open(stolen, model):
    assert model._base_manager.exists()


def test_it_opens_no_address_for_notices(stolen):
    row = NoticeAddress(report_digest="x")
    place = NoticeAddress.address_is_bound_to(str(row.pk))
    with pytest.raises(CannotOpen):
        envelope.open_as_group(envelope.seal_to_group(b"an address", bound_to=place), bound_to=place)


def test_what_a_signed_in_reporter_sent_is_weaker_and_the_documents_say_so(stolen, settings):
    """The one exception, so that nobody takes it for an oversight: codes under the citizens' key."""
    code = ConcernReport.receive(ANSWERS, "another key")
    user = User.objects.create(username="c-1", kind="citizen")
    CitizenReport.objects.create(user=user, code=code, received_on=timezone.localdate())
    assert ConcernReport.behind(CitizenReport.objects.get().code).content == ANSWERS
