"""National identity numbers: is this one, and how to ask for it.

Eleven digits: day, month, year, three individual digits, two check digits. Besides the birth number (F)
there are D-numbers (day + 40), H-numbers (month + 40) and synthetic ones for tests (month + 65 or + 80).
From 2032 the first check digit may leave a remainder of 0 to 3, and neither century nor sex can be told
from a number any more (Skatteetaten): nothing here derives an age or a sex.
"""

import re
from calendar import monthrange
from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.no import fodselsnummer

from crispy_designsystemet.fields import PlainTextField

D_DAY, H_MONTH = 40, 40
SYNTHETIC_MONTHS = (80, 65)  # Tenor (Skatteetaten); Norsk helsenett
REMAINDERS_OF_2032 = range(4)
SEPARATORS = re.compile(r"[\s.-]")
A_LEAP_YEAR = 2000  # which 29 February there was, only the century tells

MESSAGES = {
    "digits": _("Skriv fødselsnummeret med bare sifre."),
    "length": _("Et fødselsnummer har 11 sifre."),
    "date": _("De seks første sifrene må være en fødselsdato: dag, måned og år."),
    "check": _(
        "Fødselsnummeret stemmer ikke: kontrollsifrene på slutten er feil. Se etter om et siffer er feil."
    ),
    "synthetic": _("Dette er et testnummer. Skriv et ekte fødselsnummer eller d-nummer."),
}


def cleaned(written: str) -> str:
    """The eleven digits, without spaces, dots and hyphens.

    Raises ValidationError, whose code and sentence name the broken rule, never the number. Synthetic
    numbers pass only where settings.ALLOW_SYNTHETIC_IDS lets them.
    """
    number = SEPARATORS.sub("", written)
    if not re.fullmatch(r"[0-9]*", number):  # not \d: full-width digits are no digits of a number
        raise _refused("digits")
    if len(number) != 11:
        raise _refused("length")
    if not _has_a_date(number):
        raise _refused("date")
    if not _checks_out(number):
        raise _refused("check")
    if is_synthetic(number) and not settings.ALLOW_SYNTHETIC_IDS:
        raise _refused("synthetic")
    return number


def is_synthetic(number: str) -> bool:
    """True for the number of an invented person."""
    return int(number[2:4]) > min(SYNTHETIC_MONTHS)


def agrees_with(number: str, birth_date: date) -> bool:
    """Whether a valid number and a date of birth can be one person's. The century is not asked."""
    return (*_day_and_month(number), int(number[4:6])) == (
        birth_date.day,
        birth_date.month,
        birth_date.year % 100,
    )


def _has_a_date(number: str) -> bool:
    day, month = _day_and_month(number)
    return 1 <= month <= 12 and 1 <= day <= monthrange(A_LEAP_YEAR, month)[1]


def _day_and_month(number: str) -> tuple[int, int]:
    day, month = int(number[:2]), int(number[2:4])
    day -= D_DAY if day > D_DAY else 0
    month -= next((extra for extra in (*SYNTHETIC_MONTHS, H_MONTH) if month > extra), 0)
    return day, month


def _checks_out(number: str) -> bool:
    # stdnum knows the weights, but neither the numbers from 2032 nor the synthetic ones.
    remainder = (int(number[9]) - int(fodselsnummer.calc_check_digit1(number))) % 11
    return remainder in REMAINDERS_OF_2032 and fodselsnummer.calc_check_digit2(number) == number[10]


def _refused(rule: str) -> ValidationError:
    return ValidationError(MESSAGES[rule], code=rule)


class PidField(PlainTextField):
    """Asks for a national identity number; gives its eleven digits, or "" where it may stand empty."""

    default_error_messages = {"required": _("Skriv fødselsnummeret, elleve sifre.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Fødselsnummer"))
        # No browser offers one person's number to the next on a shared machine.
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        written = super().to_python(value)
        return written if written in self.empty_values else cleaned(written)
