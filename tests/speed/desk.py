"""How fast the desk is at three sizes: `.venv/bin/python -m tests.speed.desk [--rounds 5]`.

1,000, 100,000 and 1,000,000 cases, two of a hundred open, each on a database of their own; the rounds are
interleaved. It prints each page's time at each size, the largest beside the smallest, and its queries.
"""

import argparse
import json
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests import postgres
from tests.speed import measure, servers
from tests.speed.pages import load_portal

SIZES = (1_000, 100_000, 1_000_000)
TIMES = 12  # of each page in a round
LOG = "import json; from tests.speed.access_log import costs; print(json.dumps(costs()))"
MEASURE = f"import json; from tests.speed.desk_rows import pages; print(json.dumps(pages({TIMES})))"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--rounds", type=int, default=5, choices=range(1, 31), metavar="1–30")
    report(arguments.parse_args().rounds)


def report(rounds: int) -> None:
    """Measure and print."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-speed-")))
        server = stack.enter_context(postgres.throwaway(servers.POSTGRES))
        desks = {size: _desk(server, folder, size) for size in SIZES}
        taken: dict[int, list[dict]] = {size: [] for size in SIZES}
        for _ in range(rounds):
            for size, desk in desks.items():
                taken[size].append(json.loads(servers.manage(desk, code=MEASURE).splitlines()[-1]))
        log = json.loads(servers.manage(desks[SIZES[-1]], code=LOG).splitlines()[-1])
    print(f"{'ms':20}" + "".join(f"{size:>12,}" for size in SIZES) + "  largest ÷ smallest; queries")
    for page in taken[SIZES[0]][0]:
        times = {size: [one[page][0] for one in each] for size, each in taken.items()}
        queries = max(one[page][1] for each in taken.values() for one in each)
        medians = "".join(f"{statistics.median(times[size]):12.1f}" for size in SIZES)
        print(
            f"{page:20}{medians}  {measure.ratio(times[SIZES[-1]], times[SIZES[0]])}; {queries}", flush=True
        )
    _report_beside_the_list(taken[SIZES[-1]])
    written, seconds, megabytes, lines = log
    print(f"access log: a list's fifty rows written in {written:.1f} ms (goal < 2)")
    print(f"its file of {lines:,} lines: {seconds:.1f} s, {megabytes:.0f} MB more at the peak (goal < 200)")


def _report_beside_the_list(largest: list[dict]) -> None:
    """At the largest size: the deep page beside the first (goal ≤ 1.2), each search beside the list (≤ 3)."""
    first = [one["list"][0] for one in largest]
    for page in [page for page in largest[0] if "," in page]:
        print(f"{page} ÷ list, at {SIZES[-1]:,}: {measure.ratio([one[page][0] for one in largest], first)}")


def _desk(server: str, folder: Path, size: int) -> dict[str, str]:
    name = f"desk_{size}"
    servers.create_databases(server, [name])
    url = servers.database_url(server, name, "postgres")
    load_portal(servers.portal_environment(url, folder, face="worker"))
    desk = servers.portal_environment(url, folder, face="staff")
    servers.manage(desk, code=f"from tests.speed.desk_rows import fill; fill({size})")
    servers.vacuum(url)
    return desk


if __name__ == "__main__":
    main()
