"""Deadlines set by law or by rule: each with its length, its source, and whether a person checked that."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


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


@dataclass(frozen=True)
class RunningClock:
    """A deadline that has not been met yet: its date, and how near it is."""

    label: str | Promise
    due: date
    days_left: int
    soon_days: int = 2  # days left from which it stands out

    @property
    def state(self) -> Literal["ok", "soon", "late"]:
        if self.days_left < 0:
            return "late"
        return "soon" if self.days_left <= self.soon_days else "ok"

    @property
    def words(self) -> str:
        """Such as «Gjennomgang: 3 dager igjen»."""
        return f"{self.label}: {self._distance()}"

    def _distance(self) -> str:
        days = abs(self.days_left)
        if self.days_left < 0:
            return ngettext("%(days)d dag over fristen", "%(days)d dager over fristen", days) % {"days": days}
        if self.days_left == 0:
            return str(_("siste dag i dag"))
        return ngettext("%(days)d dag igjen", "%(days)d dager igjen", days) % {"days": days}
