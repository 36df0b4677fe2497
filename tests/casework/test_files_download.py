"""A stored file is served as an attachment, to who may see it, once it is known to be harmless."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from casework.access import AccessEntry
from casework.downloads import download
from casework.outbox import deliver_waiting
from casework.storage import sealed_storage
from casework.uploads import stage
from concerns.models import ConcernReport, ReportFile
from tests.casework.sample_files import jpeg, pdf, upload
from tests.concerns.reports import ANSWERS, child_welfare_worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]


@pytest.fixture
def file():
    ConcernReport.receive(ANSWERS, "a key", files=[stage(upload(jpeg(), 'Blå "dør".jpg'))])
    deliver_waiting()
    return ReportFile.objects.get()


def served(rf, file, user=None):
    request = rf.get("/")
    request.user = user or AnonymousUser()
    return download(request, file)


def downloads():
    return list(AccessEntry.objects.filter(action="downloaded"))


def test_it_is_an_attachment_that_no_browser_runs_or_keeps(rf, file):
    answer = served(rf, file)
    assert answer.content.startswith(b"\xff\xd8")
    assert len(answer.content) == file.size
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Bl%C3%A5%20d%C3%B8r.jpg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_an_employees_download_is_logged_and_a_reporters_is_not(rf, file):
    served(rf, file)
    assert downloads() == []
    served(rf, file, child_welfare_worker())
    [entry] = downloads()
    assert (entry.who, entry.case_id, entry.reference) == (
        "barnevern-1",
        file.report.pk,
        file.report.reference,
    )


@pytest.mark.parametrize(("state", "words"), [("waiting", "venter på viruskontroll"), ("refused", "stanset")])
def test_what_is_not_known_to_be_harmless_is_withheld_in_words(rf, file, state, words):
    file.state = state
    answer = served(rf, file, child_welfare_worker())
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert "Content-Disposition" not in answer
    assert downloads() == []


def flip_a_bit(file):
    path = Path(settings.FILES_DIR) / file.stored
    changed = bytearray(path.read_bytes())
    changed[len(changed) // 2] ^= 1
    path.write_bytes(changed)


def swap_with_another(file):
    other = stage(upload(pdf()))
    path = Path(settings.FILES_DIR) / file.stored
    path.write_bytes((path.parent / other["stored"].rpartition("/")[2]).read_bytes())


def lose(file):
    sealed_storage().delete(file.stored)


@pytest.mark.parametrize("harm", [flip_a_bit, swap_with_another, lose])
def test_a_file_that_was_changed_or_lost_sounds_the_alarm_and_breaks_no_page(rf, file, harm, caplog):
    harm(file)
    caplog.clear()
    answer = served(rf, file, child_welfare_worker())
    assert answer.status_code == 409
    assert "kan ikke åpnes" in answer.content.decode()
    assert [(record.name, record.message) for record in caplog.records] == [("portal.alarm", "cannot_open")]
    assert downloads() == []
