"""Time as an office has it: only while it is open, which Norwegian public holidays are not.

Christmas Eve and the like count as open, as no law closes an office then: what waits for office
hours comes too early rather than too late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True)
class OfficeHours:
    """When an office is open in an ordinary week, as OSM writes it: `Mo-Fr 08:00-15:30`.

    Within the day: the hour at night in which the clock is moved is not told apart. `source` is where
    it was read.
    """

    week: str
    source: str

    def stretches(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Each time the office is open from `start` (aware) on, as instants in UTC."""
        for opens, closes, state, _comment in _compiled(self.week).intervals(start.astimezone(OSLO)):
            if state == State.OPEN:
                yield opens.astimezone(UTC), closes.astimezone(UTC)


def office_time(start: datetime, end: datetime, hours: OfficeHours) -> timedelta:
    """How long the office was open between two instants; nothing where `end` is not after `start`."""
    total = timedelta()
    for opens, closes in hours.stretches(start):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return total


def after(start: datetime, length: timedelta, hours: OfficeHours) -> datetime:
    """The first instant (UTC) at which the office has been open for `length` since `start`.

    Raises ValueError where the office never is.
    """
    for opens, closes in hours.stretches(start):
        if opens + length <= closes:
            return opens + length
        length -= closes - opens
    raise ValueError(f"never open: {hours.week}")


@lru_cache
def _compiled(week: str) -> OpeningHours:
    # The library's own calendar of holidays reaches to 2076.
    return OpeningHours(f"{week}; PH off", country="NO", timezone=OSLO, auto_country=False)
