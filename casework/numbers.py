"""Telephone numbers as people here dial them: digits in the database, groups on the page."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# Emergency, harmonised (116 xxx), five-digit and eight-digit numbers of the Norwegian plan.
DIALLED = re.compile(r"11[023]|116\d{3}|0[2-9]\d{3}|[2-9]\d{7}")


def validate_number(digits: str) -> None:
    """Refuse what nobody can dial in Norway, with a sentence for the person who typed it."""
    if not DIALLED.fullmatch(digits) or len(set(digits)) == 1:
        raise ValidationError(
            _("Skriv et norsk nummer: åtte eller fem siffer, 116 og tre siffer, eller 110, 112 eller 113."),
            code="number",
        )


def grouped(digits: str) -> str:
    """The number as it is printed: 66 71 50 59, mobiles 948 35 674, 116 111, short ones whole."""
    cuts: tuple[int, ...]
    if len(digits) == 8:
        cuts = (3, 5) if digits[0] in "489" else (2, 4, 6)
    else:
        cuts = (3,) if len(digits) == 6 else ()
    starts = (0, *cuts)
    return " ".join(digits[start:end] for start, end in zip(starts, (*cuts, None), strict=True))


class DigitsField(models.CharField):
    """Digits of a number; takes any spacing and the country code +47, and keeps neither."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 20, "validators": [validate_number]} | options)

    def to_python(self, value):
        value = super().to_python(value)
        return re.sub(r"^(\+|00)47(?=\d{8}$)", "", re.sub(r"[\s\u200b-]", "", value)) if value else value
