"""A proposal for all open requests at once: as many of them as can be, and among those ways the fairest.

An assignment problem, solved by scipy. A volunteer stands in it once for each place they have left this
week; each place after the first costs, so that work is spread before it is heaped.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from volunteers.matching import Helper, Need, Suggestion, available, judged, parts, suits, total

ONE_MORE_COSTS = 12.0  # points of a score of 100, for each task a volunteer would have besides
NOT_POSSIBLE = -10_000.0  # outweighs every score, so that a request is left over only when it must be


class Line(NamedTuple):
    """One request with the helper proposed for it; None where nobody who may be asked is left."""

    need: Need
    suggestion: Suggestion | None


def propose(needs: Sequence[Need], helpers: Iterable[Helper]) -> list[Line]:
    """A line for each need, in their order. No helper gets more than the places they have left."""
    may_be_asked = {helper.pk: helper for helper in helpers if available(helper)}
    scores = _scores(needs, may_be_asked.values())
    wanted = set().union(*scores)
    places = [
        (pk, taken)
        for pk in sorted(wanted, key=str)  # the input alone decides
        for taken in range(may_be_asked[pk].places_left)
    ]
    pairs = _assigned(scores, places, may_be_asked) if places else {}
    return [
        Line(need, judged(may_be_asked[pairs[row]], need) if row in pairs else None)
        for row, need in enumerate(needs)
    ]


def _scores(needs: Sequence[Need], helpers: Iterable[Helper]) -> list[dict[object, float]]:
    """For each need the score of whoever suits it, by the helper's key."""
    doing = defaultdict(list)
    for helper in helpers:
        for task in helper.tasks:
            doing[task].append(helper)
    return [
        {helper.pk: total(parts(helper, need)) for helper in doing[need.task] if suits(helper, need)}
        for need in needs
    ]


def _assigned(
    scores: list[dict[object, float]], places: list[tuple[object, int]], helpers: dict[object, Helper]
) -> dict[int, object]:
    """Which helper each need gets, by its number. A need for whom nobody is left is not there."""
    import numpy  # both are heavy, and only the desk's board needs them
    from scipy.optimize import linear_sum_assignment

    worth = numpy.full((len(scores), len(places)), NOT_POSSIBLE)
    columns = defaultdict(list)
    for column, (pk, taken) in enumerate(places):
        columns[pk].append((column, ONE_MORE_COSTS * (helpers[pk].load + taken)))
    for row, each in enumerate(scores):
        for pk, score in each.items():
            for column, cost in columns[pk]:
                worth[row, column] = score - cost
    rows, chosen = linear_sum_assignment(worth, maximize=True)
    pairs = zip(rows.tolist(), chosen.tolist(), strict=True)
    return {row: places[column][0] for row, column in pairs if worth[row, column] > NOT_POSSIBLE}
