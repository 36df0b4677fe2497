"""`manage.py import_payments FILE`: what has been paid, from the ledger (docs/deploy/ledger.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from invoices import payments


class Command(BaseCommand):
    help = "Reads payments from a CSV file and closes the plans that are paid. Each payment counts once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, file: Path, **options: Any) -> None:
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                done = payments.take_in(payments.read(lines))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The file cannot be read: {type(error).__name__}") from error
        except payments.NotAPaymentFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{done.new} new, {done.known} known, {done.unmatched} of no plan, {done.settled} plans paid"
        )
