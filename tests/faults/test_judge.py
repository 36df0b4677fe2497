"""The judge of the fault run sees what it is there to see. The run itself is a script: docs/never-lost.md."""

from dataclasses import replace

import pytest

from tests.faults.judge import Acknowledged, Stored, Verdict, judge

EVERYBODY = {"who": "private", "age": "8"}
TRACES = {"received": 1, "concerns.index": 1}
TOLD = [Acknowledged(f"CODE-{number}", f"text {number}") for number in range(3)]
KEPT = [Stored(one.code, EVERYBODY | {"text": one.text}, dict(TRACES)) for one in TOLD]


def verdict(told=TOLD, kept=KEPT) -> Verdict:
    return judge(told, kept, answers=EVERYBODY, traces=TRACES)


def test_all_that_was_told_is_stored():
    assert verdict() == Verdict()
    assert verdict().is_clean


def test_a_report_that_nobody_was_told_of_is_no_fault():
    assert verdict(told=TOLD[:2]).is_clean


def test_a_lost_report_is_found():
    assert verdict(kept=KEPT[1:]).lost == ["CODE-0"]


def test_a_report_that_came_twice_is_found():
    again = replace(KEPT[0], code="")
    assert verdict(kept=[*KEPT, again]).twice == ["text 0"]


def test_two_receipts_for_one_report_are_found():
    again = Acknowledged("CODE-9", "text 0")
    assert verdict(told=[*TOLD, again]).twice == ["text 0"]
    assert verdict(told=[*TOLD, TOLD[0]]).is_clean


def test_a_report_that_does_not_open_is_found():
    assert verdict(kept=[replace(KEPT[0], answers=None), *KEPT[1:]]).unreadable == ["CODE-0"]


@pytest.mark.parametrize(
    "changed",
    [
        {"answers": EVERYBODY | {"text": "text 1"}},
        {"answers": {"text": "text 0"}},
        {"files": 1},
        {"traces": {"received": 1}},
        {"traces": {"received": 2, "concerns.index": 1}},
    ],
)
def test_a_report_that_is_not_what_was_sent_is_found(changed):
    found = verdict(kept=[replace(KEPT[0], **changed), *KEPT[1:]])
    assert found.wrong == ["CODE-0"]
    assert not found.is_clean
