"""What sealing a report with five large files costs. Runs inside a public process, after django.setup()."""

import os
import time
import uuid
from pathlib import Path

from casework.storage import keep
from casework.uploads import MOST_BYTES, MOST_FILES
from concerns.models import ConcernReport

CONTENT = {
    "who": {"who": "private"},
    "child-1": {"child_name": "Ola Granskog"},
    "worry": {"text": "Han er ofte alene om kvelden. " * 20, "acute": False},
    "reporter": {"identity": "anonymous"},
}


def cost() -> tuple[float, float]:
    """Milliseconds, and MB that the process grew by at its highest, the files themselves included.

    The files are already cleaned: that takes as long as the pictures are large, and happens as each
    is chosen.
    """
    ConcernReport.receive(CONTENT, uuid.uuid4().hex)  # warm
    before = kilobytes("VmRSS")
    files = [os.urandom(MOST_BYTES) for _ in range(MOST_FILES)]
    Path("/proc/self/clear_refs").write_text("5")  # forgets the highest so far
    begun = time.perf_counter()
    ConcernReport.receive(CONTENT, uuid.uuid4().hex, files=[_staged(data) for data in files])
    return 1000 * (time.perf_counter() - begun), (kilobytes("VmHWM") - before) / 1000


def _staged(data: bytes) -> dict:
    stored, key = keep(data)
    return {"stored": stored, "size": len(data), "name": "bilde.jpg", "type": "image/jpeg", "key": key}


def kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
