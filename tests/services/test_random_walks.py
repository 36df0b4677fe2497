"""Random walks through the application: nothing invalid or irrelevant is ever sent, nothing relevant is lost.

What may be sent is told here from the answers alone, in plain words, and not by the engine that is tested.
"""

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casework.drafts import Draft
from services.journeys import KIND
from services.models import CareApplication
from tests.accounts.sign_in import citizen, signed_in_citizen
from tests.services.filling_in import ANSWERS, step

pytestmark = pytest.mark.django_db

CHILDS_AGE, YOUTHS_AGE, ADULTS_AGE, HOURS = 10, 17, 25, 168
RESPITE = {"individual_respite", "residential_respite"}
ASKS_MORE = {"support_contact": "support", "bpa": "bpa", "after_school": "after_school"}


def born(years: int) -> dict:
    day = {"born_day": "1", "born_month": "1", "born_year": str(timezone.localdate().year - years)}
    return ANSWERS["child"] | day


def wish(*services: str, hours: str = "") -> dict:
    return ANSWERS["wish"] | {"services": list(services), "hours": hours}


# What may be written on each step: good answers first, and such as must never be sent.
GOOD = {
    "who": [{"who": "own_child"}, {"who": "self"}, {"who": "foster_child", "agency": "Bærum"}],
    "child": [born(CHILDS_AGE), born(YOUTHS_AGE), born(ADULTS_AGE)],
    "guardian": [ANSWERS["guardian"], {"second": "alone"}],
    "youth": [{"agrees": "yes"}],
    "wish": [
        wish("individual_respite", "bpa", hours="20"),
        wish("bpa", hours="150"),
        wish("support_contact", "after_school"),
        wish("after_school"),
        wish("individual_respite", "support_contact"),
    ],
    "age": [{"without": "yes"}],
    "after_school": [{"upper_school": "Lauvlia", "days": ["mon"]}],
    "files": [{}],
} | {slug: [ANSWERS[slug]] for slug in ("contact", "health", "need", "burden", "respite", "support", "bpa")}
GOOD |= {slug: [ANSWERS[slug]] for slug in ("interpreter", "consent")}
BAD = {
    "who": [{}, {"who": "foster_child"}, {"who": "the neighbour"}],
    "child": [born(-1), born(CHILDS_AGE) | {"born_day": "31", "born_month": "2"}],
    "guardian": [{"second": "named"}],
    "youth": [{}],
    "contact": [ANSWERS["contact"] | {"mobile": "123"}],
    "health": [{"health": " "}],
    "need": [ANSWERS["need"] | {"night_what": ""}],
    "burden": [{}],
    "wish": [wish(), wish("bpa", hours="169"), wish("the moon")],
    "age": [{}],
    "respite": [{}],
    "support": [{"form": "alone"}],
    "bpa": [{"bpa_hours": "20"}],
    "after_school": [{"upper_school": "Lauvlia"}],
    "interpreter": [{"interpreter": "True"}],
    "consent": [{"sources": ["gp"], "is_correct": "on"}],
}
ORDER = [
    *("who", "child", "guardian", "youth", "contact", "health", "need", "burden", "wish", "age", "respite"),
    *("support", "bpa", "after_school", "interpreter", "files", "consent"),
]
MOVES = st.one_of(
    *[st.tuples(st.just(slug), st.sampled_from(GOOD[slug] + BAD.get(slug, []))) for slug in ORDER],
    st.tuples(st.sampled_from(ORDER), st.just("look")),
    st.tuples(st.just("kontroller"), st.just("send")),
)


