"""A portal to break: a PostgreSQL that waits for its disk, and public workers with no key that opens."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import postgres
from tests.faults.judge import Stored
from tests.speed import machine, servers
from tests.speed.pages import load_portal

SAFE = {"fsync": "on", "synchronous_commit": "on", "max_wal_size": "32MB"}
WORKERS = 3
SMALL_DISK = "160m"


class CannotMount(Exception):
    """This machine lets nobody make a small disk."""


class Stand:
    """One database with the portal in it, its gunicorn on `port`, and what both write to their logs."""

    def __init__(self, stack: ExitStack, server: postgres.Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.log = stack.enter_context((folder / "portal.log").open("a"))
        servers.create_databases(server.url, ["portal"])
        load_portal(self.environment("postgres", "worker"))
        # Loaded once: a worker that was killed is replaced at once, and more of them die at work.
        options = ["--preload", "--worker-tmp-dir=/dev/shm"]
        public = self.environment(servers.PUBLIC_ROLE, "public")
        gunicorn = servers.gunicorn("asker_portal.wsgi", public, WORKERS, options, self.log)
        self.port, self.master = stack.enter_context(gunicorn)

    def environment(self, role: str, face: str) -> dict[str, str]:
        url = servers.database_url(self.server.url, "portal", role)
        return servers.portal_environment(url, self.folder, face=face)

    def workers(self) -> list[int]:
        return machine.children(self.master)

    def stored(self, journal: Path) -> list[Stored]:
        """Every report, as the desk opens it."""
        desk = self.environment(servers.DESK_ROLE, "staff")
        lines = servers.python(desk, "-m", "tests.faults.stored", str(journal)).splitlines()
        return [Stored(**json.loads(line)) for line in lines]

    def logs(self) -> str:
        """What the portal and the database have written to their logs."""
        return (self.folder / "portal.log").read_text() + (self.server.home / "log").read_text()


@contextmanager
def standing(folder: Path, settings: dict[str, str] = SAFE, small_disk: bool = False) -> Iterator[Stand]:
    """Everything runs while the block runs. Raises CannotMount."""
    folder.mkdir()
    with ExitStack() as stack:
        home = stack.enter_context(postgres.home())
        enter = stack.enter_context(_small_disk(home / "data")) if small_disk else ()
        server = stack.enter_context(postgres.running(postgres.Server(home, settings, enter)))
        yield Stand(stack, server, folder)


@contextmanager
def _small_disk(data: Path) -> Iterator[tuple[str, ...]]:
    """Mount a small file system at `data` that only those see who enter it by the command this gives."""
    who = postgres.owner()
    if not who:
        raise CannotMount("only root may mount a small file system")
    data.mkdir()
    options = f"size={SMALL_DISK},mode=700,uid={who['user']},gid={who['group']}"
    script = f"mount -t tmpfs -o {options} tmpfs {data} && echo mounted && exec sleep infinity"
    command = ["unshare", "--mount", "sh", "-c", script]
    # The file system lives as long as this process, and goes with it.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as holder:
        try:
            if holder.stdout.readline() != "mounted\n":
                raise CannotMount(f"no file system could be mounted: {holder.stderr.read().strip()}")
            inside = ("nsenter", "--target", str(holder.pid), "--mount")
            yield (*inside, "--setuid", str(who["user"]), "--setgid", str(who["group"]))
        finally:
            holder.kill()


@contextmanager
def full_disk(server: postgres.Server) -> Iterator[None]:
    """While the block runs, not one byte more fits on the server's small disk."""
    holder = server.enter[server.enter.index("--target") + 1]
    filler = Path(f"/proc/{holder}/root{server.home}/data/filler")
    try:
        with filler.open("wb", buffering=0) as file:
            _fill(file.fileno())
        yield
    finally:
        filler.unlink()


def _fill(file: int) -> None:
    for size in (1 << 20, 1 << 12, 1):
        try:
            while os.write(file, bytes(size)):
                pass
        except OSError:
            continue
