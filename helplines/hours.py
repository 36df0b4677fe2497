"""When a line is open: one pure function of a schedule and an instant, for page, API and admin.

A schedule is turned into OSM day rules, and `opening_hours` tells which of them governs a date;
the order of the rules is their precedence. Spans and instants are worked out here: a span belongs
to the day it starts, and a line is open when the clock on the wall in Oslo says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from opening_hours import OpeningHours

from helplines.clock import DAY, OSLO, Piece, instants, joined, midnight, wall, without

FIRST, LAST = date(1970, 1, 1), date(2200, 12, 31)
NOON = time(12)
LOOK_AHEAD = 400  # days to search for the next change

type Interval = tuple[datetime, datetime, bool]  # start, end, known

# Public holidays: lov om 1. og 17. mai and lov om trudomssamfunn § 26; Easter moves most of them.
HOLIDAYS = {
    "new_year": "Jan 01",
    "maundy_thursday": "easter -3 days",
    "good_friday": "easter -2 days",
    "easter_sunday": "easter",
    "easter_monday": "easter +1 day",
    "labour_day": "May 01",
    "constitution_day": "May 17",
    "ascension_day": "easter +39 days",
    "whit_sunday": "easter +49 days",
    "whit_monday": "easter +50 days",
    "christmas_day": "Dec 25",
    "boxing_day": "Dec 26",
}
# Days when many offices close at noon, though no law says so.
HALF_DAYS = {
    "wednesday_before_easter": "easter -4 days",
    "easter_eve": "easter -1 day",
    "whitsun_eve": "easter +48 days",
    "christmas_eve": "Dec 24",
    "new_years_eve": "Dec 31",
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Span:
    """Open on these weekdays from `opens` to `closes`.

    `opens` None means that the start is not known: unknown until `closes`, closed after it.
    `closes` at or before `opens` is on the next day; 00:00 is midnight.
    """

    weekdays: tuple[int, ...]  # 0 is Monday
    opens: time | None
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None

    def applies(self, day: date) -> bool:
        return day.weekday() in self.weekdays and within(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class DatedException:
    """What holds on the dates from `first` to `last` instead of everything else."""

    first: date
    last: date
    closed: bool
    opens: time | None = None
    closes: time | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that is known of when a line or one of its channels is open."""

    always: bool = False
    known: bool = True
    spans: tuple[Span, ...] = ()
    exceptions: tuple[DatedException, ...] = ()
    on_holidays: Literal["closed", "as_usual", "unknown"] = "closed"
    on_half_days: Literal["unknown", "as_usual", "until_noon", "closed"] = "unknown"
    closed_months: tuple[int, ...] = ()
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Open, closed or (None) unknown at an instant, and the next change where it is known.

    `reason` is a code: weekly, always, exception, holiday, half_day, month_closed, unknown_hours,
    not_yet, ended. `text` is the exception's own reason. `opens_at` and `closes_at` are the next
    change of state, in Oslo time; both are None where there is none or what follows is unknown.
    """

    open: bool | None
    opens_at: datetime | None
    closes_at: datetime | None
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One date: the intervals that start on it as (start, end, known), by time, and why.

    `known` False: perhaps open. Starts and ends are aware, in Oslo time; an end may be tomorrow.
    `holiday_name` is a key of HOLIDAYS or HALF_DAYS, or None; `text` the exception's own reason.
    """

    date: date
    intervals: tuple[tuple[datetime, datetime, bool], ...]
    reason: str
    holiday_name: str | None = None
    text: str = ""


def status(schedule: Schedule, at: datetime) -> Status:
    """The state at any aware instant from 1970 to 2200; ValueError for others and for naive ones."""
    return _calendar(schedule).status(_instant(at))


def days(schedule: Schedule, first: date, count: int) -> list[Day]:
    """`count` days from `first`, for a week table, a preview, a calendar or structured data."""
    calendar = _calendar(schedule)
    return [calendar.day(first + n * DAY) for n in range(count)]


