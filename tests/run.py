"""`./portal test`: every check there is, in the order that fails soonest; with arguments, only pytest."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from tests import lock, postgres

BIN = os.path.dirname(sys.executable)
CHECKS = {
    "ruff": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "djlint": ["djlint", "templates", "--lint", "--quiet"],
    "imports": ["lint-imports", "--no-logo"],
    "mypy": ["mypy", "--no-error-summary"],
}
# Both cores for the whole suite; a worker that is done takes over from the other.
WHOLE_SUITE = ["-q", "-n", "auto", "--dist", "worksteal"]
# What asks no database, or nothing that differs, has run on SQLite; browsers run once, on production's kind.
# Nothing is dropped afterwards: the whole server goes.
ON_POSTGRES = ["-m", "(database or browser) and not once", "--reuse-db"]
# Some fifty Pythons start: what one has compiled, the others read, whatever the environment says of that.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

failed: list[str] = []
not_done: list[str] = []


def main(arguments: list[str]) -> int:
    """Run everything; the exit code is 0 only if all of it passed."""
    started = time.monotonic()
    # Stopped by a time limit: leave no database behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped before the end"))
    if not arguments:
        check_lock()
        for name, command in CHECKS.items():
            run(name, [os.path.join(BIN, command[0]), *command[1:]])
    once = [] if arguments or postgres.binaries() is None else ["-m", "not browser"]
    run_pytest("SQLite", "sqlite://:memory:", [*(arguments or WHOLE_SUITE), *once])
    run_pytest_on_postgres(arguments or [*WHOLE_SUITE, *ON_POSTGRES])
    return report(time.monotonic() - started)


def check_lock() -> None:
    for name in lock.stale():
        failed.append(f"{name} is older than pyproject.toml: run ./portal lock")


def run_pytest(database: str, url: str, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "tests.skips", "-rs", *arguments]
    run(f"pytest on {database}", command, {"TEST_DATABASE_URL": url})


def run_pytest_on_postgres(arguments: list[str]) -> None:
    try:
        with postgres.throwaway() as url:
            run_pytest("PostgreSQL", url, arguments)
    except RuntimeError as why:
        not_done.append(f"pytest on PostgreSQL ({why})")


def run(name: str, command: list[str], environment: dict[str, str] | None = None) -> None:
    with timed(name):
        if subprocess.run(command, env=ENVIRONMENT | (environment or {})).returncode:
            failed.append(name)


@contextmanager
def timed(name: str):
    started = time.monotonic()
    print(f"— {name}", flush=True)
    yield
    print(f"  {name}: {time.monotonic() - started:.1f} s", flush=True)


def report(seconds: float) -> int:
    if not_done and os.environ.get("CI") == "true":
        failed.extend(not_done)
    for name in not_done:
        print(f"Skipped: {name}")
    for name in failed:
        print(f"FAILED: {name}")
    print(f"{'Not green' if failed else 'Green'} after {seconds:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
