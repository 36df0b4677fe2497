"""A sign-in ends after 30 minutes without activity, after eight hours, and at sign-out."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.accounts.sign_in import signed_in, staff

pytestmark = pytest.mark.django_db

MINUTES = 60
PAGE = "/admin/password_change/"


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 08:00 +0000", tick=False) as clock:
        yield clock


@pytest.fixture
def caseworker(clock):
    return signed_in(staff())


def test_idle_session_ends_and_leads_back(caseworker, clock):
    assert caseworker.get(PAGE).status_code == 200
    clock.shift(30 * MINUTES + 1)
    answer = caseworker.get(f"{PAGE}?a=b")
    assert answer.url == "/ansatt/?next=%2Fadmin%2Fpassword_change%2F%3Fa%3Db&ended=1"
    page = caseworker.get(answer.url)
    assert "Du er logget ut" in page.text
    assert f'value="{PAGE}?a=b"' in page.text


def test_activity_keeps_the_session(caseworker, clock):
    for _visit in range(5):
        clock.shift(29 * MINUTES)
        assert caseworker.get(PAGE).status_code == 200


def test_session_ends_after_eight_hours_whatever_one_does(caseworker, clock):
    for _visit in range(32):
        clock.shift(15 * MINUTES)
        assert caseworker.get(PAGE).status_code == 200
    clock.shift(1)
    assert "ended=1" in caseworker.get(PAGE).url
    assert not Session.objects.exists()


def test_button_pressed_too_late_leads_back_to_its_page(caseworker, clock):
    clock.shift(timedelta(minutes=31))
    answer = caseworker.post("/admin/logout/", headers={"referer": "http://testserver/admin/accounts/user/"})
    assert answer.url.startswith("/ansatt/?next=%2Fadmin%2Faccounts%2Fuser%2F&")


def test_what_an_employee_wrote_too_late_is_shown_once_more(caseworker, clock):
    clock.shift(31 * MINUTES)
    written = {"text": "Ringte skolen.\n<b>", "version": "3", "old_password": "hemmelig", "code": "123456"}
    answer = caseworker.post(PAGE, written, headers={"referer": f"http://testserver{PAGE}"})
    assert answer.status_code == 403
    assert "Ringte skolen.<br>&lt;b&gt;" in answer.text
    assert "/ansatt/?next=%2Fadmin%2Fpassword_change%2F&amp;ended=1" in answer.text
    for hidden in ("hemmelig", "123456", '<blockquote class="prose">3<'):
        assert hidden not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_a_page_before_that_is_no_address_is_left_alone(caseworker, clock):
    clock.shift(31 * MINUTES)
    assert (
        caseworker.post(PAGE, headers={"referer": "http://["}).url
        == f"/ansatt/?next={quote(PAGE, '')}&ended=1"
    )


def test_session_without_clocks_has_ended(client):
    """Whoever writes a session without them gets nothing."""
    client.force_login(staff())
    assert "ended=1" in client.get(PAGE).url


def test_public_page_stays_open_and_does_not_read_the_session(caseworker, client, clock):
    clock.shift(timedelta(minutes=31))
    assert caseworker.get(reverse("privacy")).status_code == 200
    assert "Cookie" not in client.get(reverse("privacy")).headers.get("Vary", "")


@pytest.mark.parametrize("address", ["/admin/logout/", "/ansatt/logg-ut/"])
def test_old_cookie_opens_nothing_after_sign_out(caseworker, client, address):
    cookie = caseworker.cookies["session"].value
    caseworker.post(address)
    client.cookies["session"] = cookie
    assert client.get(PAGE).status_code == 302
    assert not Session.objects.filter(pk=cookie).exists()
