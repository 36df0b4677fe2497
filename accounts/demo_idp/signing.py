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


CLIENT_KEY_ID = "demo-client"


def client_key() -> str:
    """The portal's own private key in the demo, which it proves itself to the stand-in with: PEM."""
    path = settings.VAR_DIR / "demo-client.pem"
    if not path.exists():
        _make(path)
    return path.read_text()


def is_the_client(assertion: str, client_id: str, issuer: str) -> bool:
    """True for an assertion by the portal for this issuer, not used before (RFC 7523)."""
    public = serialization.load_pem_private_key(client_key().encode(), None).public_key()
    try:
        claims = jwt.decode(
            assertion,
            public,
            algorithms=["RS256"],
            audience=issuer,
            issuer=client_id,
            options={"require": ["exp", "iat", "sub", "jti"]},
        )
    except jwt.PyJWTError:
        return False
    return claims["sub"] == client_id and cache.add(_slot(claims["jti"]), True, CODE_LIVES_SECONDS)


def read(id_token: str, client_id: str) -> dict | None:
    """The claims of a token that was signed here, however old; otherwise None."""
    try:
        public = private_key().public_key()
        return jwt.decode(id_token, public, ["RS256"], {"verify_exp": False}, audience=client_id)
    except jwt.PyJWTError:
        return None


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
