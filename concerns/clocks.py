"""The dates child-welfare law sets for a report (barnevernsloven of 2021), and how they are said at the desk.

All of them are calendar time from the date of receipt in Oslo, also for what comes on a Saturday evening.
"""

from collections.abc import Iterator
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.clocks import Clock, RunningClock

IN_FORCE = date(2023, 1, 1)  # the Act of 2021

REVIEW = Clock(
    "review", "barnevernsloven § 2-1", "Bufdir; Farsund kommune", verified=True, valid_from=IN_FORCE, days=7
)
# Both count from the end of the review week, however early the review was done.
INVESTIGATION = Clock(
    "investigation", "barnevernsloven § 2-2", "Farsund kommune", verified=True, valid_from=IN_FORCE, months=3
)
# In special cases. From memory.
INVESTIGATION_EXTENDED = Clock(
    "investigation_extended", "barnevernsloven § 2-2", "", verified=False, valid_from=IN_FORCE, months=6
)
# The rule is verified at Bufdir; the paragraph's number in the 2021 Act is from memory.
FEEDBACK = Clock("feedback", "barnevernsloven § 13-5", "Bufdir", verified=False, valid_from=IN_FORCE, days=21)
# To reporters with a duty to report, after the investigation has ended. Rule and number as above.
CONCLUSION_FEEDBACK = Clock(
    "conclusion_feedback",
    "barnevernsloven § 13-5",
    "Bufdir; Lillehammer kommune",
    verified=False,
    valid_from=IN_FORCE,
    days=21,
)
# No law: how long after the closing a reporter's answer opens the case again by itself.
REOPEN = Clock("reopen", "", "the portal's own rule", verified=True, valid_from=IN_FORCE, days=21)


def running(report, today: date) -> list[RunningClock]:
    """The deadlines of a report that somebody still has to keep, the nearest first."""
    clocks = [RunningClock(label, due, (due - today).days) for label, due in _unmet(report)]
    return sorted(clocks, key=lambda clock: clock.due)


def _unmet(report) -> Iterator[tuple[str | Promise, date]]:
    status = report.Status
    if report.status in (status.RECEIVED, status.IN_REVIEW) and not report.reviewed_at:
        yield _("Gjennomgang"), report.review_due
    if not report.feedback_sent_at:
        yield _("Tilbakemelding"), report.feedback_due
    if report.status == status.INVESTIGATING:
        yield _("Undersøkelse"), report.investigation_due
    if report.conclusion_feedback_due:
        yield _("Tilbakemelding om slutten"), report.conclusion_feedback_due
