"""What /proc knows: which share of the machine others use, and how much memory a process holds."""

import os
import resource
from itertools import chain
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def processes() -> dict[int, list[str]]:
    """pid: the fields of its stat file after the name (state, parent, group, session …)."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(stat.parent.name)] = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
    return found


def children(parent: int) -> list[int]:
    return [pid for pid, fields in processes().items() if int(fields[1]) == parent]


def cpu_seconds(roots: set[int]) -> float:
    """Processor time of these processes, of all below them, and of those below that have ended.

    By descent: each of PostgreSQL's processes begins a session of its own.
    """
    found, counted = processes(), set(roots)
    while more := {pid for pid, fields in found.items() if int(fields[1]) in counted} - counted:
        counted |= more
    used = (found[pid][11:15] for pid in counted if pid in found)
    return sum(map(int, chain.from_iterable(used))) / TICKS


def busy_seconds() -> float:
    """Processor time the whole machine has used since it started."""
    user, nice, system, _idle, _wait, irq, softirq, steal = map(
        int, Path("/proc/stat").read_text().split("\n")[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) / TICKS


def load_client_seconds() -> float:
    """Processor time of the load clients: threads of this process, and its finished children."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def memory(pid: int) -> dict[str, float]:
    """RSS and PSS of a process in MB (PSS counts a page shared by n processes as 1/n)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in rollup.splitlines()[1:]}
    return {"RSS": kilobytes["Rss"] / 1000, "PSS": kilobytes["Pss"] / 1000}
