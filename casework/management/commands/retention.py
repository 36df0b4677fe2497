"""`manage.py retention`: what is past its time. Told to, it deletes what two persons have approved."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.disposal import Disposal, may_delete_traces, report
from casework.drafts import expired_drafts, throw_away_expired
from casework.log_chain import RETENTION_ROLE
from casework.retention import rules


class Command(BaseCommand):
    help = "Reports what is past its time. With --delete: deletes approved lists, and drafts that ran out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true")

    def handle(self, delete: bool, **options: Any) -> None:
        if not delete:
            self.tell()
            return
        if not may_delete_traces():
            raise CommandError(f"This database user is no member of {RETENTION_ROLE}: run it as one that is.")
        for disposal in Disposal.objects.filter(second_at__isnull=False, done_at=None):
            self.stdout.write(f"{rules[disposal.rule].name}: {in_words(disposal.carry_out())}")
        self.stdout.write(f"casework.draft: {throw_away_expired()} deleted")

    def tell(self) -> None:
        for rule, found in report():
            self.stdout.write(f"{rule.name} ({rule.months} months, {rule.law}): {in_words(found)}")
        self.stdout.write(f"casework.draft (30 days, no approval): {expired_drafts().count()} due")
        waiting = Disposal.objects.filter(done_at=None)
        approved = waiting.filter(second_at__isnull=False).count()
        self.stdout.write(f"{waiting.count()} lists, {approved} approved by two. Nothing was deleted.")


def in_words(counts: Counter) -> str:
    return ", ".join(f"{number} {what}" for what, number in sorted(counts.items())) or "none"
