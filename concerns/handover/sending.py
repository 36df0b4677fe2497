"""Handing a report over: a package into the folder, then the mark that it lies there, then the receipt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography import x509
from django.db import transaction
from django.utils import timezone

from casework.cases import TransitionRefused
from casework.packages import encrypted, write_whole
from concerns.handover.package import Package, build
from concerns.models import ConcernReport, Handover, ReportFile


class NotTransferred(TransitionRefused):
    """No package with this list has been handed over."""


class AlreadyConfirmed(TransitionRefused):
    """The package is confirmed with another case number."""


def waiting_for_transfer() -> Iterator[ConcernReport]:
    """Reports that somebody has opened and that have not been handed over, the oldest first."""
    opened = ConcernReport.objects.filter(opened_at__isnull=False, handover=None)
    yield from opened.order_by("received_at", "pk")


def transferred_with_news() -> Iterator[ConcernReport]:
    """Reports that have got something since they were handed over."""
    kept = ConcernReport.objects.filter(handover__isnull=False, handover__body_deleted_at=None)
    yield from (report for report in kept.select_related("handover") if has_news(report))


def transfer(report: ConcernReport, folder: Path, certificate: x509.Certificate) -> Package:
    """Write the report's package into `folder`, encrypted to the certificate, and note that it is there.

    The file is whole or not there. If the process dies before the mark, doing it again writes the same
    file. Raises as `build` does, and OSError.
    """
    with transaction.atomic():
        # Two at the same time would write one file and mark the other. Messages may come in meanwhile.
        report = ConcernReport.objects.select_for_update(no_key=True).get(pk=report.pk)
        parts = _count_of_parts(report)
        package = build(report)
        write_whole(folder / f"{report.reference}.p7m", encrypted(package.archive, certificate))
        _mark(report, package, parts)
    return package


def is_deleted(report: ConcernReport) -> bool:
    """True when nothing is left to hand over."""
    return Handover.objects.filter(report=report, body_deleted_at__isnull=False).exists()


def has_news(report: ConcernReport) -> bool:
    """True when there is more than what was handed over."""
    return _count_of_parts(report) > report.handover.parts


def confirm(digest: str, case_reference: str, *, by: Any = None) -> ConcernReport:
    """Note the case system's receipt for the package whose list has this SHA-256.

    The same receipt twice changes nothing. Raises NotTransferred and AlreadyConfirmed.
    """
    with transaction.atomic():
        handover = Handover.objects.select_for_update().filter(manifest_digest=digest).first()
        if handover is None:
            raise NotTransferred(digest)
        if handover.confirmed_at and handover.case_reference != case_reference:
            raise AlreadyConfirmed(handover.case_reference)
        if not handover.confirmed_at:
            _note_confirmed(handover, case_reference, by)
        return handover.report


def confirm_transfer(report: ConcernReport, case_reference: str, *, by: Any) -> None:
    """The same by an employee who has seen the report in the case system. Raises as `confirm`."""
    handover = Handover.objects.filter(report=report).first()
    if handover is None:
        raise NotTransferred(report.reference)
    confirm(handover.manifest_digest, case_reference, by=by)


def _count_of_parts(report: ConcernReport) -> int:
    """Messages, notes, decisions and files that may be handed over."""
    files = report.files.filter(state=ReportFile.State.CLEAN)
    return sum(rows.count() for rows in (files, report.messages, report.notes, report.decisions))


def _mark(report: ConcernReport, package: Package, parts: int) -> None:
    fresh = {
        "transferred_at": timezone.now(),
        "manifest_digest": package.digest,
        "parts": parts,
        "confirmed_at": None,
        "confirmed_by": "",
        "case_reference": "",
    }
    Handover.objects.update_or_create(report=report, defaults=fresh)
    report.note_event("transferred", by=None, detail=package.digest)


def _note_confirmed(handover: Handover, case_reference: str, by: Any) -> None:
    handover.confirmed_at = timezone.now()
    handover.confirmed_by = by.get_username() if by else ""
    handover.case_reference = case_reference
    handover.save(update_fields=["confirmed_at", "confirmed_by", "case_reference"])
    handover.report.note_event("confirmed", by=by, detail=case_reference)
