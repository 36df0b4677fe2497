"""The demo's own secrets: made once, kept below var/, never used anywhere else."""

import base64
import json
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey


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
    kept = json.loads(path.read_text()) if path.exists() else {}
    fresh = _fresh()
    if fresh.keys() - kept.keys():  # a new demo, or one from before a key was added
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(fresh | kept))
    return fresh | kept


def _fresh() -> dict[str, str]:
    private = X25519PrivateKey.generate()
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEYS": _named(secrets.token_bytes(32)),
        "FORM_KEYS": _named(secrets.token_bytes(32)),
        "CITIZEN_KEYS": _named(secrets.token_bytes(32)),
        "INDEX_KEY": secrets.token_urlsafe(32),
        "LOOKUP_KEY": secrets.token_urlsafe(32),
        "SEALING_PRIVATE_KEYS": _named(private.private_bytes_raw()),
        "SEALING_PUBLIC_KEYS": _named(private.public_key().public_bytes_raw()),
    }


def _named(key: bytes) -> str:
    return "demo:" + base64.b64encode(key).decode()
