"""One measurement each: interleaved rates, queries, weight, memory, half-open clients, demo start."""

import json
import os
import re
import signal
import socket
import statistics
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.speed import machine, servers
from tests.speed.load import Target

OTHERS_AT_MOST = 0.12  # of the machine; a noisier slice is taken again, and the quietest kept
TRIES = 3


@dataclass(frozen=True)
class Slice:
    requests_per_second: float
    cpu_ms: float  # of web and database processes, PostgreSQL's own too, a request
    others: float  # the share of the machine that somebody else used


@dataclass(frozen=True)
class Ratio:
    median: float
    lowest: float
    highest: float

    def __str__(self):
        return f"{self.median:.2f} ({self.lowest:.2f}–{self.highest:.2f})"


def ratio(values: list[float], references: list[float]) -> Ratio:
    """Median, lowest and highest of the rounds' own ratios."""
    each = [value / reference for value, reference in zip(values, references, strict=True)]
    return Ratio(statistics.median(each), min(each), max(each))


def interleaved(targets: list[Target], rounds: int, roots: set[int]) -> dict[str, list[Slice]]:
    """Measure every target once a round, in an order that shifts with the round."""
    for target in targets:
        target.rate()  # warm
    slices: dict[str, list[Slice]] = {target.name: [] for target in targets}
    for number in range(rounds):
        shift = number % len(targets)
        for target in targets[shift:] + targets[:shift]:
            slices[target.name].append(quietest(lambda target=target: one_slice(target, roots)))
    return slices


def quietest(take: Callable[[], Slice]) -> Slice:
    taken = []
    for _ in range(TRIES):
        taken.append(take())
        if taken[-1].others <= OTHERS_AT_MOST:
            break
    return min(taken, key=lambda slice_: slice_.others)


def one_slice(target: Target, roots: set[int]) -> Slice:
    def clocks():
        own = machine.cpu_seconds(roots)
        return time.monotonic(), own, own + machine.load_client_seconds(), machine.busy_seconds()

    before = clocks()
    answered = target.rate()
    elapsed, servers_used, we_used, machine_used = (b - a for a, b in zip(before, clocks(), strict=True))
    others = max(0.0, machine_used - we_used) / (elapsed * (os.cpu_count() or 1))
    return Slice(answered, 1000 * servers_used / (answered * elapsed), others)


def queries(environment: dict[str, str], paths: list[str]) -> dict[str, int]:
    """How many queries each page asks when nothing is kept (the second time: the first one warms up)."""
    code = f"""
import json
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
def count(path):
    client = Client(headers={{"host": "127.0.0.1", "x-forwarded-proto": "https"}})
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)
print(json.dumps({{path: count(path) for path in {paths!r}}}))
"""
    return json.loads(servers.manage(environment, code=code).splitlines()[-1])


def first_view(port: int, path: str) -> tuple[float, int]:
    """kB on the wire with headers, and requests, of a page and everything it names, compressed."""
    headers = {"X-Forwarded-Proto": "https", "Accept-Encoding": "br, gzip"}
    _, body = servers.fetch(port, path, {"X-Forwarded-Proto": "https"})
    named = re.findall(r"""(?:href|src)=["']?(/static/[^"'> ]+)""", body.decode())
    paths = dict.fromkeys([path, *named])
    return sum(_bytes(port, each, headers) for each in paths) / 1000, len(paths)


def _bytes(port: int, path: str, headers: dict[str, str]) -> int:
    answer, body = servers.fetch(port, path, headers)
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    return len(body) + sum(len(name) + len(value) + 4 for name, value in answer.getheaders())


def worker_memory(master: int) -> dict[str, float]:
    """The median worker's RSS and PSS in MB."""
    workers = [machine.memory(pid) for pid in machine.children(master)]
    return {kind: statistics.median(worker[kind] for worker in workers) for kind in ("RSS", "PSS")}


def with_half_open_clients(target: Target, rounds: int, clients: int = 20) -> Ratio:
    """The rate with `clients` that each sent half a request and wait, ÷ without them, in turn."""
    without, beside = [], []
    for _ in range(rounds):
        without.append(target.rate())
        with ExitStack() as held:
            for number in range(clients):
                held.enter_context(_half_open(target, number))
            beside.append(target.rate())
    return ratio(beside, without)


def _half_open(target: Target, number: int) -> socket.socket:
    """Every other one stops in its headers, the rest in the body of a POST."""
    half = (
        f"GET {target.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half:"
        if number % 2
        else f"POST {target.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nhalf="
    )
    connection = socket.create_connection(("127.0.0.1", target.port), timeout=5)
    connection.sendall(half.encode())
    return connection


def warm_demo_start(folder: Path) -> float:
    """Seconds from `./portal demo` to its first page, when everything is prepared."""
    return [_demo_start(folder) for _ in range(2)][1]


def _demo_start(folder: Path) -> float:
    port, started = servers.free_port(), time.monotonic()
    environment = {**os.environ, "VAR_DIR": str(folder / "demo")}
    with (folder / "demo.log").open("w") as log:
        demo = subprocess.Popen(
            [servers.ROOT / "portal", "demo", str(port)],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            servers.wait_until_open(port, demo, seconds=90)
            answer, _ = servers.fetch(port, "/", {})
            if answer.status != 200:
                raise RuntimeError(f"the demo's front page answers {answer.status}")
            return time.monotonic() - started
        finally:
            os.killpg(demo.pid, signal.SIGTERM)
            demo.wait(timeout=20)
