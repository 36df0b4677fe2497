"""Taking a report's body away once the case system has it and nothing here waits for it any more.

What stays is a sealed shell: reference, who the reporter is and how to reach them, dates, the dialogue.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from concerns import clocks
from concerns.handover.sending import has_news
from concerns.models import ConcernReport, Handover, ReportFile

KEPT_AFTER_CONFIRMATION = timedelta(days=30)  # the product's rule; the case system's backups have it then
# What of the answers says who reports. Everything else is about the child.
SHELL = ("who", "reporter", "agency")


class Kept(StrEnum):
    """Why a body that is confirmed in the case system still lies here."""

    NEWS = "something came after the hand-over: transfer again"
    WAITING_FILE = "a file waits for the virus scan"
    OPEN = "the report is not closed"
    CLOCK = "a deadline runs, or the reporter may still answer"
    RECENT = "confirmed less than 30 days ago"


def confirmed_bodies() -> Iterator[ConcernReport]:
    """Reports whose case system has confirmed them, and whose body is still here."""
    kept = Handover.objects.filter(confirmed_at__isnull=False, body_deleted_at=None)
    for handover in kept.select_related("report").order_by("confirmed_at"):
        yield handover.report


def why_kept(report: ConcernReport, today: date) -> Kept | None:
    """What still keeps the body of a confirmed report; None when it may go."""
    if has_news(report):
        return Kept.NEWS
    if report.files.filter(state=ReportFile.State.WAITING).exists():
        return Kept.WAITING_FILE
    if report.status != ConcernReport.Status.CLOSED:
        return Kept.OPEN
    if clocks.running(report, today) or _last_date(report) >= today:
        return Kept.CLOCK
    if report.handover.confirmed_at > timezone.now() - KEPT_AFTER_CONFIRMATION:
        return Kept.RECENT
    return None


def delete_body(report: ConcernReport, today: date) -> Kept | None:
    """Empty what is sealed, delete files, notes, reasons and search words, and leave an event.

    Judged once more under the lock, since an answer may just have come; returns what keeps it after all.
    The files' bytes go after the commit; if the process dies between, `prune_files --all-hours` takes them.
    """
    with transaction.atomic():
        report = ConcernReport.objects.select_for_update().get(pk=report.pk)
        if why := why_kept(report, today):
            return why
        forget_body(report)
    return None


def forget_body(report: ConcernReport) -> None:
    """Leave the shell of a locked report, whatever its clocks say."""
    report.content = {step: answers for step, answers in report.content.items() if step in SHELL}
    report.save(update_fields=["content"])
    report.files.all().erase()  # before the notes, which would take the rows and leave the bytes
    for rows in (report.notes, report.decisions, report.name_tokens):
        rows.all().delete()
    Handover.objects.filter(report=report).update(body_deleted_at=timezone.now())
    report.note_event("body_deleted", by=None)


def _last_date(report: ConcernReport) -> date:
    """The last day on which a deadline of the report could still matter, kept or not."""
    dates = [report.review_due, report.feedback_due, report.reopens_until]
    if report.concluded_at:
        dates.append(clocks.CONCLUSION_FEEDBACK.due(report.concluded_at))
    return max(day for day in dates if day)
