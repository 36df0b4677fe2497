"""The demo's own secrets: made once, kept below var/, never used anywhere else."""

import base64
import json
import os
import secrets
from pathlib import Path


def load_into_environment(var_dir: Path) -> None:
    """Fill in what the demo's settings need and the environment does not say."""
    for name, value in _defaults(var_dir).items():
        os.environ.setdefault(name, value)


def _defaults(var_dir: Path) -> dict[str, str]:
    return _kept(var_dir / "demo-secrets.json") | {
        "DATABASE_URL": f"sqlite:///{var_dir / 'demo.sqlite3'}",
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
    }


def _kept(path: Path) -> dict[str, str]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(_fresh()))
    return json.loads(path.read_text())


def _fresh() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEYS": "demo:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "INDEX_KEY": secrets.token_urlsafe(32),
    }
