"""The next days of a line as citizens will see them, before anything is saved."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from helplines import hours, wording
from helplines.clock import OSLO
from helplines.line import PublishedLine, PublishedNumber

DAYS = 14


@dataclass(frozen=True)
class DayAhead:
    """One date as the page will say it, and as it is said today where that is something else."""

    words: wording.DayWords
    before: wording.DayWords | None


@dataclass(frozen=True)
class Channel:
    """The line, or one number with hours of its own: what is said at this moment, and the days ahead."""

    name: str
    now: wording.Words
    days: tuple[DayAhead, ...]

    @property
    def changes(self) -> int:
        return sum(day.before is not None for day in self.days)


def outlook(line: PublishedLine, published: PublishedLine | None, now: datetime) -> list[Channel]:
    """The line as it would be, held against the line as it is published (None: not yet)."""
    earlier = dict(_schedules(published)) if published else {}
    return [_channel(name, schedule, earlier.get(name), now) for name, schedule in _schedules(line)]


def _schedules(line: PublishedLine) -> list[tuple[str, hours.Schedule]]:
    own = [(_name(number), number.own_schedule) for number in line.numbers if number.own_schedule]
    every_number_has_its_own = own and len(own) == len(line.numbers)
    return own if every_number_has_its_own else [(_("Hele linja"), line.schedule), *own]


def _name(number: PublishedNumber) -> str:
    return number.label or number.grouped or number.note


def _channel(name: str, schedule: hours.Schedule, earlier: hours.Schedule | None, now: datetime) -> Channel:
    after = _words(schedule, now)
    before = _words(earlier, now) if earlier else after
    days = tuple(DayAhead(new, old if new != old else None) for new, old in zip(after, before, strict=True))
    return Channel(name, wording.of(hours.status(schedule, now), now), days)


def _words(schedule: hours.Schedule, now: datetime) -> list[wording.DayWords]:
    today = now.astimezone(OSLO).date()
    return [wording.day_words(day, today) for day in hours.days(schedule, today, DAYS)]
