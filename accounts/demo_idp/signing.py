"""The stand-in's signing key and its one-time codes."""

import functools
import hashlib
import json
import os
import secrets

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.cache import cache

CODE_LIVES_SECONDS = 60


@functools.cache
def private_key() -> rsa.RSAPrivateKey:
    """One key for every process of the demo, kept below var/."""
    path = settings.VAR_DIR / "demo-idp.pem"
    if not path.exists():
        _make(path)
    return serialization.load_pem_private_key(path.read_bytes(), None)


def public_jwk() -> dict:
    """The public half, as JWKS wants it."""
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private_key().public_key()))
    # The key id follows the key, so that nobody mistakes a new key for an old one.
    key_id = hashlib.sha256(jwk["n"].encode()).hexdigest()[:16]
    return jwk | {"kid": key_id, "use": "sig", "alg": "RS256"}


def sign(claims: dict) -> str:
    return jwt.encode(claims, private_key(), algorithm="RS256", headers={"kid": public_jwk()["kid"]})


def hand_out_code(grant: dict) -> str:
    """A code that opens the grant once, within a minute."""
    code = secrets.token_urlsafe(32)
    cache.set(_slot(code), grant, CODE_LIVES_SECONDS)
    return code


def redeem_code(code: str) -> dict | None:
    """The grant behind the code, or None for one that is unknown, too old or used."""
    grant = cache.get(_slot(code))
    # Of two who come at once, delete() says yes to one.
    return grant if grant and cache.delete(_slot(code)) else None


def _slot(code: str) -> str:
    return f"demo-idp:{hashlib.sha256(code.encode()).hexdigest()}"


def _make(path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(pem)
    try:
        os.link(draft, path)  # whoever links first decides the key for all
    except FileExistsError:
        pass
    finally:
        draft.unlink()
