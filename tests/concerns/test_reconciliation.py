"""A loss is seen: every event, receipt and file is held beside the rows."""

import logging
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from casework.events import Event
from casework.storage import sealed_storage
from concerns import handover
from concerns.models import CitizenReport, ConcernReport
from concerns.reconciliation import reconcile, reconcile_daily
from tests.accounts.sign_in import staff
from tests.concerns.handing_over import case_system, let_through, staged
from tests.concerns.kinds import content, received
from tests.concerns.reports import child_welfare_worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def stages(tmp_path):
    """One report at each stage but the last."""
    by, certificate = child_welfare_worker(), case_system().certificate
    unopened, opened, transferred, confirmed = map(
        received, ("private, named", "private, hidden", "parent, named", "professional")
    )
    for report in (opened, transferred, confirmed):
        report.mark_opened(by=by)
    for report in (transferred, confirmed):
        handover.transfer(report, tmp_path, certificate)
    handover.confirm_transfer(confirmed, "2026/17", by=by)
    return unopened, opened, transferred, confirmed


def test_every_report_is_at_one_stage(stages):
    found = reconcile()
    assert found.received == 4
    assert (found.unopened, found.opened, found.transferred, found.confirmed, found.deleted) == (
        1,
        1,
        1,
        1,
        0,
    )
    assert found.wrong == []


def test_the_command_prints_numbers_and_no_reference(stages, capsys):
    call_command("reconcile")
    out = capsys.readouterr().out
    assert "received                   4" in out
    assert not any(report.reference in out for report in stages)


def lose_a_report(_stages):
    ConcernReport.objects.filter(opened_at=None).delete()


def lose_the_trace(stages):
    Event.objects.filter(case_id=stages[0].pk, name="received").delete()


def lose_what_a_receipt_opens(_stages):
    user = staff("somebody")
    CitizenReport.objects.create(user=user, code="7KQ2-0000-0000-0000-0000-0000", received_on=timezone.now())


def lose_a_file(_stages):
    report = received("parent, anonymous", files=[staged()])
    let_through(report)
    sealed_storage().delete(report.files.get().stored)


@pytest.mark.parametrize(
    ("lose", "named"),
    [
        (lose_a_report, "lost_reports"),
        (lose_the_trace, "untraced"),
        (lose_what_a_receipt_opens, "lost_receipts"),
        (lose_a_file, "lost_files"),
    ],
)
def test_a_loss_fails_the_command_and_raises_the_alarm(stages, lose, named, caplog):
    lose(stages)
    with pytest.raises(CommandError, match=f"Does not add up: {named}$"):
        call_command("reconcile")
    with caplog.at_level(logging.ERROR, "portal.alarm"):
        reconcile_daily()
    assert [(one.message, one.kind) for one in caplog.records] == [("reports_do_not_add_up", named)]


def test_a_day_on_which_all_is_there_is_silent(stages, caplog):
    reconcile_daily()
    assert caplog.records == []


def test_a_receipt_that_opens_its_report_is_no_loss():
    code = ConcernReport.receive(content("parent, named"), "a key")
    CitizenReport.objects.create(user=staff("somebody"), code=code, received_on=timezone.now())
    assert reconcile().wrong == []


def test_what_lay_unopened_too_long_is_counted(stages):
    assert reconcile().unopened_too_long == 0
    ConcernReport.objects.update(received_at=timezone.now() - timedelta(days=9))
    assert reconcile().unopened_too_long == 1
