"""`manage.py reconcile`: what came, held beside what is here. No personal data."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from concerns.reconciliation import reconcile


class Command(BaseCommand):
    help = "Counts reports by stage, and whether each event, receipt and file has its row. Fails when not."

    def handle(self, **options: Any) -> None:
        found = reconcile()
        for name, count in found.rows():
            self.stdout.write(f"{name.replace('_', ' '):<20}{count:>8}")
        if found.wrong:
            raise CommandError(f"Does not add up: {', '.join(found.wrong)}")
