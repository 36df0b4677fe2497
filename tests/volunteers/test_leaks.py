"""A whole offer and a whole request with a word of its own in each answer: nothing kept or sent shows one."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from casework.outbox import deliver_waiting
from tests.concerns.citizens import sign_in
from tests.concerns.leaks import found_in
from tests.concerns.test_leaks import everything_kept, log, var_dir  # noqa: F401 - fixtures
from tests.volunteers.people import coordinator
from tests.volunteers.test_journey import (
    act,
    ask_for_help,
    offer,
    open_case,
    person,
    places,  # noqa: F401 - a fixture
)
from volunteers import asking, closing, deciding, links
from volunteers.models import Ask, Crisis, HelpRequest, OneTimeCode, Volunteer

pytestmark = pytest.mark.django_db

HELPER = {"name": "Kanarihjelper Blåveis", "phone": "400 77 111", "email": "kanari.hjelper@example.no"}
SEEKER = {"name": "Kanarisøker Rødstrupe", "phone": "400 77 222", "email": "kanari.soker@example.no"}
WORDS = {
    "about": "Kanarierfaring fra speideren",
    "text": "Kanaritekst om det som trengs",
    "address": "Kanariveien 77",
    "problem": "Kanariproblem ved døra",
    "note": "Kanarinotat fra samtalen",
    "reason": "Kanarigrunn til sperringen",
}
EVERY_WORD = [*HELPER.values(), *SEEKER.values(), *WORDS.values(), "40077111", "40077222"]
MAILED = {"notice": "email"}


def link(kind, one):
    return reverse(f"volunteers:{kind}", args=[links.token(kind, one.pk)])


def shown_after_a_code(address, subject):
    Client().post(address, {"go": "code"})
    deliver_waiting()
    code = OneTimeCode.objects.filter(subject=subject).latest("made_at").code
    return Client().post(address, {"go": "show", "code": code}).content.decode()


def test_a_whole_match_leaves_no_word_readable(
    at_the_desk,
    log,  # noqa: F811
    var_dir,  # noqa: F811
    settings,
    mailoutbox,
    tmp_path,
    tmp_path_factory,
):
    settings.SMS_URL = (
        f"file://{tmp_path_factory.mktemp('sms')}"  # what a telephone shows is meant to be read
    )
    settings.VOLUNTEER_COORDINATOR_MAIL = "koordinator@example.no"
    call_command("sync_roles", verbosity=0)
    crisis = Crisis.objects.create(name="Flom", opened_on="2026-01-01")
    desk, boss = at_the_desk(coordinator()), coordinator("k2")
    offer(sign_in(Client(), person()), you=HELPER | MAILED, tasks={"about": WORDS["about"]})
    wish = {"text": WORDS["text"]}
    ask_for_help(Client(), what=wish, you=SEEKER | MAILED | {"address": WORDS["address"]})
    helper, case = Volunteer.objects.get(), HelpRequest.objects.get()
    sign_in(Client(), helper.citizen).post(reverse("volunteers:mine"), {"go": "sign", "agree": "yes"})
    deliver_waiting()
    act(desk, helper, "approve")
    act(desk, case, "accept")
    assert HELPER["name"] in open_case(desk, case).content.decode()
    act(desk, case, "ask", volunteers=[str(helper.pk)])
    one = Ask.objects.get()
    Client().post(link("ask", one), {"go": "reserve"})
    assert WORDS["address"] in shown_after_a_code(link("ask", one), one.pk)
    assert HELPER["phone"] in shown_after_a_code(link("request", case), case.pk)
    Client().post(link("request", case), {"go": "problem", "text": WORDS["problem"]})
    desk.post(reverse("admin:volunteers_helprequest_search"), {"words": SEEKER["phone"]})
    act(desk, case, "note", text=WORDS["note"])
    act(desk, case, "block-number", reason=WORDS["reason"])
    desk.get(reverse("admin:volunteers_helprequest_board"))
    deliver_waiting()
    exported = closing.export(crisis)
    everything = everything_kept(log, tmp_path)
    assert case.reference.encode() in everything, "the database was looked at"
    assert found_in(everything, [word for word in EVERY_WORD if "@" not in word]) == set()
    assert case.reference in exported
    assert found_in(exported.encode(), EVERY_WORD) == set()
    told = {tuple(mail.to) for mail in mailoutbox}
    assert {(HELPER["email"],), (SEEKER["email"],)} < told, "both were told, and the coordinator"
    words = [word for word in EVERY_WORD if "@" not in word]
    for mail in mailoutbox:
        assert found_in(mail.message().as_bytes(), [*words, case.reference, helper.reference]) == set()
    assert len({mail.subject for mail in mailoutbox}) == 1, "one neutral subject"
    deciding.close(HelpRequest.objects.get(), by=boss)
    closing.close(crisis, by=boss)
    closing.anonymise(Crisis.objects.get(), by=boss)
    assert HelpRequest.objects.get().content == {}
    assert Client().get(link("request", case)).status_code == 404


def test_no_page_behind_a_link_names_the_other_side_before_it_is_agreed(at_the_desk):
    offer(sign_in(Client(), person()), you=HELPER, tasks={"about": WORDS["about"]})
    ask_for_help(Client(), you=SEEKER | {"address": WORDS["address"]})
    helper, case = Volunteer.objects.get(), HelpRequest.objects.get()
    helper.declared_at, helper.status = helper.received_at, Volunteer.Status.APPROVED
    helper.save()
    deciding.accept(case, by=coordinator())
    [one] = asking.ask(case, [helper], by=coordinator("k2"))
    secrets = [*HELPER.values(), *SEEKER.values(), WORDS["address"], WORDS["about"]]
    for go in ("", "reserve", "code", "show", "step_back", "decline", "problem"):
        for kind, row in (("ask", one), ("request", case)):
            page = Client().post(link(kind, row), {"go": go, "code": "000000"}).content
            assert found_in(page, secrets) == set(), (go, kind)
            assert not re.search(rb"400 ?77", page)
