"""Reminds the owners of lines that nobody has confirmed for 30 days."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from helplines.reminders import remind_owners


class Command(BaseCommand):
    help = "Asks for a mail to the owner of each stale helpline, at most one a month. Run it once a day."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{remind_owners(timezone.now())} reminders")
