"""What child welfare notes on a report is under the desk's keys: the reporter's code opens none of it."""

import pytest

from casework import notes
from casework.encryption import CannotOpen
from casework.fields import SealedField
from casework.rotation import rotate_all
from casework.uploads import open_file
from concerns.models import ConcernReport, ReportFile
from tests.casework.test_encryption import NEW, desk_keys
from tests.concerns.handing_over import message, staged
from tests.concerns.reports import ANSWERS, child_welfare_worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR, settings.STORAGES = tmp_path / "files", dict(settings.STORAGES)


@pytest.fixture
def code():
    """Of a report with a file of its own, a message with one, and a note of a call with one."""
    code = ConcernReport.receive(ANSWERS, "a key", files=[staged(b"theirs", "theirs.pdf")])
    report = ConcernReport.objects.get()
    message(report, "Hei", files=[staged(b"written", "written.pdf")])
    told = {"text": "Skolen er ringt.", "kind": "phone", "with_whom": "rektor"}
    notes.keep(report, by=child_welfare_worker(), files=[staged(b"ours", "ours.pdf")], **told)
    return code


def a_notes_file() -> ReportFile:
    return ReportFile.objects.exclude(note=None).get()


def put_under_the_reports_key() -> None:
    """As the files of notes were kept before."""
    file, field = a_notes_file(), ReportFile._meta.get_field("detail")
    sealed = SealedField.sealed(field, file, file.detail)
    ReportFile.objects.filter(pk=file.pk).update(detail=sealed)


def columns_of_the_reporters_files() -> list[bytes]:
    return list(ReportFile.objects.filter(note=None).order_by("pk").values_list("detail", flat=True))


@pytest.fixture
def stolen(code, settings):
    """The database and a code, and no key of the desk's: the report as its reporter unlocks it."""
    settings.SEALING_PRIVATE_KEYS, settings.INDEX_KEY = [], ""
    desk_keys(settings)
    return ConcernReport.behind(code)


def test_a_dump_and_the_code_open_the_reporters_own_files(stolen):
    assert {open_file(file) for file in stolen.files.filter(note=None)} == {b"theirs", b"written"}
    assert stolen.content == ANSWERS


def test_a_dump_and_the_code_open_nothing_of_a_note(stolen):
    (file,), note = stolen.files.exclude(note=None), stolen.notes.get()
    assert file.report is stolen, "with the report's key at hand"
    for row, field in ((file, "detail"), (note, "text"), (note, "with_whom")):
        with pytest.raises(CannotOpen):
            getattr(row, field)


def test_the_desk_opens_a_notes_file_without_the_reports_key(code, settings):
    settings.SEALING_PRIVATE_KEYS = []
    assert (a_notes_file().name, open_file(a_notes_file())) == ("ours.pdf", b"ours")


def test_a_notes_file_from_before_opens_until_rotation_moves_it(code, settings):
    put_under_the_reports_key()
    assert open_file(a_notes_file()) == b"ours"
    assert rotated() == (1, 0)
    settings.SEALING_PRIVATE_KEYS = []
    assert open_file(a_notes_file()) == b"ours"


def test_rotation_moves_a_notes_file_once_and_the_reporters_never(code):
    theirs = columns_of_the_reporters_files()
    put_under_the_reports_key()
    assert (rotated(), rotated()) == ((1, 0), (0, 0))
    assert columns_of_the_reporters_files() == theirs


def test_a_notes_file_follows_the_desks_new_key(code, settings):
    desk_keys(settings, NEW, *settings.KEY_RINGS["desk"])
    assert rotated() == (1, 0)
    desk_keys(settings, NEW)
    assert open_file(a_notes_file()) == b"ours"


def test_rotation_counts_a_notes_file_that_no_key_opens_and_leaves_it(code, settings):
    put_under_the_reports_key()
    kept, settings.SEALING_PRIVATE_KEYS = settings.SEALING_PRIVATE_KEYS, []
    assert rotated() == (0, 1)
    settings.SEALING_PRIVATE_KEYS = kept
    assert open_file(a_notes_file()) == b"ours"


def rotated() -> tuple[int, int]:
    """How many rows of files were rotated, and how many did not open."""
    (result,) = [one for one in rotate_all() if one.what == "concerns.ReportFile.detail"]
    return result.done, result.unreadable
