"""Content at rest: AES-256-GCM bound to its row, keyed hashes to find by, and sealed form state.

Keys come from settings, never from SECRET_KEY: a leaked or rotated session key must not open or lose a
case. They lie on rings (settings.KEY_RINGS), and a process holds only those its face needs:

    forms     what travels in a form's hidden field; every face
    citizens  what belongs to a signed-in citizen; every face
    desk      what employees write, and their second factors; never the public face

A sealed value reads

    version (1 byte) ‖ length of key name (1 byte) ‖ key name ‖ nonce (12 bytes) ‖ ciphertext and tag
"""

import base64
import functools
import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = 1
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The value was changed, moved to another row, or its key is gone."""


class NoKey(Exception):
    """This process holds no key of that ring: another face does."""


def encrypt(plain: bytes, *, bound_to: str, ring: str) -> bytes:
    """Seal `plain` with the ring's first key. It opens only with the same `bound_to`. Raises NoKey."""
    name = _first_name(ring)
    return _header(name) + encrypt_with(_keys(ring)[name], plain, bound_to=bound_to)


def decrypt(sealed: bytes, *, bound_to: str, ring: str) -> bytes:
    """Open what `encrypt` sealed. Raises CannotOpen, whatever is wrong with it."""
    name, rest = _key_name_and_rest(sealed)
    key = _keys(ring).get(name)
    if key is None:
        raise CannotOpen(bound_to)
    return decrypt_with(key, rest, bound_to=bound_to)


def encrypt_with(key: bytes, plain: bytes, *, bound_to: str) -> bytes:
    """Nonce and ciphertext under a key that belongs to one thing alone: 32 bytes."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def decrypt_with(key: bytes, sealed: bytes, *, bound_to: str) -> bytes:
    """Open what `encrypt_with` sealed. Raises CannotOpen."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(bound_to) from error


def is_current(sealed: bytes, *, ring: str) -> bool:
    """True when the first key of the ring sealed this value, so that it needs no rotation."""
    return sealed.startswith(_header(_first_name(ring)))


def seal(data: Any, *, purpose: str, ring: str = "forms") -> str:
    """Pack data that JSON can hold into text for a hidden field. Nobody else can read or change it."""
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(encrypt(plain, bound_to=f"sealed:{purpose}", ring=ring)).decode()


def unseal(token: str, *, purpose: str, ring: str = "forms") -> Any:
    """Unpack what `seal` made for the same purpose. Raises CannotOpen."""
    try:
        sealed = base64.urlsafe_b64decode(token.encode("ascii"))
    except ValueError as error:
        raise CannotOpen(purpose) from error
    return json.loads(decrypt(sealed, bound_to=f"sealed:{purpose}", ring=ring))


def keyed_hash(purpose: str, value: str) -> str:
    """64 hex signs that the desk finds `value` by: names and identity numbers in cases. Raises NoKey.

    Without INDEX_KEY, which no public process holds, neither can be guessed back.
    """
    return _hash(settings.INDEX_KEY, purpose, value)


def lookup_hash(purpose: str, value: str) -> str:
    """64 hex signs that citizens' pages find `value` by: receipt codes, and who signs in (LOOKUP_KEY)."""
    return _hash(settings.LOOKUP_KEY, purpose, value)


def _hash(key: str, purpose: str, value: str) -> str:
    if not key:
        raise NoKey(purpose)
    return hmac.new(key.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def _header(name: str) -> bytes:
    return bytes([VERSION, len(name)]) + name.encode()


def _key_name_and_rest(sealed: bytes) -> tuple[str, bytes]:
    if len(sealed) < 2 or sealed[0] != VERSION:
        raise CannotOpen("unknown format")
    end = 2 + sealed[1]
    return sealed[2:end].decode("ascii", "replace"), sealed[end:]


def _first_name(ring: str) -> str:
    for name in _keys(ring):
        return name
    raise NoKey(ring)


def _keys(ring: str) -> dict[str, bytes]:
    return named_keys(tuple(settings.KEY_RINGS[ring]))


@functools.cache
def named_keys(entries: tuple[str, ...]) -> dict[str, bytes]:
    """The keys of a setting, by name, in its order. Each entry reads `name:base64`."""
    pairs = (entry.split(":", 1) for entry in entries)
    return {name: base64.b64decode(key) for name, key in pairs}
