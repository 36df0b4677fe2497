"""Every page of the area is plain: LIX 40 at most, in bokmål."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from casework.outbox import deliver_waiting
from tests.concerns.citizens import sign_in
from tests.lix import MOST, lix, running_text
from tests.volunteers.people import coordinator, help_request, volunteer
from tests.volunteers.test_journey import HELP, OFFER, hidden, person, places  # noqa: F401 - a fixture
from volunteers import asking, deciding, links, revealing
from volunteers.models import Match, OneTimeCode, Volunteer

pytestmark = pytest.mark.django_db
REFERENCE = re.compile(r"\b\w{3}-\w{3}-\w{3}\b")


def is_plain(page) -> None:
    # A reference is no word, though its letters may look like one.
    text = REFERENCE.sub("", running_text(page.content.decode()))
    assert len(text) > 20, "the page was read"
    assert lix(text) <= MOST, (round(lix(text), 1), text)


def test_the_first_page_is_plain(client):
    is_plain(client.get("/frivillig/"))


def test_asking_for_help_is_plain_to_the_receipt(client):
    at = reverse("volunteers:help")
    page = client.get(at)
    is_plain(page)
    for slug, answers in HELP.items():
        page = client.post(at, hidden(page) | {"step": slug} | answers)
        is_plain(page)
    is_plain(client.post(at, hidden(page) | {"go": "send"}))


def test_offering_is_plain_from_the_first_page_to_ones_own(client):
    helper = sign_in(client, person())
    is_plain(helper.get(reverse("volunteers:offer")))
    at = helper.post(reverse("volunteers:offer"))["Location"]
    for slug, answers in OFFER.items():
        is_plain(helper.get(f"{at}{slug}/"))
        helper.post(f"{at}{slug}/", answers)
    is_plain(helper.get(f"{at}kontroller/"))
    helper.post(f"{at}kontroller/")
    mine = reverse("volunteers:mine")
    is_plain(helper.get(mine))
    for status in Volunteer.Status.values[:-1]:
        Volunteer.objects.update(status=status)
        is_plain(helper.get(mine))
    is_plain(helper.get(reverse("volunteers:change")))


def test_both_links_are_plain_in_every_state():
    helper, case = volunteer(), help_request()
    [one] = asking.ask(case, [helper], by=coordinator())
    at = reverse("volunteers:ask", args=[links.token("ask", one.pk)])
    follow = reverse("volunteers:request", args=[links.token("request", case.pk)])

    def both():
        is_plain(Client().get(at))
        is_plain(Client().get(follow))

    both()
    asking.decline(one)
    both()
    asking.reserve(one)
    both()
    revealing.send_code(one.pk)
    deliver_waiting()
    is_plain(Client().post(at, {"go": "show", "code": OneTimeCode.objects.get().code}))
    match = Match.objects.get()
    both()
    asking.say_outcome(match, "helper", "done")
    both()
    case.refresh_from_db()
    deciding.close(case, by=coordinator("k2"))
    both()
