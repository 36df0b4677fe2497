"""How well the list of patterns sees that a text reveals its writer: on sentences it was not tuned on."""

import time
import tomllib
from pathlib import Path

import pytest

from concerns.naming import found, found_in

SENTENCES = tomllib.loads(Path(__file__).with_name("naming_sentences.toml").read_text())
RECALL, FALSE_ALARMS = 0.80, 0.10
MEASURED_AND_TUNED = ("measured_on", "tuned_on")


@pytest.mark.parametrize("sentences", SENTENCES.values(), ids=SENTENCES)
def test_most_of_what_reveals_is_seen_and_little_else(sentences, request, capsys):
    missed = [sentence for sentence in sentences["reveals"] if not found(sentence)]
    alarms = [sentence for sentence in sentences["silent"] if found(sentence)]
    recall = 1 - len(missed) / len(sentences["reveals"])
    alarmed = len(alarms) / len(sentences["silent"])
    with capsys.disabled():
        print(
            f"\n{request.node.callspec.id}: recall {recall:.0%}, false alarms {alarmed:.0%}", missed, alarms
        )
    assert recall >= RECALL
    assert alarmed <= FALSE_ALARMS


def test_fifty_sentences_are_measured_on_and_none_of_them_was_tuned_on():
    measured, tuned = (
        [*kinds["reveals"], *kinds["silent"]] for kinds in map(SENTENCES.get, MEASURED_AND_TUNED)
    )
    assert len(set(measured)) == 50
    assert not set(measured) & set(tuned)


def test_the_writers_own_name_is_found():
    assert found("Spør Kari Lyngmo om det.", own=["Kari", "Lyngmo"]) == ["Kari", "Lyngmo"]


WORRY = {"text": "Jeg er tanten til jenta."}


@pytest.mark.parametrize(
    ("identity", "shown"),
    [
        ("anonymous", [("worry", ["Jeg er tanten"])]),
        ("hidden", [("worry", ["Jeg er tanten"])]),
        ("named", []),
    ],
)
def test_only_those_who_do_not_want_to_be_known_are_warned(identity, shown):
    assert found_in({"worry": WORRY, "reporter": {"identity": identity}}) == shown


def test_how_one_knows_the_child_may_say_it_all():
    cleaned = {"child-1": {"relation": "Tante", "place": ""}, "reporter": {"identity": "anonymous"}}
    assert found_in(cleaned) == [("child-1", ["Tante"])]


@pytest.mark.parametrize(
    "text",
    [
        "jeg er " * 1400,
        "som " * 2500,
        "1 " * 5000,
        "a@" * 5000,
        "beste" * 2000,
        "an'" * 3333,  # each apostrophe may begin a word that goes on to the end
        "a" * 10_000,  # and each letter an address
    ],
)
def test_no_text_takes_long(text):
    begun = time.monotonic()
    found(text)
    assert time.monotonic() - begun < 1
