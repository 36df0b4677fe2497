"""Notes of calls and meetings, with files: kept at the desk, and seen by nobody else."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from asker_portal import person_data
from casework import archive
from casework.access import AccessEntry
from casework.disposal import erase
from casework.outbox import deliver_waiting
from casework.persons import Sought
from casework.storage import sealed_storage
from concerns import dialogue, handover
from concerns.handover.deletion import forget_body
from concerns.models import ConcernReport, Handover, ReportFile
from services import papers
from services.models import ApplicationFile
from tests.accounts.sign_in import citizen, signed_in_citizen, staff
from tests.casework.sample_files import jpeg, upload
from tests.concerns.desk import act, open_case
from tests.concerns.handing_over import case_system
from tests.concerns.reports import ANSWERS, child_welfare_worker
from tests.concerns.writing_back import enter, press, text_of
from tests.services.applications import an_application
from tests.services.desk import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]
NAME = "telefonnotat.jpg"
SECRET_WHOM = "bestemor på Vollen"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.STORAGES = dict(settings.STORAGES)


@pytest.fixture
def parent():
    user = citizen()
    client = signed_in_citizen(user)
    client.user = user
    return client


@pytest.fixture
def desk(parent, at_the_desk):
    desk = Desk(at_the_desk(staff("worker", "Velferdsforvaltning")), an_application(parent.user))
    desk.page()
    return desk


def a_call(**changed):
    when = timezone.localtime(timezone.now() - timedelta(days=1))
    told = {"text": "Skolen er ringt.", "kind": "phone", "with_whom": SECRET_WHOM}
    told["took_place_at"] = when.strftime("%Y-%m-%dT%H:%M")
    return told | {"files": upload(jpeg(), NAME)} | changed


def file_page(case, file):
    return reverse("admin:services_careapplication_file", args=[case.pk, file.pk])


def test_a_call_stands_on_the_case_with_when_whom_and_its_file_once_it_is_scanned(desk):
    desk.did("note", **a_call())
    note, file = desk.case.notes.get(), desk.case.files.get()
    page, waits = desk.page().text, "Venter på viruskontroll"
    for said in (note.circumstances, "Telefonsamtale", SECRET_WHOM, "Skolen er ringt.", f"{NAME}: {waits}"):
        assert said in page
    assert desk.client.get(file_page(desk.case, file)).status_code == 409
    deliver_waiting()
    page = desk.page().text
    assert waits not in page
    assert file_page(desk.case, file) in page
    assert desk.client.get(file_page(desk.case, file)).content.startswith(b"\xff\xd8")
    assert AccessEntry.objects.filter(action="downloaded", case_id=desk.case.pk).count() == 1
    assert page.count('<h2 id="files">') == 0, "it is no file of the application"


def test_a_plain_note_asks_for_nothing_more_and_a_meeting_without_a_time_is_now(desk):
    desk.did("note", text="Bare en tanke.")
    desk.did("note", text="Møttes i dag.", kind="meeting")
    thought, meeting = desk.case.notes.all()
    assert (thought.circumstances, thought.took_place_at) == ("", None)
    assert timezone.now() - meeting.took_place_at < timedelta(minutes=1)


FUTURE = (timezone.now() + timedelta(days=400)).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"took_place_at": FUTURE}, "Dette tidspunktet har ikke vært ennå."),
        ({"took_place_at": "0001-01-01T00:00"}, "Dette er for lenge siden."),
        ({"took_place_at": "0001-01-01T00:00+05:00"}, "Dette er for lenge siden."),
        ({"took_place_at": "i går"}, "Velg dag og klokkeslett."),
        ({"kind": "vedtak"}, "Velg ett av svarene."),
        ({"with_whom": "x" * 201}, "200"),
        ({"files": [upload(jpeg(), f"{number}.jpg") for number in range(6)]}, "«5.jpg» er ikke lagt ved."),
        ({"files": upload(b"GIF89a", "dyr.gif")}, "dyr.gif"),
    ],
)
def test_what_no_page_posts_is_refused_beside_its_field_and_the_rest_kept(desk, wrong, said):
    page = desk.do("note", **a_call(**wrong))
    assert page.status_code == 400
    assert said in page.text
    assert '<details class="desk-more" open>' in page.text
    assert "Skolen er ringt.</textarea>" in page.text
    assert "with_whom" in wrong or SECRET_WHOM in page.text
    assert not desk.case.notes.exists()
    assert not ApplicationFile.objects.exists()


def test_the_applicant_sees_nothing_of_a_note(desk, parent, monkeypatch):
    """Not on My page, not by its address, in no paper and in no package of one's own data."""
    desk.did("note", **a_call())
    desk.did("message", text="Hei fra oss.", files=upload(jpeg(), "skjema.jpg"))
    deliver_waiting()
    case = desk.case
    hidden, shown = case.files.get(message=None), case.files.get(note=None)
    page = parent.get(reverse("services:my_application", args=[case.pk])).text
    printed = []
    monkeypatch.setattr(papers, "letter", lambda name, data, **about: printed.append(data))
    papers.all_of_it(case)
    told = [page, str(papers.data(case)), str(printed)]
    assert all("skjema.jpg" in answer for answer in told), "each was looked at"
    sought = Sought(pid=case.citizen.citizen.pid)
    package = person_data.package(sought, by=staff("ombud", "Personvernombud"))
    with zipfile.ZipFile(io.BytesIO(package)) as made:
        names = made.namelist()
        told += [made.read(f"{case.reference}/sak.json").decode()]
    assert [name for name in names if "vedlegg" in name] == [f"{case.reference}/vedlegg-01.jpg"]
    for answer in told:
        for secret in (NAME, SECRET_WHOM, "Skolen er ringt", str(hidden.pk)):
            assert secret not in answer
    addresses = [reverse("services:application_file", args=[case.pk, one.pk]) for one in (shown, hidden)]
    assert [parent.get(address).status_code for address in addresses] == [200, 404]


