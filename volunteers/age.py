"""How old somebody is: the date of birth they give, held against the first six digits of their number.

The digits alone do not tell the century, and from 2032 nothing in the number does. Together with a date of
at most a hundred years ago they do.
"""

from datetime import date

from accounts.pid import D_DAY, H_MONTH, SYNTHETIC_MONTHS
from casework.clocks import months_after
from volunteers import policy


def fits(born: date, pid: str) -> bool:
    """True when a number of eleven digits can belong to somebody born on that day."""
    day, month, year = int(pid[:2]), int(pid[2:4]), int(pid[4:6])
    day -= D_DAY if day > D_DAY else 0
    month -= next((extra for extra in (*SYNTHETIC_MONTHS, H_MONTH) if month > extra), 0)
    return (born.day, born.month, born.year % 100) == (day, month, year)


def turns(born: date, years: int) -> date:
    """The day on which somebody turns so many years old; 1 March for who was born on 29 February."""
    day = months_after(born, 12 * years)
    return day if day.day == born.day else date(day.year, 3, 1)


def comes_of_age(born: date) -> date:
    return turns(born, policy.OF_AGE.value)


def old_enough(born: date, on: date) -> bool:
    return turns(born, policy.YOUNGEST.value) <= on
