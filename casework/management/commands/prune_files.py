"""Takes away files that were chosen in a form and never sent."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.uploads import prune


class Command(BaseCommand):
    help = "Deletes files staged more than two hours ago that no case has. The worker does so every hour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all-hours", action="store_true", help="also what is older than three days, after an outage"
        )

    def handle(self, *args: Any, all_hours: bool, **options: Any) -> None:
        self.stdout.write(f"{prune(all_hours=all_hours)} deleted")
