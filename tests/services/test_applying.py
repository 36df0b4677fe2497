"""What an application stores and how it is read again."""

from datetime import date

import pytest

from casework.steps import Journey
from services import applying
from services.journeys import care_journey
from services.models import CareApplication
from tests.services.applications import a_citizen
from tests.services.filling_in import ANSWERS

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)


def posted(answers: dict) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [value] for name, value in answers.items()}


def walked(journey: Journey | None = None, **changed):
    answers = ANSWERS | {slug: ANSWERS.get(slug, {}) | new for slug, new in changed.items()}
    journey = journey or care_journey(TODAY)
    return journey.walk({slug: posted(step) for slug, step in answers.items()})


def test_a_whole_journey_can_be_sent_and_is_read_again_as_it_was_asked(asker):
    walk = walked()
    assert walk.first_open is None, walk.first_open.form.errors
    content = applying.content_of(walk.cleaned, TODAY)
    assert content["services"] == ["individual_respite", "support_contact", "bpa"]
    case = CareApplication.receive(content, "draft", citizen=a_citizen())
    read = {str(title): dict(rows) for title, rows in applying.sections(case.content)}
    assert read["Barnet"]["Når er barnet født?"] == "4. mars 2016"
    assert read["Hva som trengs gjennom døgnet"]["Om natten: Hva trengs?"] == "Våken tre ganger"
    assert read["Tolk"] == {"Trenger du eller barnet tolk?": "Nei"}
    assert "Om deg" not in read


def test_a_service_of_another_age_is_left_out_when_the_family_says_so(asker):
    wish = {"services": ["support_contact", "after_school"]}
    assert walked(wish=wish).first_open.step.slug == "age"
    walk = walked(wish=wish, age={"without": "yes"})
    assert walk.first_open is None
    content = applying.content_of(walk.cleaned, TODAY)
    assert content["services"] == content["wish"]["services"] == ["support_contact"]
    assert "after_school" not in [stop.step.slug for stop in walk.stops]


def test_where_no_service_fits_nothing_can_be_sent(asker):
    stop = walked(wish={"services": ["after_school"]}, age={"without": "yes"}).first_open
    assert stop.step.slug == "age"
    assert "ring" in str(stop.form.errors)
