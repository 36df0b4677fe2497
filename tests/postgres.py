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


class Server:
    """One PostgreSQL server: its files lie in `home`/data, its socket and its log in `home`.

    `settings` are PostgreSQL's own. `enter` is put before each command, in place of becoming the owner.
    """

    def __init__(self, home: Path, settings: dict[str, str], enter: tuple[str, ...] = ()) -> None:
        self.home, self.settings, self.enter = home, settings, enter
        self.url = f"postgres://postgres@/postgres?host={home}"

    def create(self) -> None:
        options = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("initdb", *options).check_returncode()

    def start(self) -> None:
        options = _options(self.home, self.settings)
        self._run("pg_ctl", "-l", str(self.home / "log"), "-w", "-o", options, "start").check_returncode()

    def stop(self, mode: str = "immediate") -> None:
        """Stop without writing anything more, unless told another of pg_ctl's modes."""
        self._run("pg_ctl", "-m", mode, "stop").check_returncode()

    @property
    def is_running(self) -> bool:
        return self._run("pg_ctl", "status").returncode == 0

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess:
        command = [*self.enter, binaries() / program, "-D", self.home / "data", *arguments]
        who = {} if self.enter else owner()
        return subprocess.run(command, cwd=self.home, stdout=subprocess.DEVNULL, **who)


@contextmanager
def home() -> Iterator[Path]:
    """A folder for one server.

    Raises RuntimeError where none can be started: no binaries, or root without a `postgres` user.
    """
    if binaries() is None:
        raise RuntimeError("no PostgreSQL server on this machine")
    runs_as = owner()
    # Below /tmp for a short name: a socket's path may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp"))
    if runs_as:
        os.chown(folder, runs_as["user"], runs_as["group"])
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Make the server and run it while the block runs."""
    server.create()
    server.start()
    try:
        yield server
    finally:
        if server.is_running:
            server.stop()


@contextmanager
def throwaway(settings: dict[str, str] = QUICK_NOT_SAFE) -> Iterator[str]:
    """Run a server with `settings` while the block runs; gives its DATABASE_URL. Raises as `home`."""
    with home() as folder, running(Server(folder, settings)) as server:
        yield server.url


def owner() -> dict:
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