def test_the_archive_gets_a_notes_file_as_an_internal_document(desk):
    desk.did("note", **a_call())
    with pytest.raises(archive.NotReady):
        archive.build(desk.case)
    deliver_waiting()
    package = archive.build(desk.case)
    with zipfile.ZipFile(io.BytesIO(package.archive)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    assert NAME in str(json.loads(package.manifest)["files"])
    assert parts["notat-01.jpg"].startswith(b"\xff\xd8")
    incoming, internal = (parts[f"arkivmelding-0{number}.xml"].decode() for number in (1, 2))
    assert NAME not in incoming
    assert NAME in internal
    assert "Organinternt dokument uten oppfølging" in internal


def test_the_bytes_go_with_the_case(desk, django_capture_on_commit_callbacks):
    desk.did("note", **a_call())
    stored = desk.case.files.get().stored
    assert sealed_storage().exists(stored)
    with django_capture_on_commit_callbacks(execute=True):
        erase(desk.case)
    assert not sealed_storage().exists(stored)


# --- reports of concern ---------------------------------------------------------------------------------
@pytest.fixture
def code():
    return ConcernReport.receive(ANSWERS, "from the web")


@pytest.fixture
def noted(code, at_the_desk):
    """A report with a call noted and its file scanned, and who noted it."""
    report = ConcernReport.objects.get()
    worker = at_the_desk(child_welfare_worker())
    open_case(worker, report)
    assert act(worker, report, "note", **a_call()).status_code == 302
    deliver_waiting()
    report.refresh_from_db()
    return report, worker


def test_a_reporter_gets_nothing_of_a_note(noted, code, client):
    report, worker = noted
    file = report.files.get()
    page = open_case(worker, report).text
    for said in ("Telefonsamtale", SECRET_WHOM, NAME):
        assert said in page
    answer = enter(client, code)
    for secret in (NAME, SECRET_WHOM, "Skolen er ringt", str(file.pk)):
        assert secret not in text_of(answer)
    assert press(client, answer, go=f"file:{file.pk}").status_code == 404
    assert dialogue.read(ConcernReport.behind(code)).entries == []


def test_a_note_is_handed_over_apart_and_its_bytes_go_with_the_body(
    noted, tmp_path, django_capture_on_commit_callbacks
):
    report, _worker = noted
    recipient = case_system()
    handover.transfer(report, tmp_path, recipient.certificate)
    handover.confirm_transfer(report, "2026/17", by=child_welfare_worker("barnevern-2"))
    (sealed,) = [path for path in tmp_path.iterdir() if path.is_file()]
    manifest, parts = recipient.checked(sealed.read_bytes())
    assert parts["notater/01.jpg"].startswith(b"\xff\xd8")
    assert NAME in str(manifest["files"])
    stored = ReportFile.objects.get().stored
    with django_capture_on_commit_callbacks(execute=True):
        forget_body(report)
    assert not ReportFile.objects.exists()
    assert not sealed_storage().exists(stored)
    assert Handover.objects.get().body_deleted_at
