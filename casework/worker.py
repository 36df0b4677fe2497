"""What the worker does, round after round."""

import logging
from datetime import datetime

from casework.outbox import deliver_waiting
from casework.storage import this_hour
from casework.uploads import prune

alarm = logging.getLogger("portal.alarm")


class Worker:
    """Delivers the outbox, and once an hour takes away files that were never sent."""

    def __init__(self) -> None:
        self.pruned_in: datetime | None = None

    def work(self) -> int:
        """One round; returns how many messages were tried."""
        if self.pruned_in != (hour := this_hour()):
            self.pruned_in = hour
            try:
                prune()
            except Exception as error:  # the storage is away: reports must reach their readers all the same
                alarm.error("not_pruned", extra={"error": type(error).__name__})
        return deliver_waiting()
