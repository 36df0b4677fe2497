"""A case that nobody has said why they open shows nothing, whichever of its pages is asked for."""

import pytest

from casework.access import AccessEntry
from tests.portal.cast import set_scene
from tests.portal.desks import Case, by_desk

pytestmark = pytest.mark.django_db

WHY = "Hvorfor åpner du saken?"


@pytest.fixture
def made(desk):
    return Case(desk, set_scene())


def reading(made) -> list:
    return [verb for verb in made.desk.verbs if not verb.unopened]


@by_desk
def test_a_verbs_page_leads_to_the_question_why(made):
    for verb in (one for one in reading(made) if one.has_page):
        answer = made.client.get(made.address("verb", made.case.pk, verb.name))
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            made.address("change", made.case.pk),
        ), verb.name
    made.client.post(made.address("open", made.case.pk), {"purpose": "control"})
    for verb in (one for one in reading(made) if one.has_page):
        assert made.client.get(made.address("verb", made.case.pk, verb.name)).status_code == 200, verb.name


@by_desk
def test_a_refused_post_shows_nothing_of_the_case_and_keeps_what_was_written(made):
    """From a page that was open too long, or from none."""
    for verb in (one for one in reading(made) if one.checks_version):
        posted = {"version": 99, "text": "Dette skrev jeg.", "template": "x"}
        answer = made.client.post(made.address("verb", made.case.pk, verb.name), posted)
        assert answer.status_code in (400, 409), verb.name
        assert WHY in answer.text, verb.name
        assert "Ingenting er endret." in answer.text
        assert "text" not in verb.form.base_fields or "Dette skrev jeg." in answer.text, verb.name
    assert not AccessEntry.objects.filter(who=made.user.username, action="opened").exists()


@by_desk
def test_what_needs_nothing_of_the_case_is_done_unopened(made):
    for verb in set(made.desk.verbs) - set(reading(made)):
        answer = made.client.get(made.address("verb", made.case.pk, verb.name))
        assert answer.status_code == (200 if verb.has_page else 405), verb.name
