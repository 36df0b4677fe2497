"""What staff may not save: pure rules that models and formsets share, each with its sentence."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def end_after_start(start, end, field: str, message=None, strict: bool = False) -> None:
    """Raise ValidationError on `field` when the end comes before the start (or, strict, with it)."""
    if start is None or end is None or end > start or (end == start and not strict):
        return
    raise ValidationError({field: message or _("Sluttdatoen er før startdatoen.")})


def validate_weekdays(value: str) -> None:
    """Weekdays are digits 0 (Monday) to 6, each once."""
    if not value or set(value) - set("0123456") or len(set(value)) != len(value):
        raise ValidationError(_("Velg minst én ukedag."), code="weekdays")


def months(value: str) -> tuple[int, ...]:
    """ "7, 8" as (7, 8); raises ValueError for what is no month."""
    numbers = tuple(sorted({int(part) for part in value.split(",") if part.strip()}))
    if any(not 1 <= number <= 12 for number in numbers):
        raise ValueError(value)
    return numbers


def validate_months(value: str) -> None:
    """Months are numbers from 1 to 12 with commas between."""
    try:
        months(value)
    except ValueError:
        raise ValidationError(_("Skriv måneder som tall fra 1 til 12."), code="months") from None
