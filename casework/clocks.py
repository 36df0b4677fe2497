"""Deadlines set by law or by rule: each with its length, its source, and whether a person checked that."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Clock:
    """A deadline in calendar days and months from the day something happened, Oslo time.

    `law` is the paragraph, `source` where the rule was read, `verified` whether that was a source and not
    memory. It counts for what began on `valid_from` or later; `replaces` is what counted before. Dates
    in calendar time do not move for weekends, and no such clock pauses: the law's runs on.
    """

    name: str
    law: str
    source: str
    verified: bool
    valid_from: date
    days: int = 0
    months: int = 0
    replaces: "Clock | None" = None

    def due(self, start: date) -> date:
        """The last day on which the deadline is kept, from an instant or from a date in Oslo."""
        day = timezone.localdate(start) if isinstance(start, datetime) else start
        if self.replaces and day < self.valid_from:
            return self.replaces.due(day)
        return months_after(day, self.months) + timedelta(days=self.days)


def months_after(day: date, months: int) -> date:
    """The day of the same number so many months on; the month's last where it has no such number.

    As domstolloven § 148 counts months: from memory, not verified.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
