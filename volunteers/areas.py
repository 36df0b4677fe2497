"""How far apart two areas are: in steps from neighbour to neighbour, never by anybody's address."""

from collections.abc import Iterable, Mapping


def neighbours(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Each area's neighbours, both ways, from pairs of areas that border on each other."""
    graph: dict[int, set[int]] = {}
    for one, other in pairs:
        graph.setdefault(one, set()).add(other)
        graph.setdefault(other, set()).add(one)
    return graph


def steps_from(start: int, graph: Mapping[int, set[int]]) -> dict[int, int]:
    """Steps from `start` to every area that can be reached; 0 for `start` itself."""
    steps, edge = {start: 0}, {start}
    while edge:
        distance = steps[next(iter(edge))] + 1
        edge = {area for near in edge for area in graph.get(near, ()) if area not in steps}
        steps |= dict.fromkeys(edge, distance)
    return steps
