"""How fast volunteers are found: `.venv/bin/python -m tests.speed.volunteers [--rounds 7]`.

On a PostgreSQL of its own: suggestions for one request among 10,000 volunteers, and the board of 500
requests and 2,000 volunteers, each also at a tenth of the size. Stops by itself after some minutes.
"""

import argparse
import json
import shutil
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests import postgres
from tests.speed import servers

SUGGESTED, BOARD = (1_000, 10_000), ((50, 200), (500, 2_000))
FILL = "from tests.speed.volunteer_rows import fill; fill({requests}, {volunteers})"
MEASURE = "from tests.speed.volunteer_rows import {what}; import json; print(json.dumps({what}({rounds})))"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--rounds", type=int, default=7, choices=range(1, 31), metavar="1–30")
    rounds = arguments.parse_args().rounds
    folder = Path(tempfile.mkdtemp(prefix="portal-speed-"))
    try:
        with ExitStack() as stack:
            server = stack.enter_context(postgres.throwaway(servers.POSTGRES))
            suggestions(server, folder, rounds)
            boards(server, folder, rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def suggestions(server: str, folder: Path, rounds: int) -> None:
    taken = []
    for size in SUGGESTED:
        desk = _desk(server, folder, f"suggest{size}")
        servers.manage(desk, code=FILL.format(requests=20, volunteers=size))
        milliseconds, ours, queries, fit = _measured(desk, "suggestions", rounds)
        taken.append(statistics.median(milliseconds))
        print(
            f"suggestions among {size:,}: {taken[-1]:.0f} ms (worst {max(milliseconds):.0f}; "
            f"{ours:.0f} ms of our own processor time), {queries} queries, {fit} fit "
            "(goal < 100 ms, ≤ 6 queries)",
            flush=True,
        )
    print(f"  ten times the volunteers: {taken[1] / taken[0]:.1f} × the time", flush=True)


def boards(server: str, folder: Path, rounds: int) -> None:
    taken = []
    for requests, volunteers in BOARD:
        desk = _desk(server, folder, f"board{volunteers}")
        servers.manage(desk, code=FILL.format(requests=requests, volunteers=volunteers))
        seconds, queries, filled, megabytes = _measured(desk, "board", min(rounds, 5))
        taken.append(statistics.median(seconds))
        print(
            f"board of {requests} × {volunteers:,}: {taken[-1]:.2f} s (worst {max(seconds):.2f}), {queries} "
            f"queries, {filled} filled, {megabytes:.0f} MB (goal < 5 s, < 500 MB)",
            flush=True,
        )
    print(f"  ten times of both: {taken[1] / taken[0]:.0f} × the time", flush=True)


def _desk(server: str, folder: Path, name: str) -> dict[str, str]:
    servers.create_databases(server, [name])
    database = f"postgres://postgres@/{name}?{server.partition('?')[2]}"
    desk = servers.portal_environment(database, folder, 0, face="staff")
    servers.manage(desk, "migrate", "-v0")
    return desk


def _measured(desk: dict[str, str], what: str, rounds: int) -> list:
    printed = servers.manage(desk, code=MEASURE.format(what=what, rounds=rounds))
    return json.loads(printed.splitlines()[-1])


if __name__ == "__main__":
    main()
