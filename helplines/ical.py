"""Opening hours as iCalendar (RFC 5545), for those who have their own calendar at hand."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from helplines.clock import OSLO, midnight
from helplines.hours import Interval
from helplines.line import PublishedLine

if TYPE_CHECKING:
    from icalendar import Event

AHEAD = 28  # days


def calendar(lines: Iterable[PublishedLine], at: datetime) -> bytes:
    """Every stretch of opening hours in the next four weeks, one event each, in UTC.

    Lines that are always open, or whose hours nobody knows, have no events. A stretch that is only
    perhaps open is TENTATIVE and says so. The same moment of a day gives the same bytes.
    """
    from icalendar import Calendar  # a process that nobody asks for a calendar does without

    feed = Calendar()
    feed.add("prodid", "-//Hjelpetelefoner//NO")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", _("Hjelpetelefoner"))
    today = at.astimezone(OSLO).date()
    for line in lines:
        if line.schedule.known and not line.schedule.always:
            for day in line.days(today, AHEAD):
                for interval in day.intervals:
                    feed.add_component(_event(line, interval, midnight(today)))
    return feed.to_ical()


def _event(line: PublishedLine, interval: Interval, stamp: datetime) -> "Event":
    from icalendar import Event

    start, end, known = interval
    event = Event()
    event.add("uid", f"{line.slug}-{start.astimezone(UTC):%Y%m%dT%H%MZ}@{urlsplit(settings.SITE_URL).netloc}")
    event.add("dtstamp", stamp)
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("summary", _title(line, start, known))
    event.add("status", "CONFIRMED" if known else "TENTATIVE")
    event.add("transp", "TRANSPARENT")  # nobody is busy because a line is open
    event.add("url", settings.SITE_URL + reverse("helplines:line", args=[line.slug]))
    if line.address:
        event.add("location", line.address)
    return event


def _title(line: PublishedLine, at: datetime, known: bool) -> str:
    numbers = line.numbers_on(at.date())
    number = next((each.grouped for each in numbers if each.kind == "phone" and each.digits), "")
    title = f"{line.name} {number}".strip()
    return title if known else _("%(title)s (kanskje åpent, ring for å sjekke)") % {"title": title}
