"""Does everything that was received still add up? Counted each day, and whenever somebody asks.

In June 2023 nobody noticed for years that acknowledged reports were missing. A report that is gone leaves
its event, its reporter's receipt or its file behind; here each of them is held beside the rows.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.db.models import Q
from django.utils import timezone

from casework.encryption import CannotOpen
from casework.events import Event
from casework.storage import sealed_storage
from casework.worker import every
from concerns import escalation, receipts
from concerns.models import CitizenReport, ConcernReport, ReportFile

alarm = logging.getLogger("portal.alarm")

ONCE_A_DAY = 24 * 60 * 60
STAGES = {
    "unopened": Q(opened_at=None),
    "opened": Q(opened_at__isnull=False, handover=None),
    "transferred": Q(handover__isnull=False, handover__confirmed_at=None),
    "confirmed": Q(handover__confirmed_at__isnull=False, handover__body_deleted_at=None),
    "deleted": Q(handover__body_deleted_at__isnull=False),
}


@dataclass(frozen=True)
class Reconciliation:
    """How many there are of what. `lost_…` and `untraced` must be nought."""

    received: int
    unopened: int
    opened: int
    transferred: int
    confirmed: int
    deleted: int
    lost_reports: int  # an event says it came, and there is no row
    lost_receipts: int  # a signed-in reporter holds a code that opens nothing
    lost_files: int  # a row, and nothing in the storage
    untraced: int  # a row, and no event that it came
    unopened_too_long: int

    @property
    def wrong(self) -> list[str]:
        """The names of what does not add up."""
        found = [name for name in ("lost_reports", "lost_receipts", "lost_files", "untraced") if self[name]]
        stages = sum(self[stage] for stage in STAGES)
        return found + ["stages"] * (self.received - self.lost_reports + self.untraced != stages)

    def __getitem__(self, name: str) -> int:
        return getattr(self, name)

    def rows(self) -> Iterator[tuple[str, int]]:
        yield from ((one.name, self[one.name]) for one in fields(self))


def reconcile() -> Reconciliation:
    """Count. Reads every receipt and asks the storage for every file, so not for a page."""
    reports = ConcernReport.objects
    came = Event.objects.filter(case_kind=ConcernReport.kind(), name="received")
    return Reconciliation(
        received=came.values("case_id").distinct().count(),
        **{stage: reports.filter(which).count() for stage, which in STAGES.items()},
        lost_reports=came.exclude(case_id__in=reports.values("pk")).values("case_id").distinct().count(),
        lost_receipts=sum(1 for one in CitizenReport.objects.iterator() if _opens_nothing(one)),
        lost_files=sum(1 for name in _stored_names() if not sealed_storage().exists(name)),
        untraced=reports.exclude(pk__in=came.values("case_id")).count(),
        unopened_too_long=sum(1 for report in reports.filter(opened_at=None) if _is_too_long(report)),
    )


@every(ONCE_A_DAY)
def reconcile_daily() -> None:
    """Raise an alarm for each thing that does not add up."""
    for name in reconcile().wrong:
        alarm.error("reports_do_not_add_up", extra={"kind": name})


def _opens_nothing(one: CitizenReport) -> bool:
    try:
        digest = receipts.digest(one.code)
    except CannotOpen:  # a key is missing; that has its own alarm where it is shown
        return False
    return not ConcernReport.objects.filter(receipt_digest=digest).exists()


def _stored_names() -> Iterator[str]:
    return ReportFile.objects.values_list("stored", flat=True).iterator()


def _is_too_long(report: ConcernReport) -> bool:
    """Longer than those on duty may let it lie: they have been told again and again by now."""
    return escalation.rule_for(report).due(report.received_at, times=0) <= timezone.now()
