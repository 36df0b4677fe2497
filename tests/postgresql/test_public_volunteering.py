"""Volunteering as the public face's own database role has it: what citizens do, and nothing of the desk's."""

import pytest
from django.test import Client
from django.urls import reverse

from casework.outbox import Message
from tests.concerns.citizens import sign_in
from tests.postgresql.test_database_roles import PUBLIC, as_role, refused, roles  # noqa: F401 - a fixture
from tests.volunteers.people import area, coordinator, help_request, task, volunteer
from tests.volunteers.test_journey import ask_for_help, offer, person
from volunteers import asking, links, taking_part
from volunteers.models import Ask, HelpRequest, HelpRequestNote, Match, OneTimeCode, Problem, Volunteer


@pytest.fixture
def asked(roles):  # noqa: F811
    """A question to two volunteers."""
    helpers = [volunteer(), volunteer()]
    return asking.ask(help_request(), helpers, by=coordinator())


def test_it_takes_offers_and_requests(roles, settings):  # noqa: F811
    settings.SESSION_ENGINE = "accounts.citizen_sessions"
    task("handle", name="Handle mat")
    area("Solbygda")
    helper = sign_in(Client(), person())
    with as_role(PUBLIC):
        assert offer(helper).status_code == 302
        helper.post(reverse("volunteers:mine"), {"go": "sign", "agree": "yes"})
        ask_for_help(Client())
    assert Volunteer.objects.get().declared_at
    assert HelpRequest.objects.get().status == HelpRequest.Status.RECEIVED


def test_it_answers_reserves_steps_back_and_moves_up(asked):
    first, second = (reverse("volunteers:ask", args=[links.token("ask", one.pk)]) for one in asked)
    with as_role(PUBLIC):
        Client().post(first, {"go": "reserve"})
        Client().post(second, {"go": "reserve"})
        Client().post(first, {"go": "problem", "text": "Noe skjedde."})
        Client().post(first, {"go": "step_back"})
        Client().post(second, {"go": "code"})
    code = OneTimeCode.objects.get().code
    with as_role(PUBLIC):
        page = Client().post(second, {"go": "show", "code": code})
        assert "Trenger Nummer" in page.content.decode()
        Client().post(second, {"go": "done"})
    assert Match.objects.filter(status=Match.Status.DONE).count() == 1
    assert Problem.objects.count() == 1


def test_it_lets_a_volunteer_leave_and_the_worker_deletes_the_rest(asked):
    with as_role(PUBLIC):
        taking_part.leave(Volunteer.objects.get(pk=asked[0].volunteer_id), by=None)
    assert Message.objects.filter(kind="volunteers.forget_notes").exists()


def test_it_reads_no_note_and_asks_nobody(asked):
    with as_role(PUBLIC):
        assert refused(lambda: list(HelpRequestNote.objects.all()))
        assert refused(
            lambda: Ask.objects.create(request=asked[0].request, volunteer=volunteer(), wave=1, by="x")
        )
        assert refused(lambda: Ask.objects.update(score=1))
        assert refused(lambda: HelpRequest.objects.update(protected=False))
