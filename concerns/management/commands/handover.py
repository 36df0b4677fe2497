"""`manage.py handover FOLDER`: encrypted packages for the case system (docs/deploy/handover.md)."""

import json
import logging
from pathlib import Path
from typing import Any

from cryptography import x509
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from casework import references
from casework.encryption import CannotOpen
from casework.letters import CannotPrint
from concerns import handover
from concerns.models import ConcernReport
from concerns.national import DoesNotFit

alarm = logging.getLogger("portal.alarm")


class Command(BaseCommand):
    help = "Writes opened reports into a folder, encrypted to the case system. --confirm reads its receipts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path)
        parser.add_argument("--report", metavar="REF", help="this report alone, also a second time")
        parser.add_argument(
            "--again",
            action="store_true",
            help="also those that have got something since they were handed over",
        )
        parser.add_argument(
            "--confirm", metavar="FILE", type=Path, help="the case system's receipts, as JSON"
        )

    def handle(
        self, folder: Path | None, report: str | None, again: bool, confirm: Path | None, **options: Any
    ) -> None:
        if confirm:
            self.confirm(confirm)
        elif folder is None or not folder.is_dir():
            raise CommandError("Give the folder that the packages go to.")
        else:
            self.transfer(self.chosen(report, again), folder)

    def chosen(self, reference: str | None, again: bool) -> list[ConcernReport]:
        if reference:
            return [self.one(reference)]
        news = list(handover.transferred_with_news())
        if news and not again:
            self.stdout.write(f"{len(news)} have got something since they were handed over: use --again")
        return [*handover.waiting_for_transfer(), *(news if again else [])]

    def one(self, words: str) -> ConcernReport:
        report = ConcernReport.objects.filter(reference=references.normalise(words)).first()
        if report is None:
            raise CommandError("There is no report with this reference.")
        if not report.opened_at or handover.is_deleted(report):
            raise CommandError("Nobody has opened this report, or its body is deleted.")
        return report

    def transfer(self, reports: list[ConcernReport], folder: Path) -> None:
        certificate, failed = recipient(), 0
        for report in reports:
            try:
                package = handover.transfer(report, folder, certificate)
            except (CannotOpen, CannotPrint, DoesNotFit, OSError) as error:
                failed += 1
                alarm.error("report_not_handed_over", extra={"error": type(error).__name__})
                self.stderr.write(f"{report.reference}: {type(error).__name__}")
            else:
                left_out = f", {package.left_out} files left out" if package.left_out else ""
                self.stdout.write(f"{report.reference}: transferred, manifest {package.digest}{left_out}")
        if failed:
            raise CommandError(f"{failed} of {len(reports)} were not handed over.")
        self.stdout.write(f"{len(reports)} handed over")

    def confirm(self, file: Path) -> None:
        try:
            told = json.loads(file.read_text())
            receipts = [(one["manifest"], one["case_reference"]) for one in told]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError('Expected a list: [{"manifest": "…", "case_reference": "…"}]') from error
        refused = 0
        for digest, case_reference in receipts:
            try:
                report = handover.confirm(digest, case_reference)
                self.stdout.write(f"{report.reference}: confirmed")
            except (handover.NotTransferred, handover.AlreadyConfirmed) as error:
                refused += 1
                self.stderr.write(f"{digest}: {type(error).__name__}")
        if refused:
            raise CommandError(f"{refused} of {len(receipts)} receipts fit no package.")


def recipient() -> x509.Certificate:
    """The case system's certificate. Raises CommandError where there is none that may be used today."""
    if not settings.HANDOVER_CERTIFICATE:
        raise CommandError("HANDOVER_CERTIFICATE is not set.")
    try:
        certificate = x509.load_pem_x509_certificate(Path(settings.HANDOVER_CERTIFICATE).read_bytes())
    except (OSError, ValueError) as error:
        raise CommandError("HANDOVER_CERTIFICATE is not a certificate in PEM.") from error
    if not certificate.not_valid_before_utc <= timezone.now() <= certificate.not_valid_after_utc:
        raise CommandError("The certificate of HANDOVER_CERTIFICATE is out of date.")
    return certificate
