"""The same dialogue from My page: for the person who sent the report, and for nobody else."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts import sessions
from accounts.citizens import LEVEL
from accounts.models import Citizen, User
from concerns import dialogue
from concerns.models import CitizenReport, ConcernReport, ReportMessage
from tests.concerns.filling_in import heading, hidden
from tests.concerns.reports import ANSWERS, child_welfare_worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]

OPEN = "Meldingen din er mottatt"


def citizen(name: str, level: str = "substantial") -> Client:
    """A browser of a citizen who signed in just now."""
    user = User.objects.create(username=name, kind=User.Kind.CITIZEN)
    Citizen.objects.create(user=user, pid="", name="")
    client = Client()
    client.force_login(user, "accounts.backends.CitizenBackend")
    session = client.session
    sessions.start(session)
    session[LEVEL] = level
    session.save()
    client.user = user
    return client


@pytest.fixture
def own():
    return citizen("innbygger-1")


@pytest.fixture
def mine(own) -> CitizenReport:
    return CitizenReport.remember(own.user, ConcernReport.receive(ANSWERS, "signed in"))


@pytest.fixture
def address(mine) -> str:
    return reverse("concerns:mine", args=[mine.pk])


def test_it_is_reached_from_my_page_and_answered(own, address):
    assert f'href="{address}"' in own.get("/minside/").content.decode()
    page = own.get(address)
    assert heading(page) == OPEN
    assert "no-store" in page["Cache-Control"]
    assert "skrive koden" not in page.content.decode(), "who is signed in has no code to write"
    for _press in range(2):
        page = own.post(address, hidden(page) | {"text": "Hei"})
    assert "Det du skrev, er sendt" in page.content.decode()
    assert ReportMessage.objects.count() == 2, "each page sends once"


def test_the_same_page_sent_twice_is_one_message(own, address):
    page = own.get(address)
    for _press in range(2):
        own.post(address, hidden(page) | {"text": "Hei"})
    assert ReportMessage.objects.count() == 1


def test_neither_code_nor_report_stands_in_the_page(own, mine, address):
    page = own.get(address).content.decode()
    report = ConcernReport.objects.get()
    for secret in (mine.code, mine.code.replace("-", ""), report.reference, str(report.pk), "Granskog"):
        assert secret not in page


def test_nobody_else_learns_that_it_exists(address, mine):
    stranger = citizen("innbygger-2")
    for asked in (address, reverse("concerns:mine", args=[uuid.uuid4()])):
        assert stranger.get(asked).status_code == 404
        assert stranger.post(asked, {"text": "Hei"}).status_code == 404
    assert not ReportMessage.objects.exists()


def test_whoever_is_not_signed_in_is_led_there(address):
    assert Client().get(address).url.startswith("/logg-inn/")


def test_an_employee_is_not_let_in(address, at_the_desk):
    assert at_the_desk(child_welfare_worker()).get(address).status_code == 403


def test_my_page_says_when_child_welfare_wrote_last(own, mine, address):
    assert "Du har fått svar" not in own.get("/minside/").content.decode()
    report = ConcernReport.objects.get()
    dialogue.post_from_desk(report, "Takk", [], child_welfare_worker())
    assert "Du har fått svar" in own.get("/minside/").content.decode()
    own.get(address)
    assert "Du har fått svar" in own.get("/minside/").content.decode(), "reading leaves no mark"
    own.post(address, hidden(own.get(address)) | {"text": "Hei"})
    assert "Du har fått svar" not in own.get("/minside/").content.decode()


def test_a_code_that_cannot_be_opened_is_said_kindly(own, mine, address, settings):
    settings.KEY_RINGS = settings.KEY_RINGS | {"citizens": ["other:" + "A" * 43 + "="]}
    page = own.get(address)
    assert page.status_code == 503
    assert heading(page) == "Meldingen kan ikke åpnes"
    assert own.get("/minside/").status_code == 200


def test_nor_is_it_a_mere_failure_where_the_reports_key_was_changed(own, mine, address):
    ConcernReport.objects.update(key_for_code="AAAA")
    for page in (own.get(address), own.post(address, {"text": "Hei"})):
        assert page.status_code == 503
        assert heading(page) == "Meldingen kan ikke åpnes"


def test_the_address_says_nothing_of_a_report(address):
    assert not re.search("bekymring|barnevern", address)
