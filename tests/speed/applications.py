"""How fast an application and its letter are: `.venv/bin/python -m tests.speed.applications [--rounds 8]`.

On a PostgreSQL of its own: every step of a full application, posted and shown as a browser does, and the
letter with the decision. Server time, without network and files. Stops by itself after a minute.
"""

import argparse
import json
import statistics
import tempfile
from pathlib import Path

from tests import postgres
from tests.speed import servers
from tests.speed.pages import load_portal

MEASURE = "from tests.speed.application_steps import {what}; import json; print(json.dumps({what}({rounds})))"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--rounds", type=int, default=8, choices=range(1, 31), metavar="1–30")
    rounds = arguments.parse_args().rounds
    folder = tempfile.TemporaryDirectory(prefix="portal-speed-")
    with folder as var, postgres.throwaway(servers.POSTGRES) as server:
        report(server, Path(var), rounds)


def report(server: str, folder: Path, rounds: int) -> None:
    """Print both figures; `server` is one that `postgres.throwaway` gave."""
    servers.create_databases(server, ["applications"])
    url = servers.database_url(server, "applications", "postgres")
    portal = servers.portal_environment(url, folder, face="all")
    load_portal(portal)
    servers.manage(portal, "load_services", "asker")
    seconds, ours, queries, steps = _measured(portal, "whole_application", rounds)
    print(
        f"a full application, {steps} steps: {statistics.median(seconds):.2f} s of server time (best "
        f"{min(seconds):.2f}; {ours:.2f} s of our own processor time), at most {max(queries)} queries to "
        "show a step (goal < 0.5 s, ≤ 12)",
        flush=True,
    )
    milliseconds, megabytes, kilobytes = _measured(portal, "letter", rounds)
    print(
        f"letter with a decision: {statistics.median(milliseconds):.0f} ms warm (worst "
        f"{max(milliseconds):.0f}), {kilobytes:.0f} kB, {megabytes:.0f} MB more at the peak "
        "(goal < 100 ms, < 100 MB)",
        flush=True,
    )


def _measured(portal: dict[str, str], what: str, rounds: int) -> list:
    printed = servers.manage(portal, code=MEASURE.format(what=what, rounds=rounds))
    return json.loads(printed.splitlines()[-1])


if __name__ == "__main__":
    main()
