"""A bounded load on a loopback address. Pages: wrk where it is installed, else threads of our own."""

import http.client
import re
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.speed.citizen import Citizen, Stuck

CONNECTIONS = 8


@dataclass(frozen=True)
class Target:
    """One page, asked for again and again."""

    name: str
    port: int
    path: str
    headers: tuple[str, ...] = ()  # "Name: value"
    seconds: float = 1.0  # as long as one slice of measuring takes

    def rate(self, seconds: float | None = None) -> float:
        """Answered requests a second, from 8 connections that each wait for their answer.

        Raises RuntimeError when an answer is not 2xx: a fast error is no result.
        """
        drive = _wrk if shutil.which("wrk") else _threads
        return drive(self, seconds or self.seconds)


@dataclass(frozen=True)
class Flow(Target):
    """A whole form, from an empty cookie jar to the receipt, by people who each wait for their answer."""

    seconds: float = 2.0
    done: str = ""  # stands on the receipt and nowhere else

    def rate(self, seconds: float | None = None) -> float:
        """Completed forms a second. Raises Stuck or Cut when one does not get through."""
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            rates = pool.map(self._one_person_after_another, [seconds or self.seconds] * CONNECTIONS)
            return sum(rates)

    def _one_person_after_another(self, seconds: float) -> float:
        begun, done = time.monotonic(), 0
        while time.monotonic() < begun + seconds:
            self.once()
            done += 1
        return done / (time.monotonic() - begun)

    def once(self) -> Citizen:
        """One person's way through the form."""
        person = Citizen(self.port)
        receipt = person.walk(self.path)
        if self.done not in receipt.text:
            raise Stuck(receipt.text)
        return person


def _wrk(target: Target, seconds: float) -> float:
    headers = [part for header in target.headers for part in ("-H", header)]
    url = f"http://127.0.0.1:{target.port}{target.path}"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", *headers, url]
    output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    if "Non-2xx" in output:
        raise RuntimeError(f"{target.name} answers with errors:\n{output}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])


def _threads(target: Target, seconds: float) -> float:
    until, counts = time.monotonic() + seconds, []
    threads = [threading.Thread(target=_one, args=(target, until, counts)) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) < CONNECTIONS:
        raise RuntimeError(f"{target.name} answers with errors")
    return sum(counts) / seconds


def _one(target: Target, until: float, counts: list[int]) -> None:
    headers = dict(header.split(": ", 1) for header in target.headers)
    connection, done = http.client.HTTPConnection("127.0.0.1", target.port, timeout=10), 0
    while time.monotonic() < until:
        connection.request("GET", target.path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            return
        done += 1
    counts.append(done)
