"""Carries out a Dockerfile's steps without an engine: each stage is a folder, bound to /srv for a step.

Needs Linux and root, for a mount namespace of its own; nothing outside that namespace changes.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parents[2]
# What a stage may hold; a step that writes elsewhere fails, since the rest is read-only while it runs.
BOUND = ("srv", "var/lib/portal")
BASE_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"


@dataclass
class Stage:
    name: str
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    user: str = "0:0"
    command: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)

    def path(self, inside: str) -> Path:
        """Where a path of the image lies on this machine."""
        return self.folder / (PurePath(self.workdir) / inside).relative_to("/")


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    """(word, arguments) of each instruction, continued lines joined and comments left out."""
    lines = [line for line in dockerfile.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


def build(folder: Path) -> Stage:
    """Carry out every step of the Dockerfile below `folder`; gives the last stage."""
    stages: dict[str, Stage] = {}
    for word, arguments in instructions((ROOT / "Dockerfile").read_text()):
        if word == "FROM":
            stage = _begin(arguments, folder, len(stages))
            stages[stage.name] = stage
        else:
            STEPS[word](stage, arguments, stages)
    return stage


def _begin(arguments: str, folder: Path, number: int) -> Stage:
    name = arguments.partition(" AS ")[2] or f"stage{number}"
    stage = Stage(name, folder / name)
    for bound in BOUND:
        (stage.folder / bound).mkdir(parents=True)
    return stage


def _workdir(stage, arguments, stages):
    stage.workdir = arguments
    stage.path(".").mkdir(parents=True, exist_ok=True)


def _env(stage, arguments, stages):
    for pair in shlex.split(arguments):
        name, _, value = pair.partition("=")
        stage.environment[name] = value.replace("$PATH", BASE_PATH)


def _copy(stage, arguments, stages):
    words = arguments.split()
    options = dict(word[2:].split("=") for word in words if word.startswith("--"))
    *sources, target = [word for word in words if not word.startswith("--")]
    for source in sources:
        origin = stages[options["from"]].path(source) if "from" in options else ROOT / source
        into = stage.path(target) / ("" if origin.is_dir() else origin.name)
        if origin.is_dir():
            ignore = None if "from" in options else _ignored
            shutil.copytree(origin, into, symlinks=True, dirs_exist_ok=True, ignore=ignore)
        else:
            shutil.copy(origin, into)
        if "chown" in options:
            os.chown(into, *map(int, options["chown"].split(":")))


def _ignored(folder: str, names: list[str]) -> set[str]:
    patterns = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    relative = PurePath(folder).relative_to(ROOT)
    return {name for name in names if any((relative / name).full_match(pattern) for pattern in patterns)}


def _run(stage, arguments, stages):
    subprocess.run(inside(stage, ["sh", "-ec", arguments]), check=True)


def _user(stage, arguments, stages):
    stage.user = arguments


def _cmd(stage, arguments, stages):
    stage.command = json.loads(arguments)


def _healthcheck(stage, arguments, stages):
    stage.healthcheck = json.loads(arguments.partition("CMD ")[2])


STEPS = {
    "WORKDIR": _workdir,
    "ENV": _env,
    "COPY": _copy,
    "RUN": _run,
    "USER": _user,
    "CMD": _cmd,
    "HEALTHCHECK": _healthcheck,
    "EXPOSE": lambda *_: None,
}


def inside(stage: Stage, command: list[str], environment: dict[str, str] | None = None) -> list[str]:
    """`command` as it would run in the stage: its folders, its user, its environment.

    The image's own folders are read-only once it has a user, as `--read-only` makes them.
    """
    mounts = [f"mount --bind {stage.folder}/srv /srv", f"mount --bind {sys.base_prefix} /usr/local"]
    mounts += ["mount -t tmpfs tmpfs /var/lib", "mkdir /var/lib/portal"]
    mounts += [f"mount --bind {stage.folder}/var/lib/portal /var/lib/portal"]
    if stage.user != "0:0":
        mounts += ["mount -o remount,bind,ro /srv", "mount -o remount,bind,ro /"]
    variables = {"PATH": BASE_PATH, "LD_LIBRARY_PATH": "/usr/local/lib", "HOME": os.environ.get("HOME", "/")}
    variables |= stage.environment | (environment or {})
    uid, gid = stage.user.split(":")
    run = ["env", "-i", *(f"{name}={value}" for name, value in variables.items())]
    run += ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *command]
    script = "\n".join([*mounts, f"cd {stage.workdir}", f"exec {shlex.join(run)}"])
    return ["unshare", "--mount", "sh", "-ec", script]
