"""Gates before scores, and scores that say why. All of it pure."""

from datetime import date, timedelta

import pytest

from volunteers import matching
from volunteers.areas import neighbours, steps_from
from volunteers.board import propose
from volunteers.matching import GATES, OWN_GATES, Helper, Need, closed_gates, judged, suggest

TODAY = date(2026, 11, 26)
WALK, DRIVE = 1, 2
HERE, NEXT, FAR = 10, 11, 12
STEPS = steps_from(HERE, neighbours([(HERE, NEXT), (NEXT, FAR)]))


def helper(pk=1, **fields):
    given = {
        "status": "approved",
        "declared": True,
        "tasks": frozenset([WALK]),
        "areas": frozenset([HERE]),
        "slots": 0b111,
        "languages": frozenset(["nb"]),
        "capacity": 2,
    }
    return Helper(pk, **given | fields)


def need(pk="a", **fields):
    given = {"task": WALK, "day": TODAY, "today": TODAY, "adults_only": False, "steps": STEPS, "slots": 0b001}
    return Need(pk, **given | fields)


def test_one_who_fits_passes_every_gate():
    assert closed_gates(helper(), need()) == []


@pytest.mark.parametrize(
    ("gate", "of_helper", "of_need"),
    [
        ("approved", {"status": "received"}, {}),
        ("approved", {"status": "blocked"}, {}),
        ("approved", {"status": "left"}, {}),
        ("pause", {"status": "paused"}, {}),
        ("declaration", {"declared": False}, {}),
        ("capacity", {"load": 2}, {}),
        ("task", {"tasks": frozenset([DRIVE])}, {}),
        ("time", {"slots": 0b110}, {}),
        ("reach", {"areas": frozenset([NEXT])}, {}),
        ("reach", {"areas": frozenset([99]), "reach": 9}, {}),
        ("car", {}, {"needs_car": True}),
        ("certificate", {}, {"certificate": "organisation"}),
        # What a club may ask for is no certificate for the health service.
        ("certificate", {"certificate": "organisation"}, {"certificate": "health"}),
        ("age", {"adult_on": TODAY + timedelta(days=1)}, {"adults_only": True}),
        ("block", {}, {"shut_out": frozenset([1])}),
        ("block", {}, {"barred": True}),
    ],
)
def test_each_gate_closes_by_itself(gate, of_helper, of_need):
    assert closed_gates(helper(**of_helper), need(**of_need)) == [gate]


def test_every_gate_has_been_tried():
    tried = test_each_gate_closes_by_itself.pytestmark[0].args[1]
    assert {gate for gate, *_ in tried} == set(OWN_GATES) | set(GATES)


def test_who_comes_of_age_before_the_day_may_help():
    youth = helper(adult_on=TODAY + timedelta(days=3))
    assert closed_gates(youth, need(adults_only=True, day=TODAY + timedelta(days=3))) == []


@pytest.mark.parametrize(
    ("part", "better", "worse", "of_need"),
    [
        ("task", {"experience": frozenset([WALK])}, {}, {}),
        ("area", {}, {"areas": frozenset([NEXT]), "reach": 1}, {}),
        ("time", {"slots": 0b011}, {"slots": 0b001}, {"slots": 0b011}),
        ("language", {"languages": frozenset(["pl"])}, {}, {"languages": frozenset(["pl"])}),
        ("car", {}, {"car": True}, {}),
        ("rest", {}, {"asked_on": TODAY - timedelta(days=2)}, {}),
        ("capacity", {"capacity": 3}, {"capacity": 3, "load": 2}, {}),
    ],
)
def test_each_part_counts_by_itself(part, better, worse, of_need):
    one, other = (judged(helper(**fields), need(**of_need)) for fields in (better, worse))
    assert getattr(one.parts, part) > getattr(other.parts, part)
    assert one.parts._replace(**{part: 0}) == other.parts._replace(**{part: 0})
    assert one.score > other.score


def test_scores_go_from_0_to_100():
    best = helper(capacity=9, experience=frozenset([WALK]))
    assert judged(best, need()).score == pytest.approx(100)
    assert all(0 <= part <= 1 for part in judged(helper(), need()).parts)


@pytest.mark.parametrize("whose", ["helper", "need"])
def test_a_protected_address_is_no_part_of_any_comparison(whose):
    """Wherever the others live, neither score nor order nor explanation tells where the address is."""
    protected = {"protected": True} if whose == "helper" else {}
    asked = need(steps=None) if whose == "need" else need()
    near, far = (helper(areas=frozenset([place]), reach=0, **protected) for place in (HERE, FAR))
    assert judged(near, asked)[1:] == judged(far, asked)[1:]
    assert judged(near, asked).distance is None
    assert closed_gates(far, asked) == []


def test_the_same_input_gives_the_same_order():
    equals = [helper(pk) for pk in range(30)]
    assert suggest(need(), equals) == suggest(need(), equals[::-1])


def test_whoever_was_asked_last_is_asked_last_again():
    rested, tired = helper(1, asked_on=TODAY - timedelta(days=20)), helper(2, asked_on=TODAY)
    assert [one.helper.pk for one in suggest(need(), [tired, rested])] == [1, 2]


# --- the whole board -----------------------------------------------------------------------------------
def test_the_board_gives_each_what_only_they_can_do():
    """Greedy would give the driver the walk and leave the drive to nobody."""
    driver = helper(1, tasks=frozenset([WALK, DRIVE]), capacity=1, experience=frozenset([WALK]))
    walker = helper(2, asked_on=TODAY, capacity=1)
    lines = propose([need("walk"), need("drive", task=DRIVE)], [driver, walker])
    assert [line.suggestion.helper.pk for line in lines] == [2, 1]


def test_the_board_spreads_before_it_heaps():
    lines = propose([need(number) for number in range(4)], [helper(pk, capacity=4) for pk in range(4)])
    assert sorted(line.suggestion.helper.pk for line in lines) == [0, 1, 2, 3]


def test_nobody_on_the_board_gets_more_than_the_places_they_have_left():
    lines = propose([need(number) for number in range(5)], [helper(1, capacity=3, load=1)])
    assert sum(line.suggestion is not None for line in lines) == 2


def test_a_board_without_helpers_or_without_requests_is_empty():
    assert [line.suggestion for line in propose([need()], [])] == [None]
    assert [line.suggestion for line in propose([need()], [helper(status="paused")])] == [None]
    assert propose([], [helper()]) == []


def test_the_board_passes_no_gate_over():
    needs = [need(number, needs_car=number % 2 == 0, slots=1 << number % 3) for number in range(12)]
    people = [helper(pk, car=pk % 3 == 0, slots=0b11 << pk % 2, capacity=2) for pk in range(8)]
    for line in propose(needs, people):
        if line.suggestion:
            assert closed_gates(line.suggestion.helper, line.need) == []


def test_steps_go_from_neighbour_to_neighbour_and_both_ways():
    graph = neighbours([(1, 2), (3, 2), (3, 4), (7, 8)])
    assert steps_from(1, graph) == {1: 0, 2: 1, 3: 2, 4: 3}
    assert steps_from(9, graph) == {9: 0}


def test_every_weight_names_a_part():
    assert matching.WEIGHTS._fields == matching.Parts._fields
    assert all(weight > 0 for weight in matching.WEIGHTS)
