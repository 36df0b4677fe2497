"""When somebody can help or wants help: parts of the days of a week, as one number with a bit for each.

A week has 21 such slots. A number is quick to compare, and says nothing of who it belongs to.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

DAYS = {
    0: gettext_lazy("mandag"),
    1: gettext_lazy("tirsdag"),
    2: gettext_lazy("onsdag"),
    3: gettext_lazy("torsdag"),
    4: gettext_lazy("fredag"),
    5: gettext_lazy("lørdag"),
    6: gettext_lazy("søndag"),
}
PARTS = {
    0: pgettext_lazy("part of the day", "formiddag, klokka 8 til 12"),
    1: pgettext_lazy("part of the day", "ettermiddag, klokka 12 til 16"),
    2: pgettext_lazy("part of the day", "kveld, klokka 16 til 20"),
}
ANY_TIME = (1 << len(DAYS) * len(PARTS)) - 1


def slots(days: Iterable[int], parts: Iterable[int]) -> int:
    """The slots of these parts on each of these days (Monday is 0)."""
    parts = list(parts)
    return sum(1 << _place(day, part) for day in set(days) for part in set(parts))


def days_of(mask: int) -> list[int]:
    return [day for day in DAYS if any(mask >> _place(day, part) & 1 for part in PARTS)]


def parts_of(mask: int) -> list[int]:
    return [part for part in PARTS if any(mask >> _place(day, part) & 1 for day in DAYS)]


def in_words(mask: int) -> str:
    """Such as «mandag og onsdag: kveld, klokka 16 til 20»."""
    if mask == ANY_TIME:
        return _("når som helst")
    days = _listed([str(DAYS[day]) for day in days_of(mask)])
    return f"{days}: {'; '.join(str(PARTS[part]) for part in parts_of(mask))}"


def week_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def _place(day: int, part: int) -> int:
    return day * len(PARTS) + part


def _listed(words: list[str]) -> str:
    *first, last = words
    return _("%(first)s og %(last)s") % {"first": ", ".join(first), "last": last} if first else last
