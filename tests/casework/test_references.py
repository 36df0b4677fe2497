"""References survive being read aloud, and say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.references import ALPHABET, new_reference, normalise

references = st.builds(new_reference)


def test_the_alphabet_has_no_look_alikes():
    assert not set("0O1IL2Z5S8BU") & set(ALPHABET)
    assert len(set(ALPHABET)) == 23


@given(references)
def test_a_reference_is_understood_however_it_is_spaced(reference):
    assert normalise(f"  {reference.lower().replace('-', ' ')} ") == reference


@given(references, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_always_noticed(reference, place, sign):
    signs = list(reference.replace("-", ""))
    if signs[place] == sign:
        return
    signs[place] = sign
    assert normalise("".join(signs)) is None


@given(references, st.integers(0, 7))
def test_two_swapped_neighbours_are_always_noticed(reference, place):
    signs = list(reference.replace("-", ""))
    if signs[place] == signs[place + 1]:
        return
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    assert normalise("".join(signs)) is None


@pytest.mark.parametrize("text", ["", "K7M", "K7M-4XA-9T0", "æøå-æøå-æøå", "x" * 500])
def test_what_is_no_reference_is_none(text):
    assert normalise(text) is None
