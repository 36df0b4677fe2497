"""`manage.py replay_deletions`: after a restore, what was deleted before is deleted again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.disposal import replay


class Command(BaseCommand):
    help = "Says what a restored backup brought back although it had been deleted. Deletes it with --delete."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true")

    def handle(self, delete: bool, **options: Any) -> None:
        found = replay(delete=delete)
        for name, number in sorted(found.items()):
            self.stdout.write(f"{name}: {number}")
        total = sum(found.values())
        self.stdout.write(f"{total} deleted again" if delete else f"{total} are here again: --delete")
