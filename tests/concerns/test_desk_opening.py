"""A case is opened for a purpose that is logged; before that it shows its reference and its clocks."""

import uuid

import pytest
from django.urls import reverse

from casework.access import PURPOSES, AccessEntry
from casework.outbox import deliver_waiting
from casework.uploads import stage
from concerns.models import CHILD_WELFARE_LEADER, ConcernReport, ReportFile
from tests.accounts.sign_in import staff
from tests.casework.sample_files import jpeg, upload
from tests.concerns.desk import LIST, act, open_case, opening, page_of
from tests.concerns.reports import ANSWERS, child_welfare_worker, received

pytestmark = pytest.mark.django_db

WORDS = "Han er alene om kvelden."


@pytest.fixture
def report():
    return received()


@pytest.fixture
def worker(at_the_desk):
    return at_the_desk(child_welfare_worker())


def opened():
    return list(AccessEntry.objects.filter(action="opened").order_by("at").values_list("who", "purpose"))


def test_before_the_purpose_there_is_the_reference_and_nothing_of_the_content(worker, report):
    page = worker.get(page_of(report)).content.decode()
    assert report.reference in page
    assert "Gjennomgang: 7 dager igjen" in page
    for hidden in (WORDS, "Ola", "Granskog", "Privatperson"):
        assert hidden not in page
    report.refresh_from_db()
    assert (report.unread, opened()) == (True, [])


@pytest.mark.parametrize("purpose", list(PURPOSES))
def test_each_purpose_opens_and_is_logged(worker, report, purpose):
    assert WORDS in open_case(worker, report, purpose).content.decode()
    assert opened() == [("barnevern-1", purpose)]


@pytest.mark.parametrize("posted", [{}, {"purpose": ""}, {"purpose": "curiosity"}])
def test_no_other_purpose_opens(worker, report, posted):
    page = worker.post(opening(report), posted)
    assert page.status_code == 400
    assert 'id="id_purpose_error"' in page.content.decode()
    assert WORDS not in worker.get(page_of(report)).content.decode()


def test_a_purpose_in_the_address_opens_nothing(worker, report):
    assert worker.get(opening(report), {"purpose": "control"}).status_code == 405
    assert WORDS not in worker.get(page_of(report), {"purpose": "control"}).content.decode()


def test_a_purpose_is_for_one_case_one_session_and_half_an_hour(worker, at_the_desk, report, time_machine):
    time_machine.move_to("2026-11-24T09:00:00+01:00", tick=False)
    worker = at_the_desk(child_welfare_worker("barnevern-2"))
    other = received("another key")
    open_case(worker, report)
    assert WORDS not in worker.get(page_of(other)).content.decode()
    colleague = at_the_desk(child_welfare_worker("barnevern-3"))
    assert WORDS not in colleague.get(page_of(report)).content.decode()
    time_machine.move_to("2026-11-24T09:29:59+01:00", tick=False)
    assert WORDS in worker.get(page_of(report)).content.decode()
    time_machine.move_to("2026-11-24T09:30:01+01:00", tick=False)
    assert WORDS not in worker.get(page_of(report)).content.decode()


def test_the_caseworker_is_not_asked(worker, report):
    act(worker, report, "take")
    assert WORDS in worker.get(page_of(report)).content.decode()
    assert opened() == [("barnevern-1", "caseworker")]


def test_a_leader_distributes_without_opening(at_the_desk, report):
    leader = at_the_desk(staff("leder", CHILD_WELFARE_LEADER))
    person = child_welfare_worker()
    assert "Fordel" in leader.get(page_of(report)).content.decode()
    assert act(leader, report, "assign", person=person.pk).status_code == 302
    report.refresh_from_db()
    assert (report.assigned_to, report.unread, opened()) == (person, True, [])


def test_the_privacy_officer_sees_why_and_can_sort_it_out(at_the_desk, worker, report):
    open_case(worker, report, "complaint")
    officer = at_the_desk(staff("ombud", "Personvernombud"))
    log = reverse("admin:casework_accessentry_changelist")
    assert "Klage eller krav om innsyn" in officer.get(log).content.decode()
    assert report.reference in officer.get(log, {"why": "complaint"}).content.decode()
    assert report.reference not in officer.get(log, {"why": "control"}).content.decode()


def test_a_text_written_for_more_than_half_an_hour_is_not_lost(worker, report):
    """Writing needs no purpose: only reading does."""
    assert act(worker, report, "note", text="Lang samtale med skolen.").status_code == 302
    assert report.notes.get().text == "Lang samtale med skolen."


# --- files --------------------------------------------------------------------------------------------
@pytest.fixture
def photo():
    ConcernReport.receive(ANSWERS, "with a photo", files=[stage(upload(jpeg(), "gården.jpg"))])
    deliver_waiting()
    return ReportFile.objects.get()


def address_of(file, report=None):
    pk = report.pk if report else file.report_id
    return reverse("admin:concerns_concernreport_file", args=[pk, file.pk])


def test_a_file_is_listed_and_downloaded_with_the_purpose_in_the_log(worker, photo):
    assert worker.get(address_of(photo)).status_code == 302
    page = open_case(worker, photo.report, "assists").content.decode()
    assert "gården.jpg" in page
    answer = worker.get(address_of(photo))
    assert answer.content.startswith(b"\xff\xd8")
    entry = AccessEntry.objects.get(action="downloaded")
    assert (entry.who, entry.purpose) == ("barnevern-1", "assists")


def test_a_file_that_waits_for_the_virus_scan_says_so(worker, photo):
    ReportFile.objects.update(state="waiting")
    page = open_case(worker, photo.report).content.decode()
    assert "gården.jpg: Venter på viruskontroll" in page
    assert address_of(photo) not in page
    assert worker.get(address_of(photo)).status_code == 409


def test_a_file_is_reached_by_its_own_case_alone(worker, photo, report):
    open_case(worker, report)
    assert worker.get(address_of(photo, report)).status_code == 404
    open_case(worker, photo.report)
    photo.pk = uuid.uuid4()
    assert worker.get(address_of(photo)).status_code == 404


def test_an_outsider_downloads_nothing(at_the_desk, photo):
    outsider = at_the_desk(staff("root", is_superuser=True))
    assert outsider.get(address_of(photo)).status_code == 404
    assert AccessEntry.objects.filter(action="denied", case_id=photo.report_id).exists()


def test_the_list_opens_nothing(worker, report):
    worker.get(LIST)
    report.refresh_from_db()
    assert report.opened_at is None
