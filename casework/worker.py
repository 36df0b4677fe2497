"""What the worker does: it empties the outbox, and does what is to be done every so often."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from casework.outbox import deliver_waiting
from casework.uploads import prune

alarm = logging.getLogger("portal.alarm")


@dataclass(frozen=True)
class Round:
    """Something done again and again. Of several workers, one does it in each stretch of `seconds`."""

    name: str
    seconds: int
    do: Callable[[], Any]

    def is_mine(self) -> bool:
        stretch = int(time.time() // self.seconds)
        return cache.add(f"round:{self.name}:{stretch}", True, self.seconds * 2)

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
    """One turn of the worker; returns how many messages were tried."""
    for one in rounds:
        if one.is_mine():
            one.run()
    return deliver_waiting()
