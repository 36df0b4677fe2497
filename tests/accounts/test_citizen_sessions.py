"""A citizen's session ends by our button, ID-porten's call, or time; what was written then waits."""

from datetime import timedelta
from unittest.mock import Mock
from urllib.parse import urlencode

import jwt
import pytest
import requests
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from accounts.citizen_sessions import SessionStore as CitizenStore
from accounts.demo_idp import views
from accounts.ended import forget_ended_sessions
from accounts.models import OidcSession
from tests.accounts.conftest import CITIZENS_APP, InProcess
from tests.accounts.sign_in import citizen, signed_in, signed_in_citizen, staff
from tests.accounts.test_idporten import MY_PAGE, SECURE, is_signed_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.citizen_urls")]

ISSUER = "http://localhost/demo-idp/idporten"
FRONT_CHANNEL = "/logg-ut/id-porten/"


@pytest.fixture
def signed_in_user(idporten, settings, browser_user):
    settings.ROOT_URLCONF = "tests.accounts.citizen_urls"
    sign_in(browser_user)
    return browser_user


# --- By our button --------------------------------------------------------------------------------
def test_signing_out_here_leads_on_to_id_porten_and_back(signed_in_user):
    cookie = signed_in_user.cookies["session"].value
    page = signed_in_user.post("/logg-ut/")
    assert not Session.objects.filter(pk=cookie).exists()
    assert page.context["address"] == f"{ISSUER}/endsession"
    fields = page.context["fields"]
    assert jwt.decode(fields["id_token_hint"], options={"verify_signature": False})["aud"] == "demo-portal"
    there = signed_in_user.post(page.context["address"], fields)
    assert there.context["back"] == "http://localhost/logg-ut/ferdig/?state=nb"
    assert "Du er logget ut" in signed_in_user.get(there.context["back"]).text


def test_signing_out_by_a_link_is_not_possible(signed_in_user):
    assert signed_in_user.get("/logg-ut/").status_code == 405
    assert is_signed_in(signed_in_user)


def test_signing_out_needs_the_pages_own_form(signed_in_user):
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    strict.cookies = signed_in_user.cookies
    assert strict.post("/logg-ut/").status_code == 403
    assert is_signed_in(signed_in_user)


def test_signed_out_here_also_while_id_porten_is_down(signed_in_user, monkeypatch):
    monkeypatch.setattr(InProcess, "request", Mock(side_effect=requests.ConnectionError))
    cache.clear()
    assert "svarer ikke akkurat nå" in signed_in_user.post("/logg-ut/").text
    assert not is_signed_in(signed_in_user)


def test_the_language_goes_along_and_comes_back(signed_in_user):
    assert signed_in_user.post("/en/logg-ut/").context["fields"]["state"] == "en"
    assert '<html lang="en"' in signed_in_user.get("/logg-ut/ferdig/?state=en").text
    assert '<html lang="nb"' in signed_in_user.get("/logg-ut/ferdig/?state=xx").text


@pytest.mark.parametrize("back", ["https://example.org/", "http://localhost/minside/", ""])
def test_the_stand_in_sends_nobody_elsewhere_after_signing_out(signed_in_user, back):
    fields = signed_in_user.post("/logg-ut/").context["fields"] | {"post_logout_redirect_uri": back}
    assert signed_in_user.post(f"{ISSUER}/endsession", fields).status_code == 400


# --- By ID-porten's call --------------------------------------------------------------------------
def call(sid, iss=ISSUER, client=None):
    query = urlencode({"iss": iss, "sid": sid})
    return (client or Client(SERVER_NAME="localhost")).get(f"{FRONT_CHANNEL}?{query}")


@pytest.fixture
def sid(idporten, settings, browser_user, monkeypatch) -> str:
    """What ID-porten calls the session of `signed_in_user`."""
    monkeypatch.setattr(views.secrets, "token_urlsafe", lambda size: "the-session")
    return "the-session"


def test_id_porten_ends_the_session_without_a_cookie(sid, signed_in_user):
    answer = call(sid)
    assert (answer.status_code, answer.content) == (200, b"")
    assert "ended=1" in signed_in_user.get(MY_PAGE).url
    assert not OidcSession.objects.exists()


