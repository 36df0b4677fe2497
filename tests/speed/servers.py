"""The portal and the bare reference under the same server, on a PostgreSQL of their own, on loopback."""

import base64
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.nginx import local_configuration

ROOT = Path(__file__).resolve().parents[2]
# As a database is set up for real, unlike the one that the tests use.
POSTGRES = {"shared_buffers": "512MB", "random_page_cost": "1.1"}


def _named(**keys: bytes) -> str:
    return ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in keys.items())


# Child welfare's own key and the one in escrow: each report is wrapped to both, as for real.
SEALING = {name: X25519PrivateKey.from_private_bytes(name.encode() * 4) for name in ("ownkey01", "escrow01")}
SECRETS = {
    "SECRET_KEY": "speed-only-" + "x7Kq" * 12,
    "FORM_KEYS": _named(speed=b"f" * 32),
    "CITIZEN_KEYS": _named(speed=b"c" * 32),
    "LOOKUP_KEY": "speed-only-lookup-key-" + "z" * 24,
    "SEALING_PUBLIC_KEYS": _named(
        **{name: key.public_key().public_bytes_raw() for name, key in SEALING.items()}
    ),
}
# What a public process must not be given.
DESK_SECRETS = {
    "ENCRYPTION_KEYS": _named(speed=b"d" * 32),
    "INDEX_KEY": "speed-only-index-key-" + "y" * 24,
    "SEALING_PRIVATE_KEYS": _named(ownkey01=SEALING["ownkey01"].private_bytes_raw()),
}
# The roles that docs/deploy gives the faces; `postgres` owns the tables.
PUBLIC_ROLE, DESK_ROLE, RETENTION_ROLE = "portal_public", "portal_desk", "portal_retention"
# The portal refuses plain http; the proxy in front of it says what the browser spoke.
OVER_TLS = ("X-Forwarded-Proto: https",)


def portal_environment(
    database: str, folder: Path, keep_seconds: int = 60, face: str = "public"
) -> dict[str, str]:
    """What a process of this face is started with; the desk's secrets only where they belong."""
    secrets = SECRETS if face == "public" else SECRETS | DESK_SECRETS
    return secrets | {
        "DJANGO_SETTINGS_MODULE": "asker_portal.settings",
        "DATABASE_URL": database,
        "SITE_URL": "https://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "BEHIND_PROXY": "true",
        "PORTAL_FACE": face,
        "PORTAL_DEMO": "0",
        "LOG_LEVEL": "WARNING",
        "VAR_DIR": str(folder / "var"),
        "STATIC_ROOT": str(folder / "static"),
        "KEEP_PAGES_SECONDS": str(keep_seconds),
    }


def reference_environment(database: str) -> dict[str, str]:
    return SECRETS | {"DJANGO_SETTINGS_MODULE": "tests.speed.reference.settings", "DATABASE_URL": database}


def manage(environment: dict[str, str], *arguments: str, code: str | None = None) -> str:
    """Run a management command (or `code` after django.setup()) and give what it prints."""
    return python(
        environment,
        *(["-m", "django", *arguments] if code is None else ["-c", f"import django; django.setup()\n{code}"]),
    )


def python(environment: dict[str, str], *arguments: str) -> str:
    """Run Python with this environment and give what it prints. Raises RuntimeError with its last words."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=_env(environment), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def create_databases(server: str, names: list[str]) -> None:
    """Make these databases, and the faces' roles where the server has none yet."""
    with psycopg.connect(server, autocommit=True) as connection:
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in {PUBLIC_ROLE, DESK_ROLE, RETENTION_ROLE} - known:
            connection.execute(f"CREATE ROLE {role} LOGIN")
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")


def database_url(server: str, database: str, role: str) -> str:
    """The address of a database on a server that `postgres.throwaway` gave, for this role."""
    return f"postgres://{role}@/{database}?{server.partition('?')[2]}"


def vacuum(url: str) -> None:
    """Tell the planner what a fresh table holds, as the server does by itself after a while."""
    with psycopg.connect(url.replace(DESK_ROLE, "postgres"), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def postmaster(server: str) -> int:
    """The pid of the PostgreSQL server, which is also its session's."""
    with psycopg.connect(server) as connection:
        data = connection.execute("SHOW data_directory").fetchone()[0]
    return int(Path(data, "postmaster.pid").read_text().split()[0])


@contextmanager
def gunicorn(
    application: str, environment: dict[str, str], workers: int = 2, options: Sequence[str] = (), log=None
) -> Iterator[tuple[int, int]]:
    """Serve `application` with sync workers; gives its port and the pid of the master.

    `log` is an open file for what it prints.
    """
    port = free_port()
    fixed = [f"--workers={workers}", "--worker-class=sync", "--no-control-socket", "--log-level=warning"]
    command = [sys.executable, "-m", "gunicorn", application, f"--bind=127.0.0.1:{port}", *fixed, *options]
    said = {"stdout": log, "stderr": log}
    process = subprocess.Popen(command, cwd=ROOT, env=_env(environment), start_new_session=True, **said)
    try:
        wait_until_open(port, process)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


@contextmanager
def nginx(upstream_port: int, folder: Path) -> Iterator[tuple[int, int]]:
    """The documented proxy in front of `upstream_port`, without TLS; gives its port and pid."""
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(local_configuration(port, upstream_port, folder))
    command = ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(configuration), "-g", "daemon off;"]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        wait_until_open(port, process)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_open(port: int, process: subprocess.Popen, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"nothing answers on port {port}")


def fetch(port: int, path: str, headers: dict[str, str]) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer, answer.read()


def _env(environment: dict[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT)} | environment
