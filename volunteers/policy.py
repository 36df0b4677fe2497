"""Rules of the house: each with where it comes from, since when, and whether a person has checked that."""

from dataclasses import dataclass
from datetime import date, timedelta

FIRST = date(2026, 1, 1)


@dataclass(frozen=True)
class Rule[T]:
    value: T
    source: str
    verified: bool
    valid_from: date = FIRST


YOUNGEST = Rule(16, "the portal's own rule: younger volunteers go through a school or a club", verified=False)
OF_AGE = Rule(18, "vergemålsloven § 8", verified=False)
OLDEST = Rule(100, "tells which century two digits of a birth number mean", verified=True)
MOST_A_WEEK = Rule(20, "the portal's own rule", verified=True)
IN_A_WAVE = Rule(3, "the portal's own rule: asking hundreds for two tasks tires people out", verified=True)
MOST_IN_A_WAVE = Rule(10, "the portal's own rule", verified=True)
# From the press of the button until the volunteer has shown who they are.
RESERVATION = Rule(timedelta(hours=24), "the portal's own rule", verified=True)
# Whose telephone number and address one volunteer is shown in a day, and how often they may step back.
REVEALS_A_DAY = Rule(3, "the portal's own rule, against harvesting of addresses", verified=True)
STEPS_BACK = Rule(3, "the portal's own rule, against harvesting of addresses", verified=True)
STEPS_BACK_WITHIN = Rule(timedelta(days=7), "the portal's own rule", verified=True)
CODE_LASTS = Rule(timedelta(minutes=10), "the portal's own rule", verified=True)
CODE_TRIES = Rule(5, "the portal's own rule", verified=True)
CODES_AN_HOUR = Rule(5, "the portal's own rule", verified=True)
FORGET_INACTIVE = Rule(
    timedelta(days=365), "proposed for volunteers who have not been active", verified=False
)
