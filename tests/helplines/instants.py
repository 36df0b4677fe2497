"""Moments that tests travel to."""

from datetime import datetime

from helplines.clock import OSLO

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=OSLO)
MONDAY_NIGHT = datetime(2026, 11, 23, 22, tzinfo=OSLO)
TUESDAY_NIGHT = datetime(2026, 11, 24, 1, tzinfo=OSLO)
SATURDAY_NOON = datetime(2026, 11, 28, 12, tzinfo=OSLO)
CHRISTMAS_AHEAD = datetime(2026, 12, 18, 23, tzinfo=OSLO)
CHRISTMAS_EVE_NOON = datetime(2026, 12, 24, 12, tzinfo=OSLO)
CONSTITUTION_DAY_NOON = datetime(2028, 5, 17, 12, tzinfo=OSLO)
