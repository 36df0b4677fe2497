"""How fast the portal is beside bare Django: `.venv/bin/python -m tests.speed.run [--rounds 8]`.

Both run under the same server with the same settings, on a PostgreSQL of their own; the rounds are
interleaved. It prints ratios and stops by itself after some minutes. Nothing but loopback is asked.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests import postgres
from tests.speed import applications, desk, measure, servers
from tests.speed.load import Target
from tests.speed.pages import FRONT, HELPLINES, load_portal, multiply_helplines

# What is measured by itself, without a server.
ALONE = ("tests.speed.invoice_decisions", "tests.speed.volunteers")
REFERENCE_ROWS = """
from tests.speed.reference.models import Entry
from tests.speed.reference.rows import rows
Entry.objects.bulk_create(rows())
"""


class Stand:
    """Everything that runs while we measure: database, reference, portal worked out anew and kept."""

    def __init__(self, stack: ExitStack, folder: Path):
        self.folder, self.stack = folder, stack
        server = stack.enter_context(postgres.throwaway(servers.POSTGRES))
        host = server.partition("?")[2]
        self.server = server
        self.databases = {
            name: f"postgres://postgres@/{name}?{host}" for name in ("reference", "portal", "many")
        }
        servers.create_databases(server, list(self.databases))
        self.reference_environment = servers.reference_environment(self.databases["reference"])
        servers.manage(self.reference_environment, "migrate", "--run-syncdb", "-v0")
        servers.manage(self.reference_environment, code=REFERENCE_ROWS)
        self.fresh = servers.portal_environment(self.databases["portal"], folder, 0)
        self.kept = servers.portal_environment(self.databases["portal"], folder, 60)
        load_portal(self.fresh)
        self.reference = self.serve("tests.speed.reference.wsgi", self.reference_environment)
        self.portal_fresh = self.serve("asker_portal.wsgi", self.fresh)
        self.portal_kept = self.serve("asker_portal.wsgi", self.kept)
        self.roots = {pid for _, pid in (self.reference, self.portal_fresh, self.portal_kept)}
        self.roots.add(servers.postmaster(server))

    def serve(self, application: str, environment: dict[str, str]) -> tuple[int, int]:
        return self.stack.enter_context(servers.gunicorn(application, environment))

    def targets(self) -> list[Target]:
        fresh, kept = self.portal_fresh[0], self.portal_kept[0]
        zipped = (*servers.OVER_TLS, "Accept-Encoding: gzip")
        return [
            Target("/tpl", self.reference[0], "/tpl"),
            Target("/dbrow", self.reference[0], "/dbrow"),
            Target("front page anew", fresh, FRONT, servers.OVER_TLS),
            Target("helplines anew", fresh, HELPLINES, servers.OVER_TLS),
            Target("front page kept", kept, FRONT, servers.OVER_TLS),
            Target("helplines kept", kept, HELPLINES, servers.OVER_TLS),
            Target("helplines kept, gzip", kept, HELPLINES, zipped),
        ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--rounds", type=int, default=8, choices=range(1, 31), metavar="1–30")
    arguments.add_argument("--desk", action="store_true", help="the desk at a million cases alone")
    asked = arguments.parse_args()
    if asked.desk:
        desk.report(asked.rounds)
        return
    rounds = asked.rounds
    folder = Path(tempfile.mkdtemp(prefix="portal-speed-"))
    try:
        with ExitStack() as stack:
            stand = Stand(stack, folder)
            report_rates(stand, rounds)
            report_memory(stand)
            report_half_open(stand, rounds)
            report_queries(stand)
            report_first_view(stand)
            applications.report(stand.server, folder, rounds)
        for module in ALONE:
            subprocess.run([sys.executable, "-m", module], check=True)
        print(f"warm demo start: {measure.warm_demo_start(folder):.1f} s (goal ≤ 4)", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report_rates(stand: Stand, rounds: int) -> None:
    slices = measure.interleaved(stand.targets(), rounds, stand.roots)
    rates = {name: [each.requests_per_second for each in taken] for name, taken in slices.items()}
    print(
        f"{'':24}{'per s':>8}{'CPU ms':>8}{'others':>8}  rate ÷ reference: median (range) of {rounds}; by CPU"
    )
    for name, taken in slices.items():
        beside, goal = ("/dbrow", "goal ≥ 0.70") if "anew" in name else ("/tpl", "goal ≥ 1.00")
        cpu = statistics.median(each.cpu_ms for each in taken)
        by_cpu = statistics.median(each.cpu_ms for each in slices[beside]) / cpu
        compared = f"{measure.ratio(rates[name], rates[beside])} × {beside}; {by_cpu:.2f}"
        others = statistics.median(each.others for each in taken)
        print(
            f"{name:24}{statistics.median(rates[name]):8.0f}{cpu:8.2f}{others:8.0%}  {compared}"
            + (f"  {goal}" if "/" not in name else ""),
            flush=True,
        )


def report_memory(stand: Stand) -> None:
    bare, ours = measure.worker_memory(stand.reference[1]), measure.worker_memory(stand.portal_kept[1])
    for kind in bare:
        part = f"{ours[kind]:.0f} MB ÷ {bare[kind]:.0f} MB"
        print(f"worker memory, {kind}: {part} = {ours[kind] / bare[kind]:.2f} (goal ≤ 1.40)", flush=True)


def report_half_open(stand: Stand, rounds: int) -> None:
    if not shutil.which("nginx"):
        print("20 half-open clients: not measured, no nginx here")
        return
    with servers.nginx(stand.portal_kept[0], stand.folder) as (port, _):
        result = measure.with_half_open_clients(Target("behind nginx", port, HELPLINES), rounds)
    print(f"20 half-open clients behind nginx: {result} of the rate without (goal ≥ 0.90)", flush=True)


def report_queries(stand: Stand) -> None:
    many = servers.portal_environment(stand.databases["many"], stand.folder, 0)
    load_portal(many)
    for lines in (8, 800):
        multiply_helplines(many, lines)
        counted = measure.queries(many, [FRONT, HELPLINES])
        print(f"queries at {lines} lines: {counted} (goal ≤ 3, and the same)", flush=True)


def report_first_view(stand: Stand) -> None:
    for path in (FRONT, HELPLINES):
        kilobytes, requests = measure.first_view(stand.portal_kept[0], path)
        print(f"first view of {path}: {kilobytes:.1f} kB, {requests} requests (goal ≤ 25, ≤ 6)", flush=True)


if __name__ == "__main__":
    main()
