"""Ages by the calendar, which the rules of services count in."""

from datetime import date


def age_on(birth_date: date, on: date) -> int:
    """Whole years lived on a day in Oslo; negative before the birth.

    Whoever is born on 29 February turns a year older on 1 March where the year has no such day.
    """
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    return on.year - birth_date.year - (0 if had_birthday else 1)


def within(birth_date: date, on: date, lowest: int | None, highest: int | None) -> bool:
    """Whether the age on that day is from `lowest` to `highest`, both included; None sets no bound."""
    age = age_on(birth_date, on)
    return age >= (lowest or 0) and (highest is None or age <= highest)
