"""./portal on machines that lack things, played in an empty folder with stand-ins for uv, npm and Python."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.conftest import ROOT

UV = f"""#!/bin/sh
echo "uv $*" >>"$CALLS"
case $1 in venv)
    for folder; do :; done
    mkdir -p "$folder/bin"; ln -sf {sys.executable} "$folder/bin/python" ;;
esac
"""
NPM = '#!/bin/sh\necho "npm $*" >>"$CALLS"\nmkdir -p node_modules\n'
REFUSES = "#!/bin/sh\necho 'this folder asks for another version' >&2\nexit 127\n"
# Makes a .tools/uv whose pip "installs" the stand-in uv that lies beside it.
PYTHON = """#!/bin/sh
echo "python $*" >>"$CALLS"
case "$*" in *venv\\ --clear*)
    mkdir -p .tools/uv/bin
    printf '#!/bin/sh\\ncp "%s" .tools/uv/bin/uv\\n' "$STAND_IN" >.tools/uv/bin/python
    chmod +x .tools/uv/bin/python ;;
esac
"""
MANAGE = """import os, pathlib, sys
if sys.argv[1] == "assets":
    pathlib.Path("static/generated").mkdir(parents=True, exist_ok=True)
print("manage", *sys.argv[1:], os.environ.get("PORTAL_DEMO"), os.environ.get("SITE_URL"))
"""


class Machine:
    """An empty checkout, and a path with only what a test puts there."""

    def __init__(self, folder: Path):
        self.checkout, self.bin, self.calls = folder / "checkout", folder / "bin", folder / "calls"
        self.home = folder / "home"
        for made in (self.checkout / "static", self.bin, self.home):
            made.mkdir(parents=True)
        shutil.copy(ROOT / "portal", self.checkout)
        for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json", "static/a.css"):
            (self.checkout / name).write_text(name)
        (self.checkout / "manage.py").write_text(MANAGE)
        for name in ("sh", "cat", "cksum", "find", "sort", "dirname", "mkdir", "ln", "cp", "chmod", "rm"):
            (self.bin / name).symlink_to(shutil.which(name))

    def has(self, name: str, script: str) -> None:
        program = self.bin / name
        program.write_text(script)
        program.chmod(0o755)

    def portal(self, *arguments: str) -> subprocess.CompletedProcess:
        self.calls.write_text("")
        stand_in = self.bin.parent / "stand-in-uv"
        stand_in.write_text(UV)
        stand_in.chmod(0o755)
        environment = {"PATH": str(self.bin), "HOME": str(self.home), "CALLS": str(self.calls)}
        return subprocess.run(
            [self.checkout / "portal", *arguments],
            cwd="/",
            env=environment | {"STAND_IN": str(stand_in)},
            capture_output=True,
            text=True,
            timeout=30,
        )


@pytest.fixture
def machine(tmp_path) -> Machine:
    machine = Machine(tmp_path)
    machine.has("uv", UV)
    machine.has("npm", NPM)
    return machine


@pytest.mark.parametrize("shell", ["sh", "dash"])
def test_it_is_plain_posix_shell(shell):
    subprocess.run([shell, "-n", ROOT / "portal"], check=True)


def test_the_first_run_prepares_everything_and_says_so(machine):
    result = machine.portal("demo", "8123")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "manage demo 8123 1 http://127.0.0.1:8123"
    assert "Making .venv" in result.stderr
    calls = machine.calls.read_text()
    assert "--require-hashes requirements.txt" in calls
    assert "npm ci --ignore-scripts" in calls


def test_a_warm_run_is_quiet_and_calls_nothing(machine):
    machine.portal("demo")
    result = machine.portal("demo")
    assert (result.stderr, machine.calls.read_text()) == ("", "")


@pytest.mark.parametrize(
    ("changed", "called"),
    [("requirements.txt", "uv pip sync"), ("package-lock.json", "npm ci")],
)
def test_only_what_changed_is_done_again(machine, changed, called):
    machine.portal("demo")
    (machine.checkout / changed).write_text("newer")
    machine.portal("demo")
    assert [
        line[: len(called)] for line in machine.calls.read_text().splitlines() if "version" not in line
    ] == [called]


def test_a_changed_style_sheet_is_bundled_again(machine):
    machine.portal("demo")
    (machine.checkout / "static/a.css").write_text("newer")
    assert "style sheet" in machine.portal("demo").stderr


def test_a_broken_venv_is_made_anew(machine):
    machine.portal("demo")
    python = machine.checkout / ".venv/bin/python"
    python.unlink()
    python.write_text(REFUSES)
    result = machine.portal("demo")
    assert result.returncode == 0, result.stderr
    assert "Making .venv" in result.stderr


def test_a_uv_that_refuses_is_passed_by(machine):
    machine.has("uv", REFUSES)
    machine.has("python3", PYTHON)
    result = machine.portal("demo")
    assert result.returncode == 0, result.stderr
    assert "python -m venv --clear .tools/uv" in machine.calls.read_text()
    assert "uv venv --quiet --clear --python 3.13 .venv" in machine.calls.read_text()


def test_without_npm_one_is_fetched(machine):
    (machine.bin / "npm").unlink()
    result = machine.portal("demo")
    assert "Fetching npm" in result.stderr
    assert "--require-hashes requirements-node.txt" in machine.calls.read_text()


def test_the_demo_installs_nothing_anew_after_the_tests_did(machine):
    machine.portal("demo")
    stamp = machine.checkout / ".venv/stamp"
    dev = subprocess.run(
        ["cksum", "requirements-dev.txt"], cwd=machine.checkout, capture_output=True, text=True, check=True
    )
    stamp.write_text(dev.stdout)
    machine.portal("demo")
    assert machine.calls.read_text() == ""


@pytest.mark.parametrize("arguments", [[], ["dmeo"], ["--help"]])
def test_an_unknown_word_gets_the_list_of_commands(machine, arguments):
    result = machine.portal(*arguments)
    assert result.returncode == 2
    assert "./portal demo" in result.stderr
