"""Is a report that somebody was thanked for ever lost? `.venv/bin/python -m tests.faults.run [--short]`.

People report while workers are killed, the database is stopped, answers are cut and the disk is full.
Afterwards every receipt is held beside what the desk's own key opens. A control that commits carelessly
shows that a loss would be seen. Prints a table; the exit code is 0 when nothing was lost.
"""

import argparse
import itertools
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from tests.speed import servers

# The people seal answers as the portal's pages would, with the keys of this run.
os.environ |= servers.portal_environment("sqlite://:memory:", Path(tempfile.gettempdir()))

import django

django.setup()

from tests.faults.judge import Verdict, judge  # noqa: E402
from tests.faults.people import Journal, People  # noqa: E402
from tests.faults.proxy import bad_line  # noqa: E402
from tests.faults.stand import SAFE, CannotMount, Stand, full_disk, standing  # noqa: E402
from tests.speed.citizen import ANSWERS  # noqa: E402

TRACES = ("received", "concerns.index")
KILL_EVERY_SECONDS = 0.7
DOWN_SECONDS, FULL_SECONDS = 0.5, 5
CARELESS = SAFE | {"synchronous_commit": "off"}
CONTROLS_AT_MOST, BETWEEN_STOPS = 5, 80


@dataclass(frozen=True)
class Fault:
    """What breaks while people report, until `receipts` of them are out and it broke `times` times."""

    name: str
    receipts: int
    times: int
    disturb: Callable[["Fault", Stand, People], None]
    on_small_disk: bool = False
    on_bad_line: bool = False


@dataclass
class Finding:
    fault: str
    acknowledged: int
    again: int
    verdict: Verdict
    in_logs: int
    seconds: float

    @property
    def is_clean(self) -> bool:
        return self.verdict.is_clean and not self.in_logs

    def __str__(self) -> str:
        found = self.verdict
        counts = map(len, (found.lost, found.twice, found.unreadable, found.wrong))
        numbers = (self.acknowledged, self.again, *counts, self.in_logs, round(self.seconds))
        return f"{self.fault:36}" + "".join(f"{number:>10}" for number in numbers)


HEADINGS = ("told", "sent again", "lost", "twice", "unopened", "wrong", "in logs", "seconds")


def kill_workers(fault: Fault, stand: Stand, people: People) -> None:
    """A random worker, at any moment, gets no chance to finish anything."""
    for count in itertools.count():
        people.until(acknowledged=0)
        if count >= fault.times and len(people.journal) >= fault.receipts:
            return
        time.sleep(KILL_EVERY_SECONDS)
        os.kill(random.choice(stand.workers()), signal.SIGKILL)  # noqa: S311  chance, not a secret


def stop_database(fault: Fault, stand: Stand, people: People) -> None:
    """The database falls without a last word, spread evenly over the receipts."""
    for count in range(fault.times):
        people.until(fault.receipts * (count + 1) // (fault.times + 1))
        fall_and_rise(stand)
    people.until(fault.receipts)


def fall_and_rise(stand: Stand) -> None:
    stand.server.stop("immediate")
    time.sleep(DOWN_SECONDS)
    stand.server.start()


def fill_disk(fault: Fault, stand: Stand, people: People) -> None:
    """Nothing more fits on the database's disk for a while; what fell because of it is started again."""
    for count in range(fault.times):
        people.until(fault.receipts * (count + 1) // (fault.times + 1))
        with full_disk(stand.server):
            time.sleep(FULL_SECONDS)
        if not stand.server.is_running:
            stand.server.start()
    people.until(fault.receipts)


def wait(fault: Fault, stand: Stand, people: People) -> None:
    """The line breaks things by itself."""
    people.until(fault.receipts)


SHORT = (
    Fault("20 × worker killed (-9)", 700, 20, kill_workers),
    Fault("3 × database stopped (immediate)", 600, 3, stop_database),
    Fault("answers cut, reset, late", 400, 0, wait, on_bad_line=True),
    Fault("1 × disk full", 400, 1, fill_disk, on_small_disk=True),
)
LONG = (
    Fault("60 × worker killed (-9)", 7000, 60, kill_workers),
    Fault("20 × database stopped (immediate)", 6000, 20, stop_database),
    Fault("answers cut, reset, late", 4000, 0, wait, on_bad_line=True),
    Fault("5 × disk full", 4000, 5, fill_disk, on_small_disk=True),
)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--short", action="store_true", help="2,100 receipts instead of 21,000")
    faults = SHORT if arguments.parse_args().short else LONG
    print(f"{'while people report':36}" + "".join(f"{heading:>10}" for heading in HEADINGS), flush=True)
    with tempfile.TemporaryDirectory(prefix="portal-faults-") as folder:
        results = [tell(fault, Path(folder, str(number))) for number, fault in enumerate(faults)]
        seen = control(Path(folder, "control"))
    return 0 if seen and all(results) else 1


def tell(fault: Fault, folder: Path) -> bool:
    """Run one fault and print what was found; False where something was lost."""
    try:
        finding = run(fault, folder)
    except CannotMount as why:
        print(f"{fault.name:36}not done: {why}", flush=True)
        return True
    print(finding, flush=True)
    return finding.is_clean


def run(fault: Fault, folder: Path) -> Finding:
    begun = time.monotonic()
    with standing(folder, small_disk=fault.on_small_disk) as stand:
        people = People(stand.port, Journal(folder / "journal"))
        with bad_line(stand.port) if fault.on_bad_line else nullcontext() as line:
            people.port = line.port if line else stand.port
            with people.reporting():
                fault.disturb(fault, stand, people)
        verdict = judged(stand, people.journal)
        logs = stand.logs()
    told = people.journal.lines
    in_logs = sum(one.text in logs or one.code in logs for one in told)
    return Finding(fault.name, len(told), people.again, verdict, in_logs, time.monotonic() - begun)


def judged(stand: Stand, journal: Journal) -> Verdict:
    told = list(journal.lines)  # before the desk looks: nobody may be told of what it does not find
    # Each text is of its own, and where to send a notice is no part of the report.
    everybody = {name: answer for name, answer in ANSWERS.items() if name not in ("text", "notice")}
    return judge(told, stand.stored(journal.path), answers=everybody, traces=TRACES)


def control(folder: Path) -> bool:
    """A database that says «committed» too early, stopped at once: True when the loss is seen."""
    with standing(folder, CARELESS) as stand:
        people = People(stand.port, Journal(folder / "journal"))
        with people.reporting():
            for stops in range(1, CONTROLS_AT_MOST + 1):
                people.until(len(people.journal) + BETWEEN_STOPS)
                fall_and_rise(stand)
                if lost := judged(stand, people.journal).lost:
                    print(
                        f"control, synchronous_commit=off: {len(lost)} lost after {stops} stops", flush=True
                    )
                    return True
    print("control, synchronous_commit=off: NOTHING LOST, so this run would not see a loss", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
