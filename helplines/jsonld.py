"""Lines as schema.org says them, for search engines: telephone, hours, and the days that differ."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from helplines import hours
from helplines.clock import OSLO
from helplines.line import PublishedLine

CONTEXT = "https://schema.org"
AHEAD = 60  # days for which exceptions and holidays are told
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def page(line: PublishedLine, at: datetime) -> dict:
    """The document for one line's own page.

    GovernmentOffice and EmergencyService are places with hours in schema.org; GovernmentService, the
    other type at hand, knows no special hours. Hours nobody has told us are left out.
    """
    return {"@context": CONTEXT, **_identity(line), **_contact(line, at), **_hours(line, at)}


def directory(lines: list[PublishedLine], at: datetime) -> dict:
    """The document for the list: each line with its number, and its address for the rest."""
    return {"@context": CONTEXT, "@graph": [_identity(line) | _contact(line, at) for line in lines]}


def _identity(line: PublishedLine) -> dict:
    url = settings.SITE_URL + reverse("helplines:line", args=[line.slug])
    kind = "EmergencyService" if line.acute else "GovernmentOffice"
    return {"@type": kind, "@id": f"{url}#linje", "name": line.name, "url": url}


def _contact(line: PublishedLine, at: datetime) -> dict:
    numbers = [number.digits for number in line.numbers_on(_today(at)) if number.kind == "phone"]
    known = [digits for digits in numbers if digits]
    values = {
        "telephone": known if len(known) > 1 else "".join(known),
        "description": line.summary,
        "address": line.address,
    }
    return {key: value for key, value in values.items() if value}


def _hours(line: PublishedLine, at: datetime) -> dict:
    schedule = line.schedule
    if schedule.always:
        usual = [_specification(WEEKDAYS, "00:00", "23:59")]
    elif schedule.known:
        usual = [_weekly(span) for span in schedule.spans if span.opens]
    else:
        return {}
    special = [part for day in line.days(_today(at), AHEAD) for part in _special(day)]
    specified = {"openingHoursSpecification": usual, "specialOpeningHoursSpecification": special}
    return {key: value for key, value in specified.items() if value}


def _weekly(span: hours.Span) -> dict:
    days = [WEEKDAYS[number] for number in span.weekdays]
    return _specification(days, f"{span.opens:%H:%M}", f"{span.closes:%H:%M}", span.valid_from, span.valid_to)


def _special(day: hours.Day) -> list[dict]:
    """What holds on a date that is not like its weekday. The same opening and closing means closed."""
    if day.reason in ("weekly", "always", "unknown_hours"):
        return []
    if any(not known for _start, _end, known in day.intervals):
        return []  # nobody knows, so nothing is claimed
    intervals = [(f"{start:%H:%M}", f"{end:%H:%M}") for start, end, _known in day.intervals]
    return [
        _specification((), opens, closes, day.date, day.date)
        for opens, closes in intervals or [("00:00", "00:00")]
    ]


def _specification(
    days: tuple | list, opens: str, closes: str, first: date | None = None, last: date | None = None
) -> dict:
    values = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": list(days),
        "opens": opens,
        "closes": closes,
        "validFrom": first.isoformat() if first else None,
        "validThrough": last.isoformat() if last else None,
    }
    return {key: value for key, value in values.items() if value}


def _today(at: datetime) -> date:
    return at.astimezone(OSLO).date()
