"""KID, the number a payment is known by: digits, the last of which checks the others."""

import re

from stdnum import luhn

SHORTEST, LONGEST = 2, 25
# MOD11 weighs from the right, 2 to 7 again and again; ten is written as a dash.
_WEIGHTS = range(2, 8)


def bare(text: str) -> str:
    """The KID without spaces. A dash at the end is a check sign, and stays."""
    return re.sub(r"\s", "", text)


def is_plausible(kid: str) -> bool:
    """True when either of the two check rules holds. Which of them the creditor uses, we do not know."""
    if not re.fullmatch(rf"[0-9]{{{SHORTEST - 1},{LONGEST - 1}}}[0-9-]", kid, re.ASCII):
        return False
    return kid[-1] == _mod11(kid[:-1]) or luhn.is_valid(kid)


def _mod11(digits: str) -> str:
    weighed = sum(int(sign) * _WEIGHTS[at % len(_WEIGHTS)] for at, sign in enumerate(reversed(digits)))
    check = -weighed % 11
    return "-" if check == 10 else str(check)
