"""What child welfare decides about a report: each decision with its event, and its reason sealed beside it.

All raise TransitionRefused where the report is not at that point, ChangedMeanwhile when a colleague was
first, and Incomplete where the law or the outcome asks for something that is missing.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.cases import TransitionRefused
from concerns.models import ConcernReport, Decision

Status, Outcome = ConcernReport.Status, ConcernReport.Outcome
# An emergency measure is followed by an investigation; everything else ends the case here.
INVESTIGATED = frozenset({Outcome.INVESTIGATION, Outcome.ACUTE})
# What an outcome has to come with. A dismissal must be reasoned unless obviously unfounded (§ 2-1).
NEEDS = {
    Outcome.DISMISSED: "reason",
    Outcome.MERGED: "merged_into",
    Outcome.FORWARDED: "municipality",
}


class Incomplete(ValueError):
    """The decision lacks what it must come with."""


def decide(report: ConcernReport, *, by: Any, outcome: str, **why: str) -> None:
    """End the review (barnevernsloven § 2-1). `why` holds `reason`, `merged_into` and `municipality`."""
    _refuse_unless(can_be_decided(report))
    needed = NEEDS.get(Outcome(outcome))
    if needed and not why.get(needed):
        raise Incomplete(needed)
    now = timezone.now()
    goes_on = outcome in INVESTIGATED
    changes = {"outcome": outcome, "reviewed_at": now, "conclusion": "", "concluded_at": None}
    changes["closed_at"] = None if goes_on else now
    status = Status.INVESTIGATING if goes_on else Status.CLOSED
    with transaction.atomic():
        report.move_to(status, by=by, event="reviewed", detail=str(outcome), **changes)
        _keep(report, by, "reviewed", outcome, why)


def extend(report: ConcernReport, *, by: Any, reason: str) -> None:
    """Give the investigation six months instead of three, in special cases (§ 2-2)."""
    _need(reason)
    _refuse_unless(can_be_extended(report))
    with transaction.atomic():
        report.change(by=by, event="extended", is_extended=True)
        _keep(report, by, "extended", "", {"reason": reason})


def conclude(report: ConcernReport, *, by: Any, conclusion: str, reason: str = "") -> None:
    """End the investigation, with measures or without."""
    conclusion, now = ConcernReport.Conclusion(conclusion), timezone.now()
    _refuse_unless(report.status == Status.INVESTIGATING)
    changes = {"conclusion": conclusion, "concluded_at": now, "closed_at": now}
    with transaction.atomic():
        report.move_to(Status.CLOSED, by=by, event="concluded", detail=str(conclusion), **changes)
        _keep(report, by, "concluded", conclusion, {"reason": reason})


def reopen(report: ConcernReport, *, by: Any, reason: str = "") -> None:
    """Take the report up again. What was decided stands until something else is."""
    _refuse_unless(report.status == Status.CLOSED)
    with transaction.atomic():
        report.move_to(Status.IN_REVIEW, by=by, event="reopened", closed_at=None)
        _keep(report, by, "reopened", "", {"reason": reason})


def close(report: ConcernReport, *, by: Any) -> None:
    """Close a report that was taken up again, with the outcome it had."""
    _refuse_unless(can_be_closed_again(report))
    report.move_to(Status.CLOSED, by=by, event="closed", closed_at=timezone.now())


def mark_feedback_sent(report: ConcernReport, *, by: Any, how: str) -> None:
    """Note that the reporter has been told what they are to be told (§ 13-5), by `letter` or `message`."""
    _refuse_unless(awaits_feedback(report))
    report.change(by=by, event="feedback_sent", detail=how, feedback_sent_at=timezone.now())


# --- where a report is --------------------------------------------------------------------------------
def can_be_decided(report: ConcernReport) -> bool:
    return report.status in (Status.RECEIVED, Status.IN_REVIEW)


def can_be_extended(report: ConcernReport) -> bool:
    return report.status == Status.INVESTIGATING and not report.is_extended


def can_be_closed_again(report: ConcernReport) -> bool:
    return report.status == Status.IN_REVIEW and bool(report.outcome)


def awaits_feedback(report: ConcernReport) -> bool:
    """True until the reporter is told, and for a duty reporter again after each thing to be told of."""
    told = report.feedback_sent_at
    if told is None:
        return True
    is_duty = report.reporter == ConcernReport.Reporter.PROFESSIONAL
    return is_duty and any(at and told < at for at in (report.reviewed_at, report.concluded_at))


def _need(reason: str) -> None:
    if not reason:
        raise Incomplete("reason")


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise TransitionRefused("not at this point")


def _keep(report: ConcernReport, by: Any, name: str, outcome: str, why: dict[str, str]) -> None:
    given = {key: text for key, text in why.items() if text}
    if given or outcome:
        username = by.get_username() if by else ""
        Decision.objects.create(report=report, name=name, outcome=outcome, by=username, detail=given)