def test_every_session_of_it_ends_and_nobody_elses(sid, signed_in_user, monkeypatch):
    again, other = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    sign_in(again)
    monkeypatch.setattr(views.secrets, "token_urlsafe", lambda size: "another")
    sign_in(other, "far")
    call(sid)
    assert again.get(MY_PAGE).status_code == 302
    assert signed_in_user.get(MY_PAGE).status_code == 302
    assert other.get(MY_PAGE).status_code == 200


def test_being_called_twice_does_no_harm(sid, signed_in_user):
    assert [call(sid).status_code for _time in range(2)] == [200, 200]
    signed_in_user.post("/logg-ut/")
    assert call(sid).status_code == 200


@pytest.mark.parametrize("iss", ["https://example.org", "", ISSUER + "/", "\x00", "æ"])
def test_somebody_elses_call_ends_nothing(sid, signed_in_user, iss):
    assert call(sid, iss).status_code == 400
    assert signed_in_user.get(MY_PAGE).status_code == 200


@pytest.mark.parametrize("unknown", ["", "x", "\x00", "æ" * 4000, "' OR 1=1"])
def test_an_unknown_sid_is_no_error(signed_in_user, unknown):
    assert call(unknown).status_code == 200
    assert Client(SERVER_NAME="localhost").get(FRONT_CHANNEL).status_code == 400
    assert signed_in_user.get(MY_PAGE).status_code == 200


