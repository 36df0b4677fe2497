"""Deadlines set by law: each with its length, where it comes from, and whether a person checked that."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Clock:
    """A deadline counted in calendar days from the day something happened, Oslo time.

    `law` is the paragraph, `source` where the rule was read, `verified` whether that was a source
    and not memory. Dates in calendar time do not move for weekends: the law's clock runs on.
    """

    name: str
    days: int
    law: str
    source: str
    verified: bool

    def due(self, start: datetime) -> date:
        """The last day on which the deadline is kept."""
        return timezone.localdate(start) + timedelta(days=self.days)
