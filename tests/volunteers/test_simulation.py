"""The promises of docs/volunteers.md, on a town small enough for every test run."""

import statistics

import pytest

from tests.volunteers.simulation import as_the_portal, compare, gini, play
from tests.volunteers.simulation_report import BEGIN, END, PAGE, picture, table

SMALL = {"people": 300, "a_week": 75, "weeks": 4}


@pytest.fixture(scope="module")
def compared():
    return compare([1, 2], **SMALL)


def test_nobody_is_over_capacity_and_no_gate_is_passed_over(compared):
    for each in compared:
        for outcome in (each.portal, each.nearest):
            assert (outcome.over_capacity, outcome.past_a_gate) == (0, 0)


def test_askings_are_spread_more_fairly_than_by_the_nearest_first(compared):
    for each in compared:
        assert each.portal.fairness < each.nearest.fairness - 0.05


def test_as_many_get_help_and_from_as_near(compared):
    for each in compared:
        assert each.portal.fill_rate >= each.nearest.fill_rate - 0.02
        assert statistics.median(each.portal.steps) <= 1.2 * statistics.median(each.nearest.steps)
        # Most help comes from the same area, so that the median is 0: the mean must not hide a longer way.
        assert statistics.fmean(each.portal.steps) <= statistics.fmean(each.nearest.steps) + 0.1


def test_the_same_seed_gives_the_same_town_and_the_same_weeks(compared):
    assert play(1, as_the_portal, **SMALL) == compared[0].portal


def test_the_page_and_the_picture_come_from_the_script(compared):
    assert BEGIN in PAGE.read_text()
    assert END in PAGE.read_text()
    assert "the portal" in table(compared)
    assert picture(compared[0]).count("<polyline") == 2


@pytest.mark.parametrize(("values", "expected"), [([1, 1, 1], 0), ([0, 0, 9], 2 / 3), ([], 0), ([0, 0], 0)])
def test_gini_is_0_when_all_are_alike(values, expected):
    assert gini(values) == pytest.approx(expected)
