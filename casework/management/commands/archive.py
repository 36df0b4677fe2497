"""`manage.py archive FOLDER`: finished cases to the archive (docs/privacy/archive.md)."""

import json
import logging
from pathlib import Path
from typing import Any

from cryptography import x509
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.archive import NotReady, Package, archivists, confirm, export, waiting
from casework.encryption import CannotOpen
from casework.letters import CannotPrint
from casework.packages import encrypted, write_whole

alarm = logging.getLogger("portal.alarm")


class Command(BaseCommand):
    help = "Writes finished cases into a folder, encrypted to the archive. --confirm reads its receipts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path)
        parser.add_argument("--certificate", type=Path, help="the archive's certificate, in PEM")
        parser.add_argument("--confirm", metavar="FILE", type=Path, help="the archive's receipts, as JSON")

    def handle(
        self, folder: Path | None, certificate: Path | None, confirm: Path | None, **options: Any
    ) -> None:
        if confirm:
            self.confirm(confirm)
        elif folder is None or not folder.is_dir() or certificate is None:
            raise CommandError("Give the folder that the packages go to, and --certificate.")
        else:
            self.export(folder, x509.load_pem_x509_certificate(certificate.read_bytes()))

    def export(self, folder: Path, certificate: x509.Certificate) -> None:
        def keep(reference: str, package: Package) -> None:
            write_whole(folder / f"{reference}.p7m", encrypted(package.archive, certificate))

        done = failed = 0
        for kind in sorted(archivists):
            for case in waiting(apps.get_model(kind)):
                try:
                    package = export(case, keep)
                except (CannotOpen, CannotPrint, NotReady, OSError) as error:
                    failed += 1
                    alarm.error("case_not_archived", extra={"error": type(error).__name__})
                    self.stderr.write(f"{case.reference}: {type(error).__name__}")
                else:
                    done += 1
                    self.stdout.write(f"{case.reference}: manifest {package.digest}")
        if failed:
            raise CommandError(f"{failed} of {done + failed} were not archived.")
        self.stdout.write(f"{done} given to the archive")

    def confirm(self, file: Path) -> None:
        try:
            receipts = [(one["manifest"], one["archive_reference"]) for one in json.loads(file.read_text())]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError('Expected a list: [{"manifest": "…", "archive_reference": "…"}]') from error
        if unknown := [digest for digest, reference in receipts if not confirm(digest, reference)]:
            raise CommandError(f"{len(unknown)} of {len(receipts)} receipts fit no package.")
        self.stdout.write(f"{len(receipts)} confirmed")