class Told:
    """What a draft's answers mean, said without the engine."""

    def __init__(self, kept: dict):
        self.kept = kept
        self.who = self.valid("who") and kept["who"]["who"][0]
        self.age = self._age()
        wished = kept["wish"]["services"] if self.valid("wish") else []
        fits = {key: self.age >= 15 if key == "after_school" else self.age < 18 for key in wished}
        fits |= {"bpa": True} if "bpa" in wished else {}
        self.misfits = [key for key in wished if not fits[key]]
        self.services = [key for key in wished if fits[key]]

    def valid(self, slug: str) -> bool:
        return any(self.kept.get(slug) == posted(good) for good in GOOD[slug])

    def _age(self) -> int:
        years = {int(posted(born(age))["born_year"][0]): age for age in (CHILDS_AGE, YOUTHS_AGE, ADULTS_AGE)}
        return years[int(self.kept["child"]["born_year"][0])] if self.valid("child") else -1

    def asked(self) -> list[str]:
        own, is_child = self.who == "own_child", self.fine("child")
        more = {ASKS_MORE[key] for key in self.services if key in ASKS_MORE}
        left_out = {"guardian", "youth", "age", "respite", *ASKS_MORE.values()} - more
        left_out -= {"guardian"} if own and is_child and self.age < 16 else set()
        left_out -= {"youth"} if own and is_child and self.age >= 16 else set()
        left_out -= {"age"} if self.misfits else set()
        left_out -= {"respite"} if RESPITE & set(self.services) else set()
        return [slug for slug in ORDER if slug not in left_out]

    def fine(self, slug: str) -> bool:
        """Whether the step's answer is good where it stands."""
        if not self.valid(slug):
            return False
        if slug == "child":
            return self.age >= 16 if self.who == "self" else self.age < 18
        if slug == "age":
            return bool(self.services)
        if slug == "bpa":
            hours = self.kept["wish"]["hours"][0] or "0"
            return int(hours) + int(self.kept["bpa"]["bpa_hours"][0]) <= HOURS
        return True

    def first_open(self) -> str | None:
        return next((slug for slug in self.asked() if not self.fine(slug)), None)

    def reaches(self, slug: str) -> bool:
        asked, first = self.asked(), self.first_open()
        return slug in asked and (first is None or asked.index(slug) <= asked.index(first))


def posted(answers: dict) -> dict:
    """As a browser sends it: boxes of which none is ticked are not there."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in answers.items()}
    return {name: value for name, value in lists.items() if value}


@pytest.fixture
def parent(asker):
    client = signed_in_citizen(citizen())
    client.user_id = int(client.session["_auth_user_id"])
    return client


WHOLE = {slug: posted(ANSWERS[slug]) for slug in ANSWERS if slug not in ("who", "child", "guardian", "wish")}
WHOLE |= {slug: posted(GOOD[slug][0]) for slug in ("who", "child", "guardian", "wish")}


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,  # the same walks each time: some take a second
    phases=[Phase.generate],  # a failing walk is short enough to read; making it shorter takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(whole=st.booleans(), moves=st.lists(MOVES, min_size=5, max_size=25))
def test_only_what_is_asked_and_good_is_sent_and_nothing_asked_is_lost(parent, whole, moves):
    draft = Draft.objects.create(user_id=parent.user_id, kind=KIND, answers=WHOLE if whole else {})
    kept = dict(draft.answers)
    for slug, move in [*moves, ("kontroller", "send")]:
        told = Told(kept)
        if move == "look":
            page = parent.get(step(draft, slug))
            assert (page.status_code == 200) == told.reaches(slug)
        elif move == "send":
            if sent(parent, draft, told):
                return
        else:
            parent.post(step(draft, slug), move)
            kept |= {slug: posted(move)} if told.reaches(slug) else {}
        assert Draft.objects.get(pk=draft.pk).answers == kept


def sent(client, draft, told) -> bool:
    """Press the button. What comes through is what was asked, good, and whole."""
    answer = client.post(step(draft, "kontroller"))
    case = CareApplication.objects.filter(pk=draft.pk).first()
    if told.first_open():
        assert case is None
        assert answer.url == step(draft, told.first_open())
        return False
    assert answer.url == reverse("services:my_application", args=[case.pk])
    stored = set(told.asked()) - {"age", "files"}
    assert case.content.keys() == stored | {"services"}
    assert case.content["services"] == case.content["wish"]["services"] == told.services
    for slug, name in (("health", "health"), ("need", "night_what"), ("child", "school")):
        assert case.content[slug][name] == told.kept[slug][name][0]
    return True
