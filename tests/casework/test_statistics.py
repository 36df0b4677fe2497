"""Statistics without persons: what is hidden stays hidden, whoever adds and subtracts."""

from collections import Counter

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from casework.spreadsheets import safe
from casework.statistics import SMALLEST, TOTAL, rounded, without_persons

counts = st.integers(0, 30) | st.integers(0, 6)
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=5)
)


def a_table(numbers):
    rows, columns = range(len(numbers)), range(len(numbers[0]))
    found = Counter({(row, column): numbers[row][column] for row in rows for column in columns})
    return without_persons(rows, columns, found.elements())


def possible(table, cell) -> tuple[float, float]:
    """The least and the most a hidden cell can be, for somebody who knows that all lines add up."""
    hidden = [one for one, count in table.cells.items() if count is None]
    lines = [[(row, column) for column in (*table.columns, TOTAL)] for row in (*table.rows, TOTAL)]
    lines += [[(row, column) for row in (*table.rows, TOTAL)] for column in (*table.columns, TOTAL)]
    equations, sums = [], []
    for line in lines:
        signs = [1] * (len(line) - 1) + [-1]
        known = sum(sign * (table.cells[one] or 0) for one, sign in zip(line, signs, strict=True))
        equations.append([dict(zip(line, signs, strict=True)).get(one, 0) for one in hidden])
        sums.append(-known)
    goal = numpy.array([one == cell for one in hidden], float)
    ends = [linprog(way * goal, A_eq=equations, b_eq=sums, method="highs") for way in (1, -1)]
    # Nothing bounds a table whose totals are hidden too.
    return ends[0].fun, numpy.inf if ends[1].status == 3 else -ends[1].fun


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_hidden_count_can_be_computed_from_what_is_shown(numbers):
    table = a_table(numbers)
    for cell, count in table.cells.items():
        if count is None:
            least, most = possible(table, cell)
            assert most - least >= 1, (cell, numbers)
        else:
            assert count == 0 or count >= SMALLEST


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ([[10, 20], [30, 40]], 0),  # nothing is rare: everything is shown
        ([[3, 20], [30, 40]], 4),  # one rare count takes another of its row, and theirs of the other row
        ([[0, 0], [0, 0]], 0),
    ],
)
def test_no_more_is_hidden_than_has_to_be(numbers, hidden):
    assert list(a_table(numbers).cells.values()).count(None) == hidden


def test_a_text_never_becomes_a_formula():
    assert [safe(text) for text in ("=1+1", "+47", "-3", "@SUM", "\t=1", "12", "juni")] == [
        "'=1+1",
        "'+47",
        "'-3",
        "'@SUM",
        "'\t=1",
        "12",
        "juni",
    ]


def test_rounded_counts_are_whole_fives_and_never_further_off_than_two():
    found = {("a", "x"): 1, ("a", "y"): 3, ("b", "x"): 7, ("b", "y"): 12}
    table = rounded("ab", "xy", found)
    assert [counts for _row, counts in table.lines()] == [[0, 5, 5], [5, 10, 20], [10, 15, 25]]
