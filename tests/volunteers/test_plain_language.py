"""Every page of the area is plain: LIX 40 at most, in bokmål."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.concerns.citizens import sign_in
from tests.lix import MOST, lix, running_text
from tests.volunteers.people import area, coordinator, help_request, task, volunteer
from tests.volunteers.test_journey import HELP, OFFER, hidden, person
from volunteers import asking, deciding, links
from volunteers.models import HelpRequest, Volunteer

pytestmark = pytest.mark.django_db
REFERENCE = re.compile(r"\b\w{3}-\w{3}-\w{3}\b")


@pytest.fixture(autouse=True)
def places(db):
    task("handle", name="Handle mat")
    area("Solbygda")


def is_plain(page, least: int = 100) -> None:
    # A reference is no word, though its letters may look like one.
    text = REFERENCE.sub("", running_text(page.content.decode()))
    assert len(text) >= least
    assert lix(text) <= MOST, (round(lix(text), 1), text)


def test_the_first_page_is_plain(client):
    is_plain(client.get(reverse("volunteers:start")))


def test_asking_for_help_is_plain(client):
    at = reverse("volunteers:help")
    page = client.get(at)
    for slug, answers in HELP.items():
        is_plain(client.post(at, hidden(page) | {"step": slug}), least=0)
        page = client.post(at, hidden(page) | {"step": slug} | answers)
    is_plain(page)
    is_plain(client.post(at, hidden(page) | {"go": "send"}))
    is_plain(client.get(follow(HelpRequest.objects.get())), least=0)


def test_offering_help_is_plain():
    client = sign_in(Client(), person())
    is_plain(client.get(reverse("volunteers:offer")))
    at = client.post(reverse("volunteers:offer"))["Location"]
    for slug, answers in OFFER.items():
        is_plain(client.post(f"{at}{slug}/", {}), least=0)
        client.post(f"{at}{slug}/", answers)
    is_plain(client.get(f"{at}kontroller/"))
    client.post(f"{at}kontroller/")
    mine = reverse("volunteers:mine")
    is_plain(client.get(mine))
    for status in Volunteer.Status.values:
        Volunteer.objects.update(status=status)
        is_plain(client.get(mine), least=0)


def test_every_state_of_a_question_is_plain(client):
    by, request = coordinator(), help_request()
    asking.ask(request, [volunteer(), volunteer()], by=by)
    first, second = (address_of(ask) for ask in request.asks.order_by("at", "pk"))
    is_plain(client.get(first))
    for page, go in ((second, "decline"), (first, "reserve"), (second, "reserve"), (first, "code")):
        is_plain(client.post(page, {"go": go}))
    is_plain(client.post(first, {"go": "show", "code": "1"}))
    is_plain(client.post(first, {"go": "problem", "text": "Noe skjedde."}))
    deciding.cancel(HelpRequest.objects.get(), by=by)
    is_plain(client.get(second))
    is_plain(client.get(follow(request)), least=0)


def address_of(ask) -> str:
    return reverse("volunteers:ask", args=[links.token("ask", ask.pk)])


def follow(request) -> str:
    return reverse("volunteers:request", args=[links.token("request", request.pk)])
