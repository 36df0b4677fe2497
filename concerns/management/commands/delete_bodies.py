"""`manage.py delete_bodies`: which reports' bodies may go; --delete takes them away."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from concerns.handover.deletion import confirmed_bodies, delete_body, why_kept


class Command(BaseCommand):
    help = "Reports whose body the case system has, and which may be deleted here. Deletes with --delete."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true")

    def handle(self, delete: bool, **options: Any) -> None:
        today, kept, count = timezone.localdate(), Counter[str](), 0
        judge = delete_body if delete else why_kept
        for report in confirmed_bodies():
            if why := judge(report, today):
                kept[why] += 1
            else:
                count += 1
        for why, how_many in sorted(kept.items()):
            self.stdout.write(f"{how_many} kept: {why}")
        self.stdout.write(f"{count} deleted" if delete else f"{count} may be deleted: --delete")