def test_only_id_porten_may_frame_the_answer(signed_in_user, settings):
    app = CITIZENS_APP | {"settings": CITIZENS_APP["settings"] | {"server_url": "https://idporten.no"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"idporten": {"APPS": [app]}}
    answer = call("x", "https://idporten.no")
    assert (
        "frame-ancestors 'self' https://idporten.no https://*.idporten.no;"
        in answer["Content-Security-Policy"] + ";"
    )
    assert "X-Frame-Options" not in answer
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_the_sid_lies_hashed(sid, signed_in_user):
    row = OidcSession.objects.get()
    assert row.session_key == signed_in_user.session.session_key
    assert len(row.sid_digest) == 64


def test_what_is_over_is_forgotten(idporten, settings):
    settings.ROOT_URLCONF = "tests.accounts.citizen_urls"
    with time_machine.travel("2026-03-02 08:00 +0000", tick=False) as clock:
        sign_in(Client(SERVER_NAME="localhost"))
        clock.shift(timedelta(hours=3, seconds=1))
        sign_in(Client(SERVER_NAME="localhost"), "far")
    assert OidcSession.objects.count() == 1


@pytest.mark.parametrize("store", [CitizenStore, SessionStore])
def test_sessions_of_both_faces_are_deleted_a_day_after_they_ended(db, store):
    with time_machine.travel("2026-03-02 08:00 +0000", tick=False) as clock:
        for _session in range(2):
            session = store()
            session["_auth_user_id"] = "7"
            session.save()
            OidcSession.remember("sid", session.session_key)
            clock.shift(timedelta(hours=20))
        forget_ended_sessions()
        left = store.get_model_class().objects.values_list("session_key", flat=True)
        assert list(left) == [session.session_key], "the newer one knows its person again for a day"
    assert not OidcSession.objects.exists()


# --- By time --------------------------------------------------------------------------------------
@pytest.fixture
def clock():
    with time_machine.travel("2026-03-02 08:00 +0000", tick=False) as clock:
        yield clock


def test_idle_citizen_is_led_to_sign_in_and_back(clock):
    client = signed_in_citizen(citizen())
    clock.shift(timedelta(minutes=30, seconds=1))
    led = client.get(MY_PAGE).url
    assert led == "/logg-inn/?next=%2Fminside%2F&ended=1"
    assert "Du er logget ut" in client.get(led).text


def test_a_citizens_session_ends_after_two_hours_whatever_they_do(clock):
    client = signed_in_citizen(citizen())
    for _visit in range(8):
        clock.shift(timedelta(minutes=15))
        assert client.get(MY_PAGE).status_code == 200
    clock.shift(1)
    assert "ended=1" in client.get(MY_PAGE).url
    assert not Session.objects.exists()


def test_my_page_says_how_long_is_left(clock):
    client = signed_in_citizen(citizen())
    for _visit in range(4):
        clock.shift(timedelta(minutes=25))
        page = client.get(MY_PAGE)
    assert "om 20 minutter" in page.text


# --- What was written too late --------------------------------------------------------------------
TEXT = {"text": "Det jeg skrev", "csrfmiddlewaretoken": "x"}


@pytest.fixture
def late(clock):
    """A citizen whose session ended before they sent the form."""
    person = citizen()
    client = signed_in_citizen(person)
    clock.shift(timedelta(minutes=31))
    return client, person


def kept_address(client) -> str:
    page = client.get(client.post(SECURE, TEXT).url)
    assert "Vi tar vare på det du skrev" in page.text
    return page.context["next"]


def test_what_was_sent_too_late_waits_for_the_same_person_once(late):
    client, person = late
    address = kept_address(client)
    again = signed_in_citizen(person)
    assert again.get(address).text == "Det jeg skrev"
    assert again.get(address).text == "nothing"


def test_nobody_else_gets_it_nor_takes_it_away(late):
    client, person = late
    address = kept_address(client)
    assert signed_in_citizen(citizen("02898513427")).get(address).text == "nothing"
    assert signed_in_citizen(person).get(address).text == "Det jeg skrev"


def test_it_waits_half_an_hour(late, clock):
    client, person = late
    address = kept_address(client)
    clock.shift(timedelta(minutes=30, seconds=1))
    assert signed_in_citizen(person).get(address).text == "nothing"


def test_it_waits_too_after_two_hours_of_work(clock):
    person = citizen()
    client = signed_in_citizen(person)
    for _visit in range(8):
        clock.shift(timedelta(minutes=15))
        client.get(MY_PAGE)
    clock.shift(timedelta(minutes=1))
    assert signed_in_citizen(person).get(kept_address(client)).text == "Det jeg skrev"


def test_it_waits_too_when_a_weaker_sign_in_took_over(clock):
    person = citizen()
    address = kept_address(signed_in_citizen(person, "substantial"))
    assert signed_in_citizen(person).get(address).text == "Det jeg skrev"


def test_of_whom_nobody_knows_it_is_shown_again(clock):
    page = Client().post(SECURE, TEXT)
    assert page.status_code == 403
    assert "Det jeg skrev" in page.text


def test_what_is_kept_cannot_be_read_in_the_cache(late):
    kept_address(late[0])
    assert "Det jeg skrev" not in str(list(cache._cache.values()))


# --- Who may see what -----------------------------------------------------------------------------
@pytest.fixture
def everybody():
    employee = staff("ansatt", "Barnevern")
    return {
        "anonymous": Client(),
        "citizen": signed_in_citizen(citizen()),
        "weaker citizen": signed_in_citizen(citizen("02898513427"), "substantial"),
        "employee": signed_in(employee),
        "superuser": signed_in(staff("forvalter", is_superuser=True)),
    }


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        (MY_PAGE, [302, 200, 200, 403, 403]),
        (SECURE, [302, 200, 302, 403, 403]),
        ("/logg-inn/", [200, 302, 302, 200, 200]),
        ("/logg-inn/?next=/sikker/", [200, 302, 200, 200, 200]),
        ("/logg-inn/svar/", [403] * 5),
        ("/logg-ut/", [405] * 5),
        ("/logg-ut/ferdig/", [200] * 5),
        ("/logg-ut/id-porten/", [400] * 5),
        ("/admin/accounts/user/", [302, 302, 302, 403, 200]),
    ],
)
def test_pages_and_people(everybody, settings, path, codes):
    settings.SOCIALACCOUNT_PROVIDERS = {"idporten": {"APPS": [CITIZENS_APP]}}
    assert [client.get(path).status_code for client in everybody.values()] == codes


def test_an_employee_is_told_why_a_citizens_page_is_closed(everybody):
    assert "Du er logget inn som ansatt" in everybody["employee"].get(MY_PAGE).text


@pytest.mark.parametrize("path", [MY_PAGE, "/logg-inn/", SECURE])
def test_no_browser_keeps_a_signed_in_page(everybody, path):
    answers = [client.get(path) for client in everybody.values()]
    assert all("no-store" in answer["Cache-Control"] for answer in answers if answer.status_code != 302)
