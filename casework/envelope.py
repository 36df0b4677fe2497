"""Sealed cases: each row has a key of its own, and the key lies wrapped to those who may open the row.

A process that receives a report knows only public keys: it can put a report in, not take one out. The
key is wrapped with HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM) to every key of
SEALING_PUBLIC_KEYS, the group's and the escrow's, and once more with a key made of the receipt code.
"""

import base64
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from casework.encryption import CannotOpen, NoKey, decrypt_with, encrypt_with, named_keys

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
KEY_BYTES = 32

type Wrapped = dict[str, str]
type Keys = Mapping[str, bytes]


def new_key() -> bytes:
    """A key for one row."""
    return os.urandom(KEY_BYTES)


def recipients() -> Keys:
    """The public keys that everything sealed is wrapped to: the group's, and the escrow's."""
    return named_keys(tuple(settings.SEALING_PUBLIC_KEYS))


def private_keys() -> Keys:
    """The private keys that this process holds; none on the public face."""
    return named_keys(tuple(settings.SEALING_PRIVATE_KEYS))


def seal_to_group(plain: bytes, *, bound_to: str, to: Keys | None = None) -> Wrapped:
    """Something only a holder of one of the private keys reads: a copy for each public key, by name.

    Raises NoKey where no public key is set.
    """
    keys = recipients() if to is None else to
    if not keys:
        raise NoKey("SEALING_PUBLIC_KEYS")
    return {name: _seal_to(key, plain, bound_to) for name, key in keys.items()}


def open_as_group(wrapped: Mapping[str, str], *, bound_to: str, keys: Keys | None = None) -> bytes:
    """Open what `seal_to_group` made, with any private key this process holds. Raises CannotOpen."""
    for name, key in (private_keys() if keys is None else keys).items():
        if name in wrapped:
            return _open_with(key, wrapped[name], bound_to)
    raise CannotOpen(bound_to)


def seal_to_code(plain: bytes, code: str, *, bound_to: str) -> str:
    """Something that opens with the receipt code alone. The code's 120 bits need no slow hash."""
    return base64.b64encode(encrypt_with(_key_of(code), plain, bound_to=bound_to)).decode()


def open_with_code(sealed: str, code: str, *, bound_to: str) -> bytes:
    """Open what `seal_to_code` made. Raises CannotOpen."""
    try:
        packed = base64.b64decode(sealed)
    except ValueError as error:
        raise CannotOpen(bound_to) from error
    return decrypt_with(_key_of(code), packed, bound_to=bound_to)


def is_wrapped_as_now(wrapped: Mapping[str, str]) -> bool:
    """True when exactly today's recipients have a copy."""
    return set(wrapped) == set(recipients())


def public_key_of(private: bytes) -> bytes:
    """The public half of a private key, both as 32 raw bytes."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _seal_to(public: bytes, plain: bytes, bound_to: str) -> str:
    key = X25519PublicKey.from_public_bytes(public)
    return base64.b64encode(SUITE.encrypt(plain, key, info=bound_to.encode())).decode()


def _open_with(private: bytes, sealed: str, bound_to: str) -> bytes:
    key = X25519PrivateKey.from_private_bytes(private)
    try:
        return SUITE.decrypt(base64.b64decode(sealed), key, info=bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(bound_to) from error


def _key_of(code: str) -> bytes:
    hkdf = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"receipt code")
    return hkdf.derive(code.encode())
