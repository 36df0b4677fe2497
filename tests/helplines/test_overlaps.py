"""Which hours contradict each other."""

from datetime import date, time

import pytest

from helplines.hours import DatedException, Span
from helplines.overlaps import overlapping_exceptions, overlapping_spans

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


def span(days, opens, closes, first=None, last=None):
    return Span(days, opens and time(opens), time(closes), first, last)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (span((0,), 10, 14), span((0,), 13, 15), True),
        (span((0,), 10, 14), span((0,), 14, 15), False),
        (span((0,), 10, 14), span((1,), 10, 14), False),
        (span((0, 1), 10, 14), span((1, 2), 11, 12), True),
        (span((4,), 22, 6), span((5,), 5, 8), True),
        (span((4,), 22, 6), span((5,), 6, 8), False),
        (span((6,), 22, 6), span((0,), 5, 8), True),
        (span((6,), 22, 0), span((0,), 0, 8), False),
        (span((0,), None, 17), span((0,), 8, 9), True),
        (span((0,), 10, 14, last=JULY), span((0,), 10, 14, first=AUGUST), False),
        (span((0,), 10, 14, last=AUGUST), span((0,), 10, 14, first=AUGUST), True),
    ],
)
def test_spans(one, other, overlap):
    assert bool(list(overlapping_spans([one, other]))) is overlap
    assert bool(list(overlapping_spans([other, one]))) is overlap


def exception(first, last, opens=None, closes=None):
    return DatedException(first, last, closes is None, opens and time(opens), closes and time(closes))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (exception(JULY, JULY, 10, 12), exception(JULY, JULY, 13, 15), False),
        (exception(JULY, JULY, 10, 12), exception(JULY, JULY, 11, 15), True),
        (exception(JULY, AUGUST), exception(AUGUST, AUGUST, 11, 15), True),
        (exception(JULY, JULY), exception(AUGUST, AUGUST), False),
    ],
)
def test_exceptions(one, other, overlap):
    assert bool(list(overlapping_exceptions([one, other]))) is overlap
