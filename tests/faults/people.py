"""People who report at the same time: each sends the same again until it is acknowledged."""

import json
import os
import random
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casework.sealed_journey import SealedState
from concerns.views import ReportView
from tests.casework.sample_files import png
from tests.faults.judge import Acknowledged
from tests.speed.citizen import ANSWERS, Citizen, Cut, Page, Stuck
from tests.speed.pages import REPORT

AT_ONCE = 12
# Goes through every page and adds a picture; the others come to the last page with their answers sealed.
ONE_IN_WALKS = 10
PICTURE = "bilde.png", png()
PATIENCE_SECONDS = 90
HUMAN_TEXT = "Han er ofte alene om kvelden."


@dataclass
class Journal:
    """What people were told, each line on the disk before its person goes on."""

    path: Path
    lines: list[Acknowledged] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, one: Acknowledged) -> None:
        with self.lock, self.path.open("a") as file:
            file.write(json.dumps({"code": one.code, "text": one.text}) + "\n")
            file.flush()
            os.fsync(file.fileno())
            self.lines.append(one)

    def __len__(self) -> int:
        return len(self.lines)


@dataclass
class Patient(Citizen):
    """Sends each request again until it has a whole answer that is no failure of the portal's."""

    again: int = 0

    def _request(self, *request: Any) -> Page:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                page = super()._request(*request)
                if page.status < 500:
                    return page
            except Cut:
                pass
            self.again += 1
            time.sleep(random.uniform(0.05, 0.2))  # noqa: S311  chance, not a secret
        raise Cut(f"no answer in {PATIENCE_SECONDS} s")


class People:
    """`AT_ONCE` people who report through `port` while the block runs, one report after another."""

    def __init__(self, port: int, journal: Journal) -> None:
        self.port, self.journal = port, journal
        self.again = 0  # requests that had to be sent once more
        self.stopped = threading.Event()
        self.troubles: list[Exception] = []
        self.answers = self._filled_in()

    def _filled_in(self) -> dict[str, dict[str, list[str]]]:
        """What the form itself makes of the answers, step by step: read from the page that can be sent."""
        last = next(press for press in Citizen(self.port).presses(REPORT) if press["go"] == "send")
        return SealedState.read(last["state"], ReportView.purpose).answers

    @contextmanager
    def reporting(self) -> Iterator["People"]:
        threads = [threading.Thread(target=self._one_after_another) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self.stopped.set()
            for thread in threads:
                thread.join()

    def until(self, acknowledged: int) -> None:
        """Wait until so many have been acknowledged in all. Raises what any of the people met."""
        while not self.troubles and len(self.journal) < acknowledged:
            time.sleep(0.05)
        if self.troubles:
            raise self.troubles[0]

    def _one_after_another(self) -> None:
        try:
            while not self.stopped.is_set():
                self._report()
        except Exception as error:
            self.troubles.append(error)

    def _report(self) -> None:
        text = f"{HUMAN_TEXT} {uuid.uuid4().hex}"
        walks = random.randrange(ONE_IN_WALKS) == 0  # noqa: S311  chance, not a secret
        person = Patient(self.port, ANSWERS | {"text": text}, attachment=PICTURE if walks else None)
        receipt = person.walk(REPORT) if walks else self._straight_to_the_end(person, text)
        self.again += person.again
        if receipt.status != 200 or not receipt.code:
            raise Stuck(f"{receipt.status}: {receipt.text}")
        self.journal.write(Acknowledged(receipt.code, text, files=int(walks)))

    def _straight_to_the_end(self, person: Patient, text: str) -> Page:
        """The last press alone, on answers sealed as the pages before it would have."""
        answers = {
            step: values | ({"text": [text]} if "text" in values else {})
            for step, values in self.answers.items()
        }
        first = person.filled_in(person.get(REPORT))
        sealed = SealedState(answers=answers).write(ReportView.purpose)
        token = first["csrfmiddlewaretoken"]
        return person.post(REPORT, {"csrfmiddlewaretoken": token, "state": sealed, "go": "send"})
