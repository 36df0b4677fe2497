"""The image: its steps work, and what they make runs as nobody, on a file system it cannot write to."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.house import image
from tests.speed import servers


def can_have_its_own_mounts() -> bool:
    """Root on Linux, and not in a container that forbids it."""
    unshare = shutil.which("unshare")
    return (
        bool(unshare) and os.geteuid() == 0 and subprocess.run([unshare, "--mount", "true"]).returncode == 0
    )


@pytest.fixture(scope="module")
def built():
    if not can_have_its_own_mounts() or not shutil.which("npm", path=image.BASE_PATH):
        pytest.skip("the image's steps need root on Linux, and npm")
    # Not pytest's folder: the image's user must be able to reach it.
    folder = Path(tempfile.mkdtemp(prefix="portal-image-"))
    folder.chmod(0o755)
    yield image.build(folder)
    shutil.rmtree(folder)


@pytest.fixture
def environment(production) -> dict[str, str]:
    """What an operator gives the container; paths and PATH are the image's own."""
    given = {name: value for name, value in production.items() if name not in ("PATH", "HOME", "VAR_DIR")}
    return given | {"DATABASE_URL": "sqlite:////var/lib/portal/portal.sqlite3", "LOG_LEVEL": "WARNING"}


def run(built, environment, *command: str) -> subprocess.CompletedProcess:
    command = image.inside(built, list(command), environment)
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_it_starts_as_nobody_and_answers_its_health_check(built, environment):
    migrated = run(built, environment, "python", "manage.py", "migrate", "-v0")
    assert migrated.returncode == 0, migrated.stderr
    port = servers.free_port()
    command = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in built.command]
    server = subprocess.Popen(image.inside(built, command, environment))
    try:
        servers.wait_until_open(port, server)
        answer, _ = servers.fetch(port, "/helse/live", {"Host": environment["ALLOWED_HOSTS"]})
        assert answer.status == 200
        check = [word.replace("127.0.0.1:8000", f"127.0.0.1:{port}") for word in built.healthcheck]
        assert run(built, environment, *check).returncode == 0
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.mark.parametrize(
    ("target", "allowed"),
    [("/srv/portal/x", False), ("/srv/venv/x", False), ("/etc/x", False), ("/var/lib/portal/x", True)],
)
def test_it_can_write_to_its_own_folder_only(built, environment, target, allowed):
    wrote = run(built, environment, "python", "-c", f"open('{target}', 'w')")
    assert (wrote.returncode == 0) is allowed, wrote.stderr


def test_it_runs_as_nobody(built, environment):
    assert run(built, environment, "id", "-u").stdout.strip() not in ("", "0")


def test_it_holds_the_made_assets_and_nothing_from_the_workshop(built):
    held = {path.name for path in built.path(".").iterdir()}
    assert {"manage.py", "staticfiles", "asker_portal"} <= held
    assert held & {"tests", "docs", ".git", "node_modules", "var", ".venv", "portal"} == set()
    assert list(built.path("staticfiles/generated").glob("portal.*.css.br"))


def test_no_secret_is_baked_in(built):
    kept = " ".join(built.environment)
    assert not re.search("SECRET|KEY|PASSWORD|DATABASE", kept)
