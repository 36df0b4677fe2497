"""The step engine: nothing invalid or irrelevant is ever complete, and nothing relevant is lost."""

from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from casework.steps import Journey, Step


class Kind(forms.Form):
    kind = forms.ChoiceField(label="Kind", choices=[("short", "A short one"), ("long", "A long one")])


class Words(forms.Form):
    words = forms.CharField(label="Words", max_length=5)
    more = forms.MultipleChoiceField(label="More", choices=[("a", "A"), ("b", "B")], required=False)


class Reason(forms.Form):
    reason = forms.CharField(label="Reason")


def is_long(cleaned):
    return cleaned.get("kind", {}).get("kind") == "long"


JOURNEY = Journey(
    Step("kind", "Kind", Kind), Step("words", "Words", Words, is_long), Step("why", "Why", Reason)
)
COMPLETE = {
    "kind": {"kind": ["long"]},
    "words": {"words": ["hei"], "more": ["a", "b"]},
    "why": {"reason": ["x"]},
}


def test_a_step_that_does_not_apply_is_neither_asked_nor_sent():
    walk = JOURNEY.walk(COMPLETE | {"kind": {"kind": ["short"]}})
    assert [stop.step.slug for stop in walk.stops] == ["kind", "why"]
    assert set(walk.cleaned) == {"kind", "why"}


def test_an_answer_that_was_good_under_older_rules_is_open_again():
    walk = JOURNEY.walk(COMPLETE | {"words": {"words": ["too long now"]}})
    assert walk.first_open.step.slug == "words"
    assert "words" not in walk.cleaned


def test_a_step_cannot_be_reached_before_those_in_front_of_it():
    walk = JOURNEY.walk({"kind": {"kind": ["long"]}})
    assert walk.reachable("why").step.slug == "words"
    assert walk.reachable("kind").step.slug == "kind"
    assert walk.reachable("no such step").step.slug == "words"


def test_answers_are_shown_as_a_person_reads_them():
    rows = {stop.step.slug: stop.rows() for stop in JOURNEY.walk(COMPLETE).stops}
    assert rows["kind"] == [("Kind", "A long one")]
    assert rows["words"] == [("Words", "hei"), ("More", "A, B")]


def test_only_a_steps_own_fields_are_kept():
    data = QueryDict("words=hei&more=a&more=b&csrfmiddlewaretoken=x&state=y&is_admin=1")
    assert JOURNEY.posted("words", data) == {"words": ["hei"], "more": ["a", "b"]}
    assert JOURNEY.posted("no such step", data) is None


values = st.lists(st.sampled_from(["short", "long", "hei", "", "far too long", "a", "\0"]), max_size=2)
answers = st.dictionaries(
    st.sampled_from(["kind", "words", "why", "other"]),
    st.dictionaries(st.sampled_from(["kind", "words", "more", "reason", "other"]), values, max_size=3),
    max_size=4,
)


@given(answers)
def test_whatever_was_posted_a_finished_walk_holds_exactly_the_steps_that_apply(posted):
    walk = JOURNEY.walk(posted)
    if walk.first_open is None:
        assert set(walk.cleaned) == {stop.step.slug for stop in walk.stops}
        assert ("words" in walk.cleaned) == is_long(walk.cleaned)
