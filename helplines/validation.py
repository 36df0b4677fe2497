"""What staff may not save: pure rules that models and formsets share, each with its sentence."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from itertools import combinations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from helplines.clock import wall
from helplines.hours import DatedException, Span

OVERLAP = _("Tiden overlapper en annen åpningstid.")
CLASH = _("Avviket gjelder samme tid som et annet avvik.")
ANY_MONDAY = date(2001, 1, 1)
WEEK = 7 * 24 * 60


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


def overlapping(spans: Sequence[Span]) -> tuple[int, int] | None:
    """Places of the first two weekly spans of one channel that are open at the same time, or None."""
    return _first_pair(spans, lambda one, other: _share_dates(one, other) and _share_times(one, other))


def clashing(exceptions: Sequence[DatedException]) -> tuple[int, int] | None:
    """Places of the first two exceptions of one channel that say something about the same time, or None.

    Two stretches of opening on one date are fine; a closed date with anything else on it is not.
    """
    return _first_pair(exceptions, _clash)


def _first_pair[Rule](rules: Sequence[Rule], meet: Callable[[Rule, Rule], bool]) -> tuple[int, int] | None:
    pairs = combinations(range(len(rules)), 2)
    return next(((one, other) for one, other in pairs if meet(rules[one], rules[other])), None)


def _clash(one: DatedException, other: DatedException) -> bool:
    if one.last < other.first or other.last < one.first:
        return False
    if one.closed or other.closed or one.closes is None or other.closes is None:
        return True
    return _cross(_minutes((0,), one.opens, one.closes), _minutes((0,), other.opens, other.closes))


def _share_dates(one: Span, other: Span) -> bool:
    return (one.valid_from or date.min) <= (other.valid_to or date.max) and (
        other.valid_from or date.min
    ) <= (one.valid_to or date.max)


def _share_times(one: Span, other: Span) -> bool:
    return _cross(*(_minutes(span.weekdays, span.opens, span.closes) for span in (one, other)))


def _minutes(weekdays: Iterable[int], opens: time | None, closes: time) -> list[range]:
    """Minutes of the week that are inside the span; Sunday night ends on Monday."""
    start, end = (_minute(moment) for moment in wall(ANY_MONDAY, opens, closes))
    shifted = [range(start + day * 1440, end + day * 1440) for day in weekdays]
    return shifted + [range(each.start - WEEK, each.stop - WEEK) for each in shifted if each.stop > WEEK]


def _minute(moment: datetime) -> int:
    return (moment.date() - ANY_MONDAY).days * 1440 + moment.hour * 60 + moment.minute


def _cross(some: list[range], others: list[range]) -> bool:
    return any(one.start < other.stop and other.start < one.stop for one in some for other in others)
