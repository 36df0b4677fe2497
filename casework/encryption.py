"""Content at rest: AES-256-GCM bound to its row, keyed hashes to find by, and sealed form state.

Keys come from settings (ENCRYPTION_KEYS, INDEX_KEY), never from SECRET_KEY: a leaked or rotated
session key must not open or lose a case. A sealed value reads

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


def encrypt(plain: bytes, *, bound_to: str) -> bytes:
    """Seal `plain` with the first key. It opens only with the same `bound_to`."""
    name, key = next(iter(_keys().items()))
    nonce = os.urandom(NONCE_BYTES)
    return _header(name) + nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def decrypt(sealed: bytes, *, bound_to: str) -> bytes:
    """Open what `encrypt` sealed. Raises CannotOpen, whatever is wrong with it."""
    name, rest = _key_name_and_rest(sealed)
    nonce, body = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
    try:
        return AESGCM(_keys()[name]).decrypt(nonce, body, bound_to.encode())
    except (KeyError, InvalidTag, ValueError) as error:
        raise CannotOpen(bound_to) from error


def is_current(sealed: bytes) -> bool:
    """True when the first key of the list sealed this value, so that it needs no rotation."""
    return _key_name_and_rest(sealed)[0] == next(iter(_keys()))


def seal(data: Any, *, purpose: str) -> str:
    """Pack data that JSON can hold into text for a hidden field. Nobody else can read or change it."""
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(encrypt(plain, bound_to=f"sealed:{purpose}")).decode()


def unseal(token: str, *, purpose: str) -> Any:
    """Unpack what `seal` made for the same purpose. Raises CannotOpen."""
    try:
        sealed = base64.urlsafe_b64decode(token.encode("ascii"))
    except ValueError as error:
        raise CannotOpen(purpose) from error
    return json.loads(decrypt(sealed, bound_to=f"sealed:{purpose}"))


def keyed_hash(purpose: str, value: str) -> str:
    """64 hex signs to find `value` by. Without INDEX_KEY, eleven digits or a name cannot be guessed back."""
    message = f"{purpose}\0{value}".encode()
    return hmac.new(settings.INDEX_KEY.encode(), message, hashlib.sha256).hexdigest()


def _header(name: str) -> bytes:
    return bytes([VERSION, len(name)]) + name.encode()


def _key_name_and_rest(sealed: bytes) -> tuple[str, bytes]:
    if len(sealed) < 2 or sealed[0] != VERSION:
        raise CannotOpen("unknown format")
    end = 2 + sealed[1]
    return sealed[2:end].decode("ascii", "replace"), sealed[end:]


def _keys() -> dict[str, bytes]:
    return _parse(tuple(settings.ENCRYPTION_KEYS))


@functools.cache
def _parse(entries: tuple[str, ...]) -> dict[str, bytes]:
    pairs = (entry.split(":", 1) for entry in entries)
    return {name: base64.b64decode(key) for name, key in pairs}
