"""Links that lead one person to one page, without signing in. Alone they reveal nobody and change nothing.

A link is a random id and a keyed hash of it, so that ids cannot be guessed or made into links by others.
"""

import hmac
import uuid
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from casework.encryption import lookup_hash

SIGNS = 32


def token(kind: str, pk: Any) -> str:
    """What stands in the address; `kind` is `ask` or `request`."""
    return f"{uuid.UUID(str(pk)).hex}{_signature(kind, pk)}"


def read(kind: str, written: str) -> uuid.UUID | None:
    """The id behind a token, or None for one that we did not make."""
    try:
        pk = uuid.UUID(written[:32])
    except ValueError:
        return None
    return pk if hmac.compare_digest(written[32:].encode(), _signature(kind, pk).encode()) else None


def address(kind: str, pk: Any, language: str) -> str:
    """The whole address, in the language the person reads."""
    with override(language):
        return settings.SITE_URL + reverse(f"volunteers:{kind}", args=[token(kind, pk)])


def _signature(kind: str, pk: Any) -> str:
    return lookup_hash(f"volunteers {kind} link", str(uuid.UUID(str(pk))))[:SIGNS]
