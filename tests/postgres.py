"""A PostgreSQL of the tests' own: made in a temporary folder, reached by a socket there, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing here is worth keeping, so nothing waits for the disk.
QUICK_NOT_SAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine, or None."""
    installed = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/opt/homebrew/opt").glob("postgresql@*/bin"),
    ]
    newest_first = sorted(installed, key=lambda path: _version(path.parent.name), reverse=True)
    on_path = shutil.which("pg_ctl")
    candidates = [*newest_first, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((path for path in candidates if (path / "initdb").exists()), None)


def _version(folder: str) -> int:
    return int("".join(filter(str.isdigit, folder)) or 0)


@contextmanager
def throwaway(settings: dict[str, str] = QUICK_NOT_SAFE) -> Iterator[str]:
    """Run a server with `settings` while the block runs; gives its DATABASE_URL.

    Raises RuntimeError where no server can be started: no binaries, or root without a `postgres` user.
    """
    bin_dir, owner = binaries(), _owner()
    if bin_dir is None:
        raise RuntimeError("no PostgreSQL server on this machine")
    # Below /tmp for a short name: a socket's path may have 107 bytes.
    home = Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp"))
    if owner:
        os.chown(home, owner["user"], owner["group"])

    def run(program: str, *arguments: str) -> None:
        command = [bin_dir / program, "-D", home / "data", *arguments]
        subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL, **owner)

    try:
        run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-l", str(home / "log"), "-w", "-o", _options(home, settings), "start")
        try:
            yield f"postgres://postgres@/postgres?host={home}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _owner() -> dict:
    """Who the server runs as: PostgreSQL refuses root, so root lends it to the `postgres` user."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        raise RuntimeError("root needs a `postgres` user to start PostgreSQL") from None
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _options(home: Path, settings: dict[str, str]) -> str:
    ours = {"listen_addresses": "''", "max_connections": "100"} | settings
    return " ".join([f"-k {home}", *(f"-c {name}={value}" for name, value in ours.items())])
