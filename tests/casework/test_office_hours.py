"""Office time, against counting minute by minute with holidays worked out another way."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from casework.office_hours import OSLO, OfficeHours, after, office_time
from tests.helplines.oracle import is_holiday

MINUTE = timedelta(minutes=1)
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
WEEKDAYS = OfficeHours("Mo-Fr 08:00-15:30", "a test")

FIRST, LAST = datetime(2023, 1, 1), datetime(2040, 12, 31)
# Seconds too: a worker never looks exactly on the minute.
instants = some.datetimes(FIRST, LAST).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))
times = some.integers(6 * 4, 22 * 4).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


@some.composite
def weeks(draw):
    """A week's hours as the product takes them, and as {weekday: (opens, closes)}."""
    days = draw(some.sets(some.integers(0, 6), min_size=1))
    spans = {day: sorted(draw(some.sets(times, min_size=2, max_size=2))) for day in days}
    rule = "; ".join(f"{DAYS[day]} {opens:%H:%M}-{closes:%H:%M}" for day, (opens, closes) in spans.items())
    return OfficeHours(rule, "made up"), spans


def is_open(spans, at):
    wall = at.astimezone(OSLO)
    opens, closes = spans.get(wall.weekday(), (time.max, time.min))
    return opens <= wall.time() < closes and not is_holiday(wall.date())


@settings(deadline=None, max_examples=60)
@given(weeks(), instants, some.integers(0, 3 * 24 * 60))
def test_it_is_as_long_as_the_open_minutes(week, start, minutes):
    hours, spans = week
    counted = sum(is_open(spans, start + n * MINUTE) for n in range(minutes))
    assert abs(office_time(start, start + minutes * MINUTE, hours) - counted * MINUTE) <= 2 * MINUTE


@settings(deadline=None, max_examples=60)
@given(weeks(), some.datetimes(FIRST, LAST).map(lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)))
def test_on_the_minute_it_is_exactly_the_open_minutes(week, start):
    hours, spans = week
    counted = sum(is_open(spans, start + n * MINUTE) for n in range(2 * 24 * 60))
    assert office_time(start, start + timedelta(days=2), hours) == counted * MINUTE


@settings(deadline=None)
@given(weeks(), instants, some.integers(1, 20 * 60).map(lambda minutes: minutes * MINUTE))
def test_after_is_the_first_instant_with_so_much_behind_it(week, start, length):
    hours, _spans = week
    then = after(start, length, hours)
    assert office_time(start, then, hours) == length
    assert office_time(start, then - timedelta(seconds=1), hours) == length - timedelta(seconds=1)


@settings(deadline=None)
@given(
    weeks(),
    instants,
    some.timedeltas(timedelta(), timedelta(90)),
    some.timedeltas(timedelta(), timedelta(90)),
)
def test_time_adds_up(week, start, first, second):
    hours, _spans = week
    middle, end = start + first, start + first + second
    assert office_time(start, middle, hours) + office_time(middle, end, hours) == office_time(
        start, end, hours
    )


@pytest.mark.parametrize(
    ("start", "hours", "then"),
    [
        ("2026-11-24T09:00", 4, "2026-11-24T13:00"),
        ("2026-11-24T13:00", 4, "2026-11-25T09:30"),
        ("2026-11-24T11:30", 4, "2026-11-24T15:30"),  # full at closing time: not first tomorrow
        ("2026-11-24T02:00", 4, "2026-11-24T12:00"),
        ("2026-11-27T15:00", 4, "2026-11-30T11:30"),  # Friday afternoon
        ("2026-11-28T20:00", 4, "2026-11-30T12:00"),  # Saturday evening
        ("2026-12-23T15:00", 4, "2026-12-24T11:30"),  # Christmas Eve counts: too early, not too late
        ("2026-12-24T15:00", 4, "2026-12-28T11:30"),
        ("2027-03-24T14:00", 4, "2027-03-30T10:30"),  # over Easter, and the clock's change in it
        ("2026-10-23T14:30", 4, "2026-10-26T11:00"),  # over the change in autumn
        ("2026-05-13T15:30", 4, "2026-05-15T12:00"),  # Ascension Day
        ("2027-05-14T15:30", 7.5, "2027-05-18T15:30"),  # Whit Monday is Constitution Day as well
        ("2026-11-24T20:00", 0, "2026-11-25T08:00"),
    ],
)
def test_hours_of_an_ordinary_office(start, hours, then):
    start, then = (datetime.fromisoformat(text).replace(tzinfo=OSLO) for text in (start, then))
    assert after(start, timedelta(hours=hours), WEEKDAYS) == then


def test_an_office_that_never_opens_is_refused():
    with pytest.raises(ValueError, match="never open"):
        after(datetime(2026, 11, 24, tzinfo=UTC), MINUTE, OfficeHours("Mo off", "a test"))
