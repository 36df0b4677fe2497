"""Reports by those who sign in: professionals, and others who want to find theirs again."""

import re
from urllib.parse import unquote

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from accounts import sessions
from concerns.models import CitizenReport
from tests.concerns.citizens import citizen, sign_in
from tests.concerns.filling_in import (
    ANONYMOUS,
    CHILD,
    FORM,
    NAMED,
    NO_FILES,
    NO_NOTICE,
    OWN_CHILD,
    SIGNED_IN,
    WORRY,
    begin,
    code_on,
    go_through,
    heading,
    hidden,
    post,
    report_behind,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]

AGENCY = {
    "name": "Kari Lyngmo",
    "role": "Lærer",
    "phone": "+47 400 00 000",
    "email": "kari.lyngmo@skole.example",
    "agency": "Lia skole",
    "orgnr": "974 760 673",
    "address": "Skoleveien 1",
    "postcode": "3470",
    "city": "Slemmestad",
}
PUPIL = {
    "unborn": "False",
    "child_name": "Ola Granskog",
    "address_known": "yes",
    "address": "Blåbærveien 3",
    "informed": "False",
    "reason": "Han er for liten.",
    "more": "False",
}
GUARDIAN = {"name": "Anne Granskog", "informed": "True", "more": "False"}
OBSERVATION = WORRY | {"history": "Vi har snakket med mor.", "others": ""}
MORE = {"interpreter": "Mor, tigrinja", "agencies": "Helsestasjonen"}


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def signed_in(client):
    return sign_in(client, citizen())


def to_duty_check_page(signed_in, **changes):
    steps = [AGENCY, PUPIL, GUARDIAN, OBSERVATION, MORE, NO_FILES, NO_NOTICE]
    return go_through(signed_in, begin(signed_in, "professional", SIGNED_IN), *steps)


def test_a_professional_reports_with_all_that_the_national_form_asks(signed_in):
    page = to_duty_check_page(signed_in)
    receipt = post(signed_in, page, go="send")
    report = report_behind(receipt)
    assert (report.reporter, report.identity) == ("professional", "named")
    assert report.content["agency"]["orgnr"] == "974760673"
    assert report.content["child-1"]["informed"] is False
    assert report.content["guardian-1"]["informed"] is True
    for word in ("Lia skole", "Blåbærveien 3", "Han er for liten.", "Anne Granskog", "tigrinja"):
        assert word in receipt.content.decode(), "the receipt can be printed for the agency's own records"
    assert "Fagperson som melder i jobben" in receipt.content.decode()
    assert "åpner en undersøkelse" in receipt.content.decode()


def test_a_professional_is_refused_beside_each_question(signed_in):
    page = begin(signed_in, "professional", SIGNED_IN)
    page = post(signed_in, page, email="kari@", orgnr="123")
    for sentence in (
        "Skriv navnet ditt",
        "Skriv hvilken stilling",
        "navn@eksempel.no",
        "ni sifre",
        "Skriv hvor",
    ):
        assert sentence in page.content.decode()
    page = post(signed_in, post(signed_in, page, **AGENCY), unborn="False", informed="False", pid="123")
    for sentence in ("Skriv barnets navn", "11 sifre", "Skriv kort hvorfor", "Velg om det er flere barn"):
        assert sentence in page.content.decode()
    page = post(signed_in, post(signed_in, page, **PUPIL))
    assert "Skriv navnet på den foresatte" in page.content.decode()
    assert "morens navn" in page.content.decode()
    other = post(signed_in, page, **GUARDIAN | {"more": "True"}).content.decode()
    assert "Den andre foresatte" in other
    assert "morens navn" not in other
    page = post(signed_in, post(signed_in, page, **GUARDIAN), text="Noe")
    assert "Skriv hva dere har gjort til nå" in page.content.decode()


def test_before_telling_the_parents_a_professional_is_told_to_call(signed_in):
    page = go_through(signed_in, begin(signed_in, "professional", SIGNED_IN), AGENCY)
    assert "Ring barneverntjenesten før du sier noe til foreldrene" in page.content.decode()


def test_an_unborn_child_needs_no_name_of_a_professional(signed_in):
    unborn = {"unborn": "True", "due": "1. mars", "address_known": "no", "informed": "True", "more": "False"}
    page = go_through(signed_in, begin(signed_in, "professional", SIGNED_IN), AGENCY, unborn)
    assert heading(page) == "Foresatt"
    assert "morens navn" in page.content.decode()


def test_a_report_of_somebody_signed_in_is_found_again_and_kept_once(signed_in):
    page = to_duty_check_page(signed_in)
    first, second = post(signed_in, page, go="send"), post(signed_in, page, go="send")
    assert code_on(first) == code_on(second)
    (kept,) = CitizenReport.objects.all()
    assert (kept.user, kept.code) == (signed_in.user, code_on(first))


def test_the_receipt_is_shown_also_when_my_page_cannot_have_it(signed_in, monkeypatch):
    def refuse(*args):
        raise DatabaseError("gone")

    page = to_duty_check_page(signed_in)
    monkeypatch.setattr(CitizenReport, "remember", refuse)
    receipt = post(signed_in, page, go="send")
    assert code_on(receipt)
    assert "ikke på Min side" in receipt.content.decode()


def test_signed_in_one_cannot_be_anonymous_and_is_shown_where_one_can(signed_in):
    page = go_through(signed_in, begin(signed_in, "private", SIGNED_IN), CHILD, WORRY, NO_FILES)
    assert 'value="anonymous"' not in page.content.decode()
    assert f'href="{FORM}"' in page.content.decode()
    assert "Kari Lyngmo" in page.content.decode(), "the name is known"
    assert "Velg" in post(signed_in, page, **ANONYMOUS | {"name": "x"}).content.decode()
    parent = go_through(
        signed_in, begin(signed_in, "parent", SIGNED_IN), OWN_CHILD, WORRY, NO_FILES, NAMED, NO_NOTICE
    )
    receipt = post(signed_in, parent, go="send")
    assert report_behind(receipt).identity == "named"
    assert "barnet ditt, så du kan spørre" in receipt.content.decode()


def test_nobody_gets_to_the_signed_in_form_without_signing_in(client):
    away = client.get(SIGNED_IN)
    assert away.status_code == 302
    assert away["Location"] == reverse("citizen_login", query={"next": SIGNED_IN})


def test_what_one_person_began_is_not_taken_up_by_another_at_the_same_machine(signed_in):
    page = go_through(signed_in, begin(signed_in, "professional", SIGNED_IN), AGENCY)
    other = sign_in(Client(), citizen("another hash"))
    page = other.post(SIGNED_IN, hidden(page) | PUPIL | {"go": "next"})
    assert heading(page) == "Hvem du er"
    assert "Lia skole" not in page.content.decode()


def test_what_is_posted_after_the_session_has_ended_goes_on_after_signing_in_again(signed_in):
    page = go_through(signed_in, begin(signed_in, "professional", SIGNED_IN), AGENCY)
    session = signed_in.session
    session[sessions.SIGNED_IN_AT] = 0
    session.save()
    away = signed_in.post(SIGNED_IN, hidden(page) | PUPIL | {"go": "next"})
    assert away.status_code == 302
    back = re.search(r"next=([^&]+)", away["Location"])[1]
    sign_in(signed_in, signed_in.user)
    page = signed_in.get(unquote(back))
    assert heading(page) == "Foresatt"
