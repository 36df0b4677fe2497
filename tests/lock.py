"""The requirements files: exact versions with hashes, written from pyproject.toml by `./portal lock`."""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK = "# from the dependencies of pyproject.toml with sha256 "
# file: what goes into it. The last two are what ./portal fetches where a machine has no uv or no npm.
LOCKS = {
    "requirements.txt": ["pyproject.toml"],
    "requirements-dev.txt": ["pyproject.toml", "--group", "dev", "--constraint", "requirements.txt"],
    "requirements-uv.txt": ["--group", "uv"],
    "requirements-node.txt": ["--group", "node"],
}


def fingerprint(root: Path = ROOT) -> str:
    """The sha256 of everything in pyproject.toml that decides what is installed."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    decides = [
        project["project"]["requires-python"],
        project["project"]["dependencies"],
        project["dependency-groups"],
    ]
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


def stale(root: Path = ROOT) -> list[str]:
    """The requirements files that were written from other dependencies than today's."""
    expected = MARK + fingerprint(root)
    return [name for name in LOCKS if (root / name).read_text().partition("\n")[0] != expected]


def write(uv: str, *options: str) -> None:
    """Write all files anew. No index address goes in: each machine has its own. Needs the network."""
    for name, sources in LOCKS.items():
        compile_ = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header"]
        no_addresses = ["--no-emit-index-url", "--no-emit-find-links"]
        subprocess.run(
            [*compile_, *no_addresses, *options, *sources, "--output-file", name],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        lock = ROOT / name
        pinned = "".join(
            line for line in lock.read_text().splitlines(keepends=True) if not line.startswith(MARK)
        )
        lock.write_text(f"{MARK}{fingerprint()}\n{pinned}")


if __name__ == "__main__":
    write(*sys.argv[1:])
