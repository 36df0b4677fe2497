"""The portal as it is run for real: a throw-away environment, and commands of their own process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = "dGhyb3dhd2F5LXRocm93YXdheS10aHJvd2F3YXkhISE="
OURS = ("PATH", "HOME", "LANG", "TZ")


@pytest.fixture
def production(tmp_path) -> dict[str, str]:
    """The smallest environment that a public process of the portal starts with."""
    return {name: os.environ[name] for name in OURS if name in os.environ} | {
        "SECRET_KEY": "throw-away-" + "x7Kq" * 12,
        "FORM_KEYS": "throwaway:" + KEY,
        "CITIZEN_KEYS": "throwaway:" + KEY,
        "LOOKUP_KEY": "throw-away-lookup-key-" + "z" * 24,
        "SEALING_PUBLIC_KEYS": f"group:{KEY},escrow:{KEY}",
        "SITE_URL": "https://portal.example.no",
        "ALLOWED_HOSTS": "portal.example.no",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
        "VAR_DIR": str(tmp_path / "var"),
        "BEHIND_PROXY": "true",
        "CLAMAV_URL": "tcp://clamav:3310",
        "PORTAL_FACE": "public",
    }


DESKS_SECRETS = {
    "ENCRYPTION_KEYS": "throwaway:" + KEY,
    "INDEX_KEY": "throw-away-index-key-" + "y" * 24,
    "SEALING_PRIVATE_KEYS": "earlier:" + KEY,
}

# Who is told of what nobody opens: the worker warns where one is missing.
TOLD = {
    "SMS_URL": "https://gateway.example/send",
    "CHILD_WELFARE_MAIL": "team@example.no",
    "CHILD_WELFARE_PHONE": "400 00 001",
    "EMERGENCY_DUTY_PHONE": "400 00 002",
}


@pytest.fixture
def desk(production) -> dict[str, str]:
    """The smallest environment of a process that opens cases."""
    return production | DESKS_SECRETS | TOLD | {"PORTAL_FACE": "staff"}


@pytest.fixture
def manage():
    """`manage("check", environment)`: run a management command in a process of its own."""

    def run(command: str, environment: dict[str, str]) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *command.split()],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """The files in version control, but for images and fonts."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in files if path.is_file() and path.suffix not in {".png", ".ttf", ".mo", ".ico"}]
