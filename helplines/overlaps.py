"""Which opening hours contradict each other: pure rules, for the form where staff write them."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from itertools import combinations, product

from helplines.hours import DatedException, Span

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES

type Range = tuple[int, int]  # minutes, from and to before


def overlapping_spans(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Pairs of places in `spans` that are open at the same time of some week when both hold."""
    for (first, one), (second, other) in combinations(enumerate(spans), 2):
        if _same_time(one, other) and _dates_meet(
            one.valid_from, one.valid_to, other.valid_from, other.valid_to
        ):
            yield first, second


def overlapping_exceptions(exceptions: Sequence[DatedException]) -> Iterator[tuple[int, int]]:
    """Pairs of places in `exceptions` that say two things about one moment of a date.

    Several exceptions on a date are one day with several openings; one that says closed stands alone.
    """
    for (first, one), (second, other) in combinations(enumerate(exceptions), 2):
        same_dates = _dates_meet(one.first, one.last, other.first, other.last)
        if same_dates and (one.closed or other.closed or _meet(_minutes(one), _minutes(other))):
            yield first, second


def _same_time(one: Span, other: Span) -> bool:
    return any(_meet(a, b) for a, b in product(_week(one), _week(other)))


def _week(span: Span) -> Iterator[Range]:
    """The span's stretches in minutes since Monday midnight; Sunday night goes on where Monday begins."""
    start, end = _minutes(span)
    for weekday in span.weekdays:
        first, last = weekday * DAY_MINUTES + start, weekday * DAY_MINUTES + end
        yield first, min(last, WEEK_MINUTES)
        if last > WEEK_MINUTES:
            yield 0, last - WEEK_MINUTES


def _minutes(hours: Span | DatedException) -> Range:
    start, end = _minute(hours.opens or time.min), _minute(hours.closes or time.min)
    return start, end if end > start else end + DAY_MINUTES


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _meet(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _dates_meet(
    first: date | None, last: date | None, other_first: date | None, other_last: date | None
) -> bool:
    return (first or date.min) <= (other_last or date.max) and (other_first or date.min) <= (last or date.max)
