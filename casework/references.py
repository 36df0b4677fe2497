"""Case references: safe to read aloud, random, and saying nothing of what the case is about.

Eight random signs and a check sign, from an alphabet of 23 without look-alikes (no 0/O, 1/I/L, 2/Z,
5/S, 8/B, U). 23 is a prime, so the weighted sum catches every single wrong sign and every swap of
two neighbours. A reference is never a secret and opens nothing.
"""

import re
import secrets

ALPHABET = "34679ACDEFHJKMNPQRTVWXY"
RANDOM_SIGNS = 8


def new_reference() -> str:
    """A fresh reference, such as `K7M-4XA-9TR`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SIGNS))
    return _grouped(signs + _check_sign(signs))


def normalise(text: str) -> str | None:
    """The reference a person meant, however they spaced it, or None when the check sign is wrong."""
    signs = re.sub(r"[\s-]", "", text).upper()
    if len(signs) != RANDOM_SIGNS + 1 or set(signs) - set(ALPHABET):
        return None
    return _grouped(signs) if _check_sign(signs[:-1]) == signs[-1] else None


def _check_sign(signs: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(signs, start=1))
    return ALPHABET[total % len(ALPHABET)]


def _grouped(signs: str) -> str:
    return "-".join(signs[i : i + 3] for i in range(0, len(signs), 3))
