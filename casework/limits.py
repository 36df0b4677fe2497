"""How often something may be done, counted without keeping who did it.

Windows are fixed by the clock. Two tries at the same instant may be counted as one; the limits are wide
enough for that.
"""

import hashlib
import hmac
import os
import time
from typing import Any

from django.core.cache import cache

DAY = 24 * 60 * 60
ADDRESS_KEY = "limits:address-key"


def global_limit(name: str, most: int, seconds: int) -> bool:
    """Count one try at `name`, whoever tries; True while there have been at most `most` in `seconds`."""
    # The window stands in the name: a table's `incr` would move the end of the counter with each try.
    counter = f"limits:{name}:{int(time.time() // seconds)}"
    count = cache.get(counter, 0) + 1
    cache.set(counter, count, timeout=seconds)
    return count <= most


_counted: dict[str, tuple[int, int]] = {}


def process_limit(name: str, most: int, seconds: int) -> bool:
    """The same counted in this process alone: for what must leave no row that tells when somebody tried."""
    window = int(time.time() // seconds)
    counted_in, count = _counted.get(name, (window, 0))
    _counted[name] = window, count + 1 if counted_in == window else 1
    return _counted[name][1] <= most


def address_key(ip: str) -> str:
    """What stands for a network address in a counter's name: 64 hex signs that mean nothing tomorrow.

    The hash is keyed with random bytes that lie in the shared cache alone and for a day at most. Once they
    are gone nobody can work out which address a counter, a log or a copy of the cache speaks of.
    """
    key: Any = cache.get_or_set(ADDRESS_KEY, lambda: os.urandom(32), timeout=DAY)
    return hmac.new(key, ip.encode(), hashlib.sha256).hexdigest()
