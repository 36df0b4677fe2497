"""`manage.py delete_bodies`: which reports' bodies may go, and what keeps the others."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from concerns.handover.deletion import confirmed_bodies, why_kept


class Command(BaseCommand):
    help = (
        "Reports whose body the case system has. Two persons approve; `retention --delete` takes them away."
    )

    def handle(self, **options: Any) -> None:
        today, kept, count = timezone.localdate(), Counter[str](), 0
        for report in confirmed_bodies():
            if why := why_kept(report, today):
                kept[why] += 1
            else:
                count += 1
        for why, how_many in sorted(kept.items()):
            self.stdout.write(f"{how_many} kept: {why}")
        self.stdout.write(f"{count} may be deleted when two persons have approved")
