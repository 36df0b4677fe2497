"""Telephone numbers as they are printed."""

import pytest

from casework.numbers import grouped


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("66715059", "66 71 50 59"),
        ("94835674", "948 35 674"),
        ("41571800", "415 71 800"),
        ("116111", "116 111"),
        ("02800", "02800"),
        ("112", "112"),
        ("", ""),
    ],
)
def test_number_is_grouped_as_printed(digits, shown):
    assert grouped(digits) == shown
