"""The receipt code: the only thing an anonymous reporter takes along, and the only way back in.

24 signs of Crockford's base32 in six groups of four: 120 bits, so that a plain keyed hash of it can be
stored and looked up (OWASP ASVS 6.5.2). It follows from the submission key and the answers: sending the
same twice gives the same code, and sending something changed gives another report instead of losing it.
"""

import base64
import hashlib
import hmac
import json
import re
from uuid import UUID

from django.conf import settings

from casework.encryption import lookup_hash

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RFC_4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
CODE_BYTES = 15


def code_for(submission_key: str, answers: dict) -> str:
    """The code for this sending of these answers, such as `7KQ2-…`, six groups of four."""
    message = json.dumps(["receipt code", submission_key, answers], sort_keys=True, default=str)
    digest = hmac.new(settings.LOOKUP_KEY.encode(), message.encode(), hashlib.sha256).digest()
    letters = base64.b32encode(digest[:CODE_BYTES]).decode()
    signs = letters.translate(str.maketrans(RFC_4648, CROCKFORD))
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))


def digest(code: str) -> str:
    """What is stored in place of the code."""
    return lookup_hash("receipt code", signs(code))


def report_id(code: str) -> UUID:
    """The id of the report that was given this code when it was sent. As good as random to all but us."""
    return UUID(hex=lookup_hash("report id", signs(code))[:32], version=4)


def signs(code: str) -> str:
    """The code's signs alone. Forgives spaces, small letters, and O, I and L."""
    return re.sub(r"[\s-]", "", code).upper().translate(str.maketrans("OIL", "011"))
