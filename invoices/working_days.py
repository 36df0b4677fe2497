"""Days on which a payment can be made: not weekends, and not Norwegian public holidays."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from casework.office_hours import OSLO, OfficeHours

BANK_DAYS = OfficeHours("Mo-Fr", "Norwegian banks' ordinary week")


@lru_cache(maxsize=4096)
def working_day(day: date) -> date:
    """The day itself if payments are made on it, otherwise the next one on which they are."""
    opens, _closes = next(BANK_DAYS.stretches(datetime.combine(day, time(), OSLO)))
    return opens.astimezone(OSLO).date()


def is_working_day(day: date) -> bool:
    return working_day(day) == day


def days_before(day: date, count: int) -> date:
    """The working day that lies `count` working days before `day`."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day
