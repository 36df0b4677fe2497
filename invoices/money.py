"""Amounts: whole øre in the code, kroner and øre as Norwegians write and read them on the page."""

import re

NO_BREAK = "\u00a0"
KRONE = 100  # øre

_DECORATION = re.compile(r"\A(?:kr\.?|nok)|(?:kr\.?|nok|,-|,–)\Z", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f']")
# Thousands in one way and øre in the other; or no thousands at all. More digits than any invoice has are no
# amount: Python itself refuses to read thousands of them.
_PLAIN = re.compile(r"(?P<kroner>\d{1,12})(?:[.,](?P<ore>\d{1,2}))?")
_GROUPED = re.compile(
    r"(?P<kroner>\d{1,3}(?:\.\d{3}){1,3}),(?P<ore>\d{1,2})|(?P<kroner2>\d{1,3}(?:,\d{3}){1,3})\.(?P<ore2>\d{1,2})"
)


class Ore(int):
    """An amount in øre that is read as kroner."""

    def __str__(self) -> str:
        return shown(self)


class NotAnAmount(ValueError):
    """The text is no amount, or could be two different ones: 1.234 is read in both ways."""


def parse(text: str) -> Ore:
    """Øre in what a person wrote: `1 234,50`, `1234.5`, `kr 1.234,50`, `400,-`. Raises NotAnAmount.

    A minus in front gives a negative number, so that the form can say what is wrong with it.
    """
    bare = _SPACES.sub("", _DECORATION.sub("", text.strip()).strip())
    sign, digits = (-1, bare[1:]) if bare[:1] in ("-", "−", "–") else (1, bare)
    if found := _PLAIN.fullmatch(digits):
        kroner, ore = found["kroner"], found["ore"] or "0"
    elif found := _GROUPED.fullmatch(digits):
        kroner, ore = found["kroner"] or found["kroner2"], found["ore"] or found["ore2"]
    else:
        raise NotAnAmount
    return Ore(sign * (int(re.sub(r"\D", "", kroner)) * KRONE + int(ore.ljust(2, "0"))))


def shown(ore: int) -> str:
    """As it is read, with spaces that do not break: 123450 is `1 234,50 kr`."""
    return f"{figures(ore)}{NO_BREAK}kr"


def figures(ore: int) -> str:
    """The amount without its unit: 123450 is `1 234,50`."""
    kroner, rest = divmod(abs(ore), KRONE)
    grouped = f"{kroner:,}".replace(",", NO_BREAK)
    return f"{'-' if ore < 0 else ''}{grouped},{rest:02}"


def plain(ore: int) -> str:
    """The amount as a file for machines has it: 123450 is `1234,50`."""
    return figures(ore).replace(NO_BREAK, "")
