"""`manage.py ledger FOLDER`: what the ledger must know, as CSV, each night (docs/deploy/ledger.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from invoices import ledger


class Command(BaseCommand):
    help = "Writes stops and plans that are in no file yet into a folder. Run again, it writes nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError("Give the folder that the files go to.")
        for export in ledger.run(folder):
            self.stdout.write(f"faktura-{export}.csv: {export.rows} rows")
