"""How fast reports are: `.venv/bin/python -m tests.speed.reports [flows list sealing] [--rounds 8]`.

Flows stand beside a bare wizard with as many requests under the same server; the list of 100,000
reports beside the list of 1,000; each on a PostgreSQL of its own. Nothing but loopback is asked.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests import postgres
from tests.speed import measure, servers
from tests.speed.load import Flow
from tests.speed.pages import REPORT, load_portal

FEW, MANY = 1_000, 100_000
LIST_TIMES = 20
RECEIPT, REFERENCE_RECEIPT = 'class="code"', "We have what you wrote"


class Stand:
    """A PostgreSQL, and the portal's databases on it, each with the roles of an installation."""

    def __init__(self, stack: ExitStack, rounds: int):
        self.stack, self.rounds = stack, rounds
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-speed-")))
        self.server = stack.enter_context(postgres.throwaway(servers.POSTGRES))

    def environments(self, database: str) -> tuple[dict[str, str], dict[str, str]]:
        """A new portal in this database: the settings of its public face and of its desk."""
        servers.create_databases(self.server, [database])
        load_portal(self._environment(database, "postgres", "worker"))
        return (
            self._environment(database, servers.PUBLIC_ROLE, "public"),
            self._environment(database, servers.DESK_ROLE, "staff"),
        )

    def _environment(self, database: str, role: str, face: str) -> dict[str, str]:
        url = servers.database_url(self.server, database, role)
        return servers.portal_environment(url, self.folder, face=face)

    def reference(self) -> dict[str, str]:
        servers.create_databases(self.server, ["reference"])
        environment = servers.reference_environment(
            servers.database_url(self.server, "reference", "postgres")
        )
        servers.manage(environment, "migrate", "--run-syncdb", "-v0")
        return environment


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("what", nargs="*", metavar="|".join(PARTS))
    arguments.add_argument("--rounds", type=int, default=8, choices=range(1, 31), metavar="1–30")
    asked = arguments.parse_args()
    with ExitStack() as stack:
        stand = Stand(stack, asked.rounds)
        for part in asked.what or PARTS:
            PARTS[part](stand)


def flows(stand: Stand) -> None:
    """Completed forms a second, beside a wizard that keeps its answers in a session and INSERTs one row."""
    public, _ = stand.environments("flows")
    code = f"from tests.speed.counting import queries_of; print(queries_of({REPORT!r}))"
    queries = json.loads(servers.manage(public, code=code).splitlines()[-1])
    print(f"queries of each request: {queries} (goal ≤ 8)", flush=True)
    steps, odd = divmod(len(queries) - 1, 2)
    ports = {
        "portal": stand.stack.enter_context(servers.gunicorn("asker_portal.wsgi", public)),
        "reference": stand.stack.enter_context(
            servers.gunicorn("tests.speed.reference.wsgi", stand.reference())
        ),
    }
    targets = [
        Flow("portal", ports["portal"][0], REPORT, done=RECEIPT),
        Flow("reference", ports["reference"][0], f"/report/{steps}/0", done=REFERENCE_RECEIPT),
    ]
    if odd:  # a wizard that redirects has an odd number of requests: stand between the two nearest
        longer = f"/report/{steps + 1}/0"
        targets.append(Flow("longer", ports["reference"][0], longer, done=REFERENCE_RECEIPT))
    roots = {pid for _, pid in ports.values()} | {servers.postmaster(stand.server)}
    report_flows(measure.interleaved(targets, stand.rounds, roots), [t.once().asked for t in targets])


def report_flows(slices: dict[str, list[measure.Slice]], requests: list[int]) -> None:
    for (name, taken), count in zip(slices.items(), requests, strict=True):
        rate, cpu, others = (
            statistics.median(getattr(each, figure) for each in taken)
            for figure in ("requests_per_second", "cpu_ms", "others")
        )
        print(f"{name:12}{count:3} requests{rate:8.1f} a second{cpu:8.1f} ms CPU; others {others:.0%}")
    ours, *references = ([each.requests_per_second for each in taken] for taken in slices.values())
    beside = [statistics.mean(rates) for rates in zip(*references, strict=True)]
    ours_ms, *ms = (statistics.median(each.cpu_ms for each in taken) for taken in slices.values())
    by_cpu = statistics.mean(ms) / ours_ms
    print(f"flows: {measure.ratio(ours, beside)} × the reference; by CPU {by_cpu:.2f} (goal ≥ 0.60)")


def report_list(stand: Stand) -> None:
    """The desk's list of many reports beside its list of few, in turn."""
    desks = {count: stand.environments(f"list_{count}")[1] for count in (FEW, MANY)}
    for count, desk in desks.items():
        _fill(desk, count)
        servers.vacuum(desk["DATABASE_URL"])
    taken: dict[int, list[tuple[float, int]]] = {count: [] for count in desks}
    code = "from tests.speed.report_list import milliseconds_of_the_list as list_\n"
    for _ in range(stand.rounds):
        for count, desk in desks.items():
            printed = servers.manage(desk, code=f"{code}print(list(list_({LIST_TIMES})))")
            taken[count].append(json.loads(printed.splitlines()[-1]))
    for count, figures in taken.items():
        median = statistics.median(milliseconds for milliseconds, _ in figures)
        print(f"list of {count:7,} reports: {median:6.1f} ms, {figures[0][1]} queries", flush=True)
    many, few = ([milliseconds for milliseconds, _ in taken[count]] for count in (MANY, FEW))
    print(f"list: {measure.ratio(many, few)} × its time at {FEW:,} (goal ≤ 1.50)", flush=True)


def _fill(desk: dict[str, str], count: int) -> None:
    code = f"from tests.speed.report_list import fill; fill({count // 2})"
    with ThreadPoolExecutor(2) as both_cores:
        list(both_cores.map(lambda _: servers.manage(desk, code=code), range(2)))


def sealing(stand: Stand) -> None:
    """Time and memory of sealing five files of 10 MB into a report, each time in a new process."""
    public, _ = stand.environments("sealing")
    code = "from tests.speed.sealing import cost; print(list(cost()))"
    taken = [json.loads(servers.manage(public, code=code).splitlines()[-1]) for _ in range(stand.rounds)]
    milliseconds, megabytes = (statistics.median(figures) for figures in zip(*taken, strict=True))
    print(f"sealing five files: {milliseconds:.0f} ms, {megabytes:.0f} MB (goal < 400, < 150)", flush=True)


PARTS: dict[str, Callable[[Stand], None]] = {"flows": flows, "list": report_list, "sealing": sealing}

if __name__ == "__main__":
    main()
