"""A body goes 30 days after it is confirmed and after the last deadline, wholly, and the shell stays."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from casework.disposal import Disposal
from casework.events import Event
from casework.retention import rules
from casework.storage import sealed_storage
from concerns import handover
from concerns.handover.deletion import Kept, delete_body, why_kept
from concerns.models import (
    CHILD_WELFARE_LEADER,
    ConcernReport,
    Decision,
    Handover,
    NameToken,
    ReportFile,
    ReportNote,
)
from concerns.retention import BODY
from tests.accounts.sign_in import staff
from tests.concerns.handing_over import case_system, let_through, message, staged
from tests.concerns.kinds import received
from tests.concerns.reports import child_welfare_worker

pytestmark = pytest.mark.django_db
Status = ConcernReport.Status
LONG_AGO = timedelta(days=200)


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "out"
    path.mkdir()
    return path


@pytest.fixture(scope="module")
def recipient():
    return case_system()


@pytest.fixture
def done(folder, recipient):
    """A report that came, was closed, answered, handed over and confirmed, all of it long ago."""
    report, by = received("private, named", files=[staged()]), child_welfare_worker()
    report.mark_opened(by=by)
    NameToken.index(report)
    message(report, "Det skjedde igjen.", files=[staged(b"%PDF-1.7 to")])
    ReportNote.objects.create(case=report, text="Ringte skolen.", by="barnevern-1")
    Decision.objects.create(report=report, name="reviewed", outcome="dismissed", detail={"reason": "x"})
    let_through(report)
    handover.transfer(report, folder, recipient.certificate)
    handover.confirm_transfer(report, "2026/17", by=by)
    then = timezone.now() - LONG_AGO
    ConcernReport.objects.update(
        received_at=then,
        reviewed_at=then,
        outcome="dismissed",
        closed_at=then,
        feedback_sent_at=then,
        status=Status.CLOSED,
    )
    Handover.objects.update(confirmed_at=then)
    return fresh(report)


def fresh(report):
    return ConcernReport.objects.select_related("handover").get(pk=report.pk)


def changed(report, **changes):
    ConcernReport.objects.filter(pk=report.pk).update(**changes)
    return fresh(report)


def today():
    return timezone.localdate()


def test_a_body_goes_when_nothing_waits_for_it_any_more(done):
    assert why_kept(done, today()) is None


@pytest.mark.parametrize(("days", "why"), [(29, Kept.RECENT), (31, None)])
def test_a_body_stays_thirty_days_after_the_confirmation(done, days, why):
    Handover.objects.update(confirmed_at=timezone.now() - timedelta(days=days))
    assert why_kept(fresh(done), today()) == why


@pytest.mark.parametrize(("days", "why"), [(21, Kept.CLOCK), (22, None)])
def test_a_body_stays_while_the_reporter_may_answer(done, days, why):
    report = changed(done, closed_at=timezone.now() - timedelta(days=days))
    assert why_kept(report, today()) == why


def test_a_body_stays_while_the_reporter_is_to_be_told(done):
    assert why_kept(changed(done, feedback_sent_at=None), today()) == Kept.CLOCK


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.IN_REVIEW, Status.INVESTIGATING])
def test_a_body_stays_while_the_report_is_open(done, status):
    assert why_kept(changed(done, status=status), today()) == Kept.OPEN


def test_a_body_stays_when_something_came_after_the_hand_over(done):
    message(done, "En ting til.")
    assert why_kept(fresh(done), today()) == Kept.NEWS


def test_a_body_stays_while_a_file_waits_for_the_scan(done):
    ReportFile.objects.filter(message=None).update(state=ReportFile.State.WAITING)
    assert why_kept(fresh(done), today()) == Kept.WAITING_FILE


def test_the_command_only_reports_unless_told_to(done, capsys):
    call_command("delete_bodies")
    assert "1 may be deleted" in capsys.readouterr().out
    assert "worry" in fresh(done).content
    Handover.objects.update(confirmed_at=timezone.now())
    delete_bodies()
    call_command("delete_bodies")
    assert "1 kept: confirmed less than 30 days ago\n0 may be deleted" in capsys.readouterr().out
    assert "worry" in fresh(done).content


def test_what_is_not_confirmed_is_never_deleted(done, capsys):
    Handover.objects.update(confirmed_at=None)
    delete_bodies()
    call_command("delete_bodies")
    assert "0 may be deleted" in capsys.readouterr().out
    assert "worry" in fresh(done).content


def test_the_body_is_gone_and_the_shell_stays(done, django_capture_on_commit_callbacks):
    names = list(ReportFile.objects.values_list("stored", flat=True))
    before = _column(done)
    with django_capture_on_commit_callbacks(execute=True):
        delete_bodies()
    report = fresh(done)
    assert set(report.content) == {"who", "reporter"}
    assert report.content["reporter"]["name"] == "Nils Ekeberget"
    assert len(_column(done)) < len(before), "the ciphertext is another, and shorter"
    assert names
    assert not any(sealed_storage().exists(name) for name in names)
    for rows in (ReportFile, ReportNote, Decision, NameToken):
        assert not rows.objects.exists(), rows
    assert report.messages.get().text == "Det skjedde igjen."
    assert Event.objects.of(report).filter(name="body_deleted").count() == 1
    assert handover.is_deleted(report)


def test_a_body_is_deleted_once(done):
    delete_bodies()
    delete_bodies()
    assert Event.objects.of(done).filter(name="body_deleted").count() == 1


def test_what_came_in_the_last_moment_is_not_deleted_with_the_rest(done):
    """Between the look that found nothing in the way and the deletion."""
    message(done, "Her er bildet.", files=[staged(b"%PDF-1.7 nytt")])
    assert delete_body(done, today()) == Kept.NEWS
    assert ReportFile.objects.count() == 3
    assert "worry" in fresh(done).content


def test_a_deletion_that_fails_half_way_deletes_nothing(done, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(ConcernReport, "note_event", fails)
    with pytest.raises(RuntimeError):
        delete_body(done, today())
    assert "worry" in fresh(done).content
    assert ReportFile.objects.count() == 2
    assert all(sealed_storage().exists(file.stored) for file in ReportFile.objects.all())


def delete_bodies() -> None:
    """What may go is listed, approved by two persons and deleted."""
    leaders = [staff(f"leder {number}", CHILD_WELFARE_LEADER) for number in range(2)]
    if disposal := Disposal.prepare(rules[BODY], by=leaders[0]):
        for leader in leaders:
            disposal.approve(by=leader)
    call_command("retention", delete=True, verbosity=0)
    User.objects.filter(username__startswith="leder ").delete()


def _column(report) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM concerns_concernreport")
        return bytes(cursor.fetchone()[0])
