"""The product and an oracle that shares no code with it agree, at random and around every boundary."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from helplines import hours
from tests.helplines import oracle
from tests.helplines.schedules import EDGES, MADE, shipped

SCHEDULES = MADE | shipped()
TEN_YEARS = (datetime(2022, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC))
MINUTE = timedelta(minutes=1)


def random_instants(seed, count):
    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    first, last = TEN_YEARS
    span = int((last - first).total_seconds())
    return sorted(first + timedelta(seconds=chance.randrange(span)) for _ in range(count))


@pytest.mark.parametrize("name", SCHEDULES)
def test_two_thousand_random_instants(name):
    schedule = SCHEDULES[name]
    for at in random_instants(name, 2000):
        assert hours.status(schedule, at).open == oracle.state(schedule, at), at


@pytest.mark.parametrize("day", EDGES, ids=str)
def test_every_minute_of_a_day_at_a_boundary(day):
    start = datetime(day.year, day.month, day.day, tzinfo=oracle.OSLO).astimezone(UTC)
    day_minutes = [start + n * MINUTE for n in range(25 * 60)]
    for name, schedule in MADE.items():
        for at in day_minutes:
            assert hours.status(schedule, at).open == oracle.state(schedule, at), (name, at)


@pytest.mark.parametrize("name", MADE)
def test_next_change_is_the_next_change(name):
    """Nothing changes before it, and at it everything does."""
    schedule = MADE[name]
    edges = [datetime(d.year, d.month, d.day, 1, 17, tzinfo=oracle.OSLO).astimezone(UTC) for d in EDGES]
    for at in random_instants(name, 40) + edges:
        status = hours.status(schedule, at)
        change = status.opens_at or status.closes_at
        before = oracle.state(schedule, at)
        if change is None:
            assert_next_is_unknown_or_far(schedule, at, before)
            continue
        assert oracle.state(schedule, change) is (change == status.opens_at)
        change = change.astimezone(UTC)  # minutes of time, not of the wall clock
        assert oracle.state(schedule, change - MINUTE) == before
        steps = min(int((change - at) / MINUTE), 4000)
        assert all(oracle.state(schedule, at + n * MINUTE) == before for n in range(0, steps, 5)), at


def assert_next_is_unknown_or_far(schedule, at, before):
    quarters = (at + n * 15 * MINUTE for n in range(3 * 96))
    following = next((new for each in quarters if (new := oracle.state(schedule, each)) != before), None)
    assert following is None, (at, following)


@pytest.mark.parametrize("name", MADE)
def test_days_hold_what_status_says(name):
    schedule = MADE[name]
    for day in EDGES:
        for each in hours.days(schedule, day, 2):
            for start, end, known in each.intervals:
                state = True if known else None
                assert oracle.state(schedule, start) is state
                assert oracle.state(schedule, end.astimezone(UTC) - MINUTE) is state


def test_what_is_open_hides_what_may_be():
    """A stretch is open or perhaps open, never both."""
    for schedule in MADE.values():
        for each in hours.days(schedule, EDGES[0], 14):
            edges = [edge.timestamp() for interval in each.intervals for edge in interval[:2]]
            assert edges == sorted(edges)


@pytest.mark.parametrize("year", [1970, 1999, 2000, 2024, 2038, 2077, 2100, 2199, 2200])
def test_holidays_of_a_year(year):
    days = [datetime(year, 1, 1).date() + timedelta(days=n) for n in range(365)]
    found = {day for day in days if hours.holiday(day) in hours.HOLIDAYS}
    assert found == {day for day in days if oracle.is_holiday(day)}
    half = {day for day in days if hours.holiday(day) in hours.HALF_DAYS}
    assert half == {day for day in days if oracle.is_half_day(day) and not oracle.is_holiday(day)}
