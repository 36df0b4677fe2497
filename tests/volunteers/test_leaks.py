"""A whole way from offer to thanks with a word of its own in each answer: nothing that is kept shows one."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from casework.outbox import deliver_waiting
from tests.concerns.citizens import sign_in
from tests.leaks import everything_kept, found_in
from tests.volunteers.people import area, coordinator, task
from tests.volunteers.test_journey import act, ask_for_help, link_in, offer, open_case, person
from volunteers import closing
from volunteers.models import Crisis, HelpRequest, Match, Volunteer

pytestmark = pytest.mark.django_db

HELPER = {"name": "Kanarihjelper Blåveis", "about": "Kanarierfaring", "email": "kanari.hjelper@example.no"}
SEEKER = {
    "name": "Kanarisøker Rødstrupe",
    "text": "Kanariærend på apoteket",
    "address": "Kanariveien 77",
    "email": "kanari.trenger@example.no",
}
PHONES = {"helper": "400 17 771", "seeker": "400 27 772"}
LOGGED, PROBLEM = "Kanarinotat i loggen", "Kanariproblem i oppgangen"
WORDS = [*HELPER.values(), *SEEKER.values(), LOGGED, PROBLEM]
NUMBERS = [form for phone in PHONES.values() for form in (phone, phone.replace(" ", ""))]


@pytest.fixture
def sms(settings, tmp_path_factory):
    """A gateway of its own: what it is told is meant to be read there."""
    settings.SMS_URL = f"file://{tmp_path_factory.mktemp('sms')}"


@pytest.mark.usefixtures("sms")
def test_help_from_offer_to_thanks_leaves_no_word_readable(log, var_dir, mailoutbox, at_the_desk):
    call_command("sync_roles", verbosity=0)
    Crisis.objects.create(name="Flom", opened_on="2026-11-01")
    link, follow = everything_is_done(at_the_desk(coordinator()), mailoutbox)
    kept = everything_kept(log, var_dir)
    assert HelpRequest.objects.get().reference.encode() in kept, "the database was looked at"
    assert found_in(kept, [*WORDS, *NUMBERS, link[-32:], follow[-32:]]) == set()
    assert mailoutbox, "somebody was told"
    for mail in mailoutbox:
        assert found_in(mail.message().as_bytes(), [*SEEKER.values(), HELPER["name"], LOGGED, PROBLEM]) <= {
            mail.to[0]
        }
    assert found_in(repr([*closing.rows(Crisis.objects.get())]).encode(), [*WORDS, *NUMBERS]) == set()


def everything_is_done(desk, mailoutbox) -> tuple[str, str]:
    """Offered, asked for, found, reserved, revealed, noted, complained of and done; gives the two links."""
    task("handle")
    area("Solbygda")
    helper, anybody = sign_in(Client(), person()), Client()
    by_mail = {"notice": "email"}
    you = by_mail | {"name": HELPER["name"], "phone": PHONES["helper"], "email": HELPER["email"]}
    offer(helper, you=you, tasks={"about": HELPER["about"]})
    helper.post(reverse("volunteers:mine"), {"go": "sign", "agree": "yes"})
    asked = {"name": SEEKER["name"], "phone": PHONES["seeker"], "address": SEEKER["address"]}
    ask_for_help(anybody, what={"text": SEEKER["text"]}, you=asked | by_mail | {"email": SEEKER["email"]})
    deliver_waiting()
    request, volunteer = HelpRequest.objects.get(), Volunteer.objects.get()
    follow = last_link(mailoutbox)
    act(desk, volunteer, "approve")
    act(desk, request, "accept")
    assert HELPER["name"] in open_case(desk, request).content.decode()
    desk.post(reverse("admin:volunteers_helprequest_search"), {"words": PHONES["seeker"]})
    act(desk, request, "ask", volunteers=[str(volunteer.pk)])
    act(desk, request, "note", text=LOGGED, how="", follow_up_on="")
    deliver_waiting()
    link = last_link(mailoutbox)
    anybody.post(link, {"go": "reserve"})
    mine = reverse("volunteers:my_ask", args=[volunteer.asks.get().pk])
    assert SEEKER["address"] in helper.post(mine, {"go": "show"}).content.decode()
    anybody.post(follow, {"go": "problem", "text": PROBLEM})
    anybody.post(follow, {"go": "done", "match": str(Match.objects.get().pk)})
    deliver_waiting()
    return link, follow


def last_link(mailoutbox) -> str:
    return link_in(re.sub(r"\s+", " ", mailoutbox[-1].body) + " ")
