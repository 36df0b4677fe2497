"""Schedules that between them have every kind of boundary, and the days around which it matters."""

from datetime import date, time

from helplines import content_sets
from helplines.hours import DatedException, Schedule, Span
from helplines.line import build

WEEKDAYS, ALL_WEEK = (0, 1, 2, 3, 4), tuple(range(7))
OFFICE = Span(WEEKDAYS, time(8), time(15, 30))
NIGHTS = Span((4, 5, 6), time(22), time(6))


def shipped():
    """The schedules of every line of both municipalities, by set and slug."""
    return {
        f"{name}:{content['slug']}": build(content, "", "nb", None).schedule
        for name in content_sets.names()
        for content in content_sets.lines(name)
    }


MADE = {
    "two spans a day": Schedule(spans=(OFFICE, Span(WEEKDAYS, time(17), time(21)))),
    "nights": Schedule(spans=(NIGHTS,)),
    "round the clock in spans": Schedule(spans=(Span(ALL_WEEK, time(15, 30), time(8)), OFFICE)),
    "until midnight": Schedule(spans=(Span(ALL_WEEK, time(18), time(0)),), on_holidays="as_usual"),
    "the hour the clock moves": Schedule(
        spans=(Span(ALL_WEEK, time(2, 15), time(2, 45)), Span(ALL_WEEK, time(1, 30), time(2, 5)))
    ),
    "start unknown": Schedule(
        spans=(Span(WEEKDAYS, None, time(17)),), on_holidays="unknown", closed_months=(7,)
    ),
    "unknown beside known": Schedule(spans=(Span(WEEKDAYS, None, time(17)), OFFICE)),
    "half days until noon": Schedule(
        spans=(OFFICE, NIGHTS), on_half_days="until_noon", on_holidays="as_usual"
    ),
    "half days closed": Schedule(spans=(OFFICE, NIGHTS), on_half_days="closed", on_holidays="unknown"),
    "half days as usual": Schedule(spans=(OFFICE, NIGHTS), on_half_days="as_usual"),
    "new hours from December": Schedule(
        spans=(
            Span(WEEKDAYS, time(8), time(15, 30), None, date(2026, 11, 30)),
            Span(WEEKDAYS, time(9), time(1), date(2026, 12, 1), date(2026, 12, 30)),
            Span(WEEKDAYS, time(7), time(11), date(2026, 12, 31), None),
        )
    ),
    "exceptions": Schedule(
        spans=(OFFICE, NIGHTS),
        exceptions=(
            DatedException(date(2026, 11, 27), date(2026, 11, 27), closed=True, reason="Kurs"),
            DatedException(date(2026, 12, 24), date(2026, 12, 25), False, time(10), time(12)),
            DatedException(date(2026, 12, 24), date(2026, 12, 25), False, time(20), time(2)),
            DatedException(date(2026, 3, 28), date(2026, 3, 29), False, time(23), time(2, 30)),
            DatedException(date(2026, 7, 1), date(2026, 7, 2), False, None, time(12)),
        ),
        closed_months=(7, 12),
    ),
    "always, but one night": Schedule(
        always=True, exceptions=(DatedException(date(2026, 12, 24), date(2026, 12, 24), closed=True),)
    ),
    "always, closed in July": Schedule(always=True, closed_months=(7,)),
    "unknown, in its dates": Schedule(known=False, first_day=date(2026, 4, 2), last_day=date(2026, 12, 24)),
    "nights, in its dates": Schedule(
        spans=(NIGHTS,), first_day=date(2026, 3, 28), last_day=date(2026, 10, 24), on_holidays="as_usual"
    ),
    "never": Schedule(),
}

# A day of each kind of boundary.
EDGES = [
    date(2026, 3, 28),  # the night before summer time
    date(2026, 3, 29),  # summer time begins
    date(2026, 3, 30),
    date(2026, 4, 1),  # Wednesday before Easter
    date(2026, 4, 2),  # Maundy Thursday
    date(2026, 4, 4),  # Easter Eve
    date(2026, 5, 16),  # the night to a holiday
    date(2026, 5, 23),  # Whitsun Eve
    date(2026, 7, 1),  # a closed month begins
    date(2026, 8, 1),  # and is over
    date(2026, 10, 25),  # summer time ends
    date(2026, 10, 26),
    date(2026, 11, 27),  # exception
    date(2026, 11, 28),
    date(2026, 12, 1),  # new hours
    date(2026, 12, 24),
    date(2026, 12, 31),
    date(2027, 1, 1),
]
