"""A line's rows in words, from a snapshot (see helplines.snapshots) or from the rows of a form."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from helplines import hours, wording
from helplines.models import Hours, HoursException, Number
from helplines.numbers import grouped

ANY_DAY = date(2000, 1, 1)


def number(entry: Mapping) -> str:
    """«Ring 66 71 50 59, dagtid, fra 1. desember 2026»."""
    note, called = _texts(entry["note"]), ""
    if entry["digits"]:
        called = f"{Number.Kind(entry['kind']).label} {grouped(entry['digits'])}"
    own = _("egne åpningstider") if entry["own_hours"] else ""
    return _listed(called, _texts(entry["label"]), note, own, _validity(entry))


def weekly(entry: Mapping, numbers: list) -> str:
    """«mandag–fredag kl. 10.00–14.00, fra 1. desember 2026»."""
    span = hours.Span(tuple(entry["weekdays"]), _time(entry["opens"]), time.fromisoformat(entry["closes"]))
    (usual,) = wording.week(hours.Schedule(spans=(span,)), ANY_DAY)
    return _listed(usual, _channel(entry, numbers), _validity(entry))


def exception(entry: Mapping, numbers: list) -> str:
    """«24. desember 2026: stengt (kurs)»."""
    days = "–".join(dict.fromkeys(on(entry[end]) for end in ("first", "last")))
    times = _("stengt") if entry["closed"] else _times(entry)
    reason = _texts(entry["reason"])
    return _listed(f"{days}: {times}" + (f" ({reason})" if reason else ""), _channel(entry, numbers))


def row(row: Number | Hours | HoursException) -> str:
    """The heading of a row in the form; what is wrong in it may be anything."""
    match row:
        case Hours():
            span = replace(row.span(), valid_from=None, valid_to=None)
            return wording.week(hours.Schedule(spans=(span,)), ANY_DAY)[0]
        case HoursException():
            days = "–".join(dict.fromkeys(on(end) for end in (row.first, row.last)))
            return f"{days}: {_('stengt')}" if row.closed else days
    return str(row)


def on(day: str | date) -> str:
    """1. desember 2026, from a date or from one as a snapshot holds it."""
    return date_format(date.fromisoformat(day) if isinstance(day, str) else day, "j. F Y")


def _times(entry: Mapping) -> str:
    closes = wording.clock(time.fromisoformat(entry["closes"]))
    if not entry["opens"]:
        return _("til kl. %(closes)s") % {"closes": closes}
    return _("kl. %(opens)s–%(closes)s") % {
        "opens": wording.clock(time.fromisoformat(entry["opens"])),
        "closes": closes,
    }


def _time(clock: str | None) -> time | None:
    return time.fromisoformat(clock) if clock else None


def _validity(entry: Mapping) -> str:
    first, last = (entry[end] and on(entry[end]) for end in ("valid_from", "valid_to"))
    if first and last:
        return _("fra %(first)s til og med %(last)s") % {"first": first, "last": last}
    if first:
        return _("fra %(first)s") % {"first": first}
    return _("til og med %(last)s") % {"last": last} if last else ""


def _channel(entry: Mapping, numbers: list) -> str:
    if entry["number"] is None:
        return ""
    digits = grouped(numbers[entry["number"]]["digits"])
    return _("bare for %(number)s") % {"number": digits or _("ett av numrene")}


def _texts(texts: Mapping[str, str]) -> str:
    """Every language's text, so that a change in one of them shows."""
    return " / ".join(dict.fromkeys(text for text in texts.values() if text))


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
