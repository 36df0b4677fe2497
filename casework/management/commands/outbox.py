"""The worker: delivers what the outbox holds, until stopped."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.outbox import deliver_waiting
from casework.worker import REST_SECONDS, work_for_ever


class Command(BaseCommand):
    help = "Delivers what waits in the outbox. Runs until stopped, or once with --once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true")
        parser.add_argument(
            "--pause", type=float, default=REST_SECONDS, help="seconds to rest when nothing waits"
        )

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        if once:
            self.stdout.write(f"{deliver_waiting()} tried")
            return
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):  # what is in hand is finished first
            signal.signal(number, lambda *args: stop.set())
        work_for_ever(stop, pause)
