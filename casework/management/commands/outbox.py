"""The worker: delivers what the outbox holds, until stopped."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.outbox import deliver_waiting
from casework.worker import work


class Command(BaseCommand):
    help = "Delivers what waits in the outbox. Runs until stopped, or once with --once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument("--pause", type=float, default=2.0, help="seconds to rest when nothing waits")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        if once:
            self.stdout.write(f"{deliver_waiting()} tried")
            return
        while True:
            if not work():
                time.sleep(pause)
