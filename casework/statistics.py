"""Counts without persons: no cell below five is shown, and none can be worked out from the rest.

A table with its totals is a graph: each row and each column is a node, each cell an edge between two. Every
line adds up, so a hidden cell can be computed from what is shown exactly where its edge is a bridge among
the hidden ones. Hiding until no bridge is left is complementary suppression; only cells above zero are
hidden, so that each of them could just as well be one more and, of a pair, one less.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SMALLEST = 5  # what is rarer could point at somebody
TOTAL = object()  # the line of the totals

type Cell = tuple[Any, Any]
type Node = tuple[str, Any]


@dataclass(frozen=True)
class Table:
    """Counts by row and column with their totals. None stands for a count that is not shown."""

    rows: Sequence[Any]
    columns: Sequence[Any]
    cells: Mapping[Cell, int | None]

    def lines(self) -> Iterator[tuple[Any, list[int | None]]]:
        """Each row with its counts and its total; at the end the totals, under `TOTAL`."""
        for row in (*self.rows, TOTAL):
            yield row, [self.cells[row, column] for column in (*self.columns, TOTAL)]


def without_persons(rows: Sequence[Any], columns: Sequence[Any], found: Iterable[Cell]) -> Table:
    """The table of how often each pair of row and column was found, as it may be shown to anybody."""
    counts = _with_totals(rows, columns, Counter(found))
    hidden = {cell for cell, count in counts.items() if 0 < count < SMALLEST}
    while bridge := _bridge(counts, hidden):
        hidden |= _way_round(bridge, counts, hidden)
    return Table(rows, columns, {cell: None if cell in hidden else count for cell, count in counts.items()})


def rounded(rows: Iterable[Any], columns: Iterable[Any], found: Iterable[Cell]) -> Table:
    """The table with each count rounded to the nearest five: it gives away none that another table hides."""
    rows, columns = list(rows), list(columns)
    counts = _with_totals(rows, columns, Counter(found))
    return Table(rows, columns, {cell: SMALLEST * round(count / SMALLEST) for cell, count in counts.items()})


def _with_totals(rows: Sequence[Any], columns: Sequence[Any], counts: Counter) -> dict[Cell, int]:
    cells = {(row, column): counts[row, column] for row in rows for column in columns}
    cells |= {(row, TOTAL): sum(cells[row, column] for column in columns) for row in rows}
    return cells | {(TOTAL, column): sum(cells[row, column] for row in rows) for column in (*columns, TOTAL)}


def _ends(cell: Cell) -> tuple[Node, Node]:
    return ("row", cell[0]), ("column", cell[1])


def _bridge(counts: dict[Cell, int], hidden: set[Cell]) -> Cell | None:
    """A hidden cell that the others shown give away; None where there is none."""
    costs = {cell: 0 for cell in counts if cell in hidden}
    return next((cell for cell in costs if _path(cell, costs) is None), None)


def _way_round(cell: Cell, counts: dict[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """The cells that hide this one with the least lost: the totals always offer some."""
    costs = {one: 0 if one in hidden else count for one, count in counts.items() if count}
    return set(_path(cell, costs) or counts)


def _path(cell: Cell, costs: Mapping[Cell, int]) -> list[Cell] | None:
    """The cheapest way from one end of the cell to the other without it, as cells.

    Of two equally cheap ones always the same: two answers that hide differently would tell all.
    """
    beside: dict[Node, list[tuple[int, Node, Cell]]] = {}
    for number, one in enumerate(costs):
        for here, there in (_ends(one), _ends(one)[::-1]):
            beside.setdefault(here, []).append((number, there, one))
    start, goal = _ends(cell)
    waiting: list[tuple[int, int, Node, list[Cell]]] = [(0, 0, start, [])]
    seen: set[Node] = set()
    while waiting:
        cost, _, node, way = heapq.heappop(waiting)
        if node == goal:
            return way
        if node in seen:
            continue
        seen.add(node)
        for number, other, one in beside.get(node, ()):
            if one != cell:
                heapq.heappush(waiting, (cost + costs[one], number, other, [*way, one]))
    return None
