"""What the worker does: it empties the outbox, and does what is to be done every so often."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, close_old_connections

from casework.outbox import deliver_waiting
from casework.uploads import prune

alarm = logging.getLogger("portal.alarm")

REST_SECONDS = 2.0


@dataclass
class Round:
    """Something done again and again. Of several workers, one does it in each stretch of `seconds`."""

    name: str
    seconds: int
    do: Callable[[], Any]
    looked_in: int = field(default=-1, init=False)

    def is_mine(self) -> bool:
        """True for the first worker that asks in a stretch; for all, when the shared cache is away."""
        stretch = int(time.time() // self.seconds)
        if stretch == self.looked_in:
            return False
        self.looked_in = stretch
        try:
            return cache.add(f"round:{self.name}:{stretch}", True, self.seconds * 2)
        except Exception:  # whatever the cache does: done twice is better than not at all
            return True

    def run(self) -> None:
        """A round that fails is told of, and comes again; the others and the outbox go on."""
        try:
            self.do()
        except Exception as error:
            alarm.error("round_failed", extra={"kind": self.name, "error": type(error).__name__})


rounds: list[Round] = []


def every(seconds: int) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Declare a function that the worker calls once in each stretch of so many seconds."""

    def register(do: Callable[[], Any]) -> Callable[[], Any]:
        rounds.append(Round(f"{do.__module__}.{do.__name__}", seconds, do))
        return do

    return register


every(60 * 60)(prune)


def work() -> int:
    """One turn of the worker; returns how many messages were tried.

    One message a turn: a mail server that hangs on each of many must not hold up those who are told at night.
    """
    for one in rounds:
        if one.is_mine():
            one.run()
    return deliver_waiting(limit=1)


def work_for_ever(stop: threading.Event, rest: float = REST_SECONDS) -> None:
    """Work until told to stop, also through a database that is away."""
    while not stop.is_set():
        tried = 0
        try:
            tried = work()
        except DatabaseError as error:
            alarm.error("worker_waits", extra={"error": type(error).__name__})
        close_old_connections()  # one that broke is not used again
        if not tried:
            stop.wait(rest)