def within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _instant(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    try:
        instant = at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("an instant outside 1970-2200") from error
    if not FIRST <= instant.astimezone(OSLO).date() <= LAST:
        raise ValueError("an instant outside 1970-2200")
    return instant


# --- Which rule governs a date --------------------------------------------------------------------
def _rule(dates: str, reason: str) -> str:
    return f'{dates} open "{reason}"'


def _dates(first: date, last: date) -> str:
    # English month names whatever the locale is, so not strftime.
    start, end = (f"{day.year:04} {MONTHS[day.month - 1]} {day.day:02}" for day in (first, last))
    return f"{start}-{end}"


def _base_rules(schedule: Schedule) -> Iterator[str]:
    """What holds on a date with nothing special about it, then the days when it does not."""
    if schedule.always:
        yield _rule("24/7", "always")
    elif not schedule.known:
        yield _rule("24/7", "unknown_hours")
    else:
        yield _rule("24/7", "weekly")
        if schedule.on_half_days != "as_usual":
            yield _rule(",".join(HALF_DAYS.values()), "half_day")
        if schedule.on_holidays != "as_usual":
            yield _rule(",".join(HOLIDAYS.values()), "holiday")


def _rules(schedule: Schedule) -> Iterator[str]:
    """OSM day rules; a later one replaces an earlier one, so this order is the precedence."""
    yield from _base_rules(schedule)
    if schedule.closed_months:
        yield _rule(",".join(MONTHS[month - 1] for month in schedule.closed_months), "month_closed")
    for exception in schedule.exceptions:
        yield _rule(_dates(exception.first, exception.last), "exception")
    if schedule.first_day:
        yield _rule(_dates(date(1900, 1, 1), schedule.first_day - DAY), "not_yet")
    if schedule.last_day:
        yield _rule(_dates(schedule.last_day + DAY, date(9999, 12, 31)), "ended")


def _compiled(rules: Iterator[str]) -> OpeningHours:
    return OpeningHours(
        "; ".join(rules), auto_country=False, auto_timezone=False, max_interval_days=LOOK_AHEAD
    )


_NAMED_DAYS = _compiled(_rule(dates, name) for name, dates in (HALF_DAYS | HOLIDAYS).items())


@lru_cache(maxsize=4096)
def holiday(day: date) -> str | None:
    """The key in HOLIDAYS or HALF_DAYS of this date, or None."""
    return _NAMED_DAYS.state(datetime.combine(day, NOON))[1] or None


# --- One schedule's days --------------------------------------------------------------------------
# Days under these rules are all alike, so a search may skip to where the rule changes.
_UNEVENTFUL = {"always", "unknown_hours", "month_closed", "not_yet", "ended"}


class _Calendar:
    """The days of one schedule, each worked out once. Instants inside are UTC."""

    def __init__(self, schedule: Schedule):
        self.schedule = schedule
        self.rules = _compiled(_rules(schedule))
        self.kept: dict[date, tuple[str, list[Interval]]] = {}
        self.latest: tuple[datetime, datetime, Status] | None = None

    # --- One day ---
    def day(self, day: date) -> Day:
        reason, intervals = self.look(day)
        local = tuple(
            (start.astimezone(OSLO), end.astimezone(OSLO), known) for start, end, known in intervals
        )
        return Day(day, local, reason, holiday(day), self._text(day, reason))

    def look(self, day: date) -> tuple[str, list[Interval]]:
        """The governing rule and the intervals that start on this date; what is open hides what may be."""
        found = self.kept.get(day)
        if not found:
            if len(self.kept) > 1000:  # a caller that walks through years must not fill the memory
                self.kept.clear()
            reason = self.rules.state(datetime.combine(day, NOON))[1]
            found = self.kept[day] = reason, self._intervals(day, reason)
        return found

    def _intervals(self, day: date, reason: str) -> list[Interval]:
        certain: list[Piece] = []
        perhaps: list[Piece] = []
        for start, end, known in self._on_the_wall(day, reason):
            (certain if known else perhaps).extend(instants(start, end))
        certain = joined(certain)
        perhaps = without(joined(perhaps), certain)
        return sorted([(*piece, True) for piece in certain] + [(*piece, False) for piece in perhaps])

    def _on_the_wall(self, day: date, reason: str) -> list[Interval]:
        """The intervals of one date by the clock on the wall, from the rule that governs it."""
        if reason in ("always", "unknown_hours"):
            return [(*wall(day, time.min, time.min), reason == "always")]
        if reason == "exception":
            return [
                (*wall(day, each.opens, each.closes), each.opens is not None)
                for each in self._exceptions(day)
                if each.closes is not None and not each.closed
            ]
        return self._weekly(day, reason)

    def _weekly(self, day: date, reason: str) -> list[Interval]:
        rules = {
            "weekly": "as_usual",
            "holiday": self.schedule.on_holidays,
            "half_day": self.schedule.on_half_days,
        }
        how = rules.get(reason, "closed")
        usual = [
            (*wall(day, span.opens, span.closes), span.opens is not None and how != "unknown")
            for span in self.schedule.spans
            if how != "closed" and span.applies(day)
        ]
        if how != "until_noon":
            return usual
        noon = datetime.combine(day, NOON)
        return [(start, min(end, noon), known) for start, end, known in usual if start < noon]

    def _exceptions(self, day: date) -> list[DatedException]:
        return [each for each in self.schedule.exceptions if within(day, each.first, each.last)]

    def _text(self, day: date, reason: str) -> str:
        texts = (each.reason for each in self._exceptions(day) if each.reason)
        return next(texts, "") if reason == "exception" else ""

    # --- One instant ---
    def status(self, at: datetime) -> Status:
        """The answer holds until the next edge, so it is kept for whoever asks in the meantime."""
        latest = self.latest
        if not latest or not latest[0] <= at < latest[1]:
            latest = self.latest = self._work_out(at)
        return latest[2]

    def _work_out(self, at: datetime) -> tuple[datetime, datetime, Status]:
        state, day = self._state(at)
        change = next(
            ((edge, new) for edge in self._edges(at) if (new := self._state(edge)[0]) != state), None
        )
        moment, new = (change[0].astimezone(OSLO), change[1]) if change else (None, None)
        reason = self.look(day)[0]
        status = Status(
            state,
            moment if new is True else None,
            moment if new is False else None,
            reason,
            self._text(day, reason),
        )
        night = midnight(at.astimezone(OSLO).date() + DAY)  # the reason may change with the date
        return at, min(change[0], night) if change else night, status

    def _state(self, at: datetime) -> tuple[bool | None, date]:
        """Open, closed or unknown, and the date whose rule says so: at night it may be yesterday's."""
        today = at.astimezone(OSLO).date()
        now = [
            (known, day)
            for day in (today - DAY, today)
            for start, end, known in self.look(day)[1]
            if start <= at < end
        ]
        known, day = max(now, default=(False, today))
        return (known or None, day) if now else (False, day)

    def _edges(self, at: datetime) -> Iterator[datetime]:
        """Starts and ends of intervals after `at`, in order, as far as it is worth looking."""
        for day in self._eventful_days(at.astimezone(OSLO).date()):
            night = midnight(day + DAY)
            intervals = self.look(day - DAY)[1] + self.look(day)[1]
            yield from sorted({edge for each in intervals for edge in each[:2] if at < edge < night})
            at = max(at, night - timedelta(microseconds=1))

    def _eventful_days(self, first: date) -> Iterator[date]:
        day: date | None = first
        while day and day <= first + LOOK_AHEAD * DAY:
            yield day
            day = self._next_rule(day) if self._uneventful(day) else day + DAY

    def _uneventful(self, day: date) -> bool:
        reason = self.look(day)[0]
        return reason in _UNEVENTFUL or not (self.schedule.spans or reason == "exception")

    def _next_rule(self, day: date) -> date | None:
        change = self.rules.next_change(datetime.combine(day, NOON))
        return change.date() if change else None


@lru_cache(maxsize=4096)
def _calendar(schedule: Schedule) -> _Calendar:
    return _Calendar(schedule)
