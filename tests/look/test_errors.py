"""When something goes wrong: plain words, who to call, and never a lost text."""

import logging

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from asker_portal import errors

pytestmark = [pytest.mark.urls("tests.look.urls"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def sample_templates(settings):
    settings.TEMPLATES = [
        settings.TEMPLATES[0]
        | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], settings.BASE_DIR / "tests/look/templates"]}
    ]


@pytest.fixture
def strict_client():
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/prove/400/", 400, "Vi forsto ikke det som ble sendt"),
        ("/prove/403/", 403, "Du har ikke tilgang til denne siden"),
        ("/finnes-ikke/", 404, "Vi fant ikke siden"),
        ("/prove/500/", 500, "Noe gikk galt hos oss"),
        ("/prove/503/", 503, "Siden er nede en liten stund"),
    ],
)
def test_error_page_says_what_happened_and_who_to_call(strict_client, path, status, words):
    response = strict_client.get(path)
    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert 'href="tel:112"' in html
    assert 'href="tel:116111"' in html
    assert "a secret thing" not in html


def test_error_pages_need_no_database(strict_client, django_assert_num_queries):
    with django_assert_num_queries(0):
        for path in ("/finnes-ikke/", "/prove/500/", "/prove/503/"):
            strict_client.get(path)


def test_unavailable_says_when_to_try_again(strict_client):
    assert strict_client.get("/prove/503/")["Retry-After"] == "30"


def test_a_broken_error_page_still_says_who_to_call(strict_client, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = strict_client.get("/prove/500/")
    assert response.status_code == 500
    assert b"tel:116111" in response.content


# --- A form whose token is gone -------------------------------------------------------------------
WRITTEN = {"story": "Det jeg <b>så</b>\nved skolen", "kinds": ["school", "home"], "state": "sealed-thing"}


def test_expired_token_shows_what_was_written_and_sends_it_again(strict_client):
    response = strict_client.post("/prove/", WRITTEN | {"contact": "no", "read": "on"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "no-store" in response["Cache-Control"]
    assert "Det jeg &lt;b&gt;så&lt;/b&gt;\nved skolen" in html
    assert "<dd>sealed-thing</dd>" not in html

    from html.parser import HTMLParser

    class Fields(HTMLParser):
        found: list = []

        def handle_starttag(self, tag, attrs):
            given = dict(attrs)
            if tag == "input":
                self.found.append((given["name"], given["value"]))

    parser = Fields()
    parser.feed(html)
    fields: dict = {}
    for name, value in parser.found:
        fields.setdefault(name, []).append(value)
    assert fields["kinds"] == ["school", "home"]
    assert fields["state"] == ["sealed-thing"]
    again = strict_client.post("/prove/", fields | {"story": "Det jeg så"})
    assert again.content == b"sent"


def test_form_from_another_site_can_be_copied_but_not_sent(strict_client):
    response = strict_client.post("/prove/", WRITTEN, headers={"Origin": "https://evil.example"})
    html = response.content.decode()
    assert "ved skolen" in html
    assert "<form" not in html


def test_blocked_cookie_is_explained(strict_client):
    assert "Tillat informasjonskapsler" in strict_client.post("/prove/", WRITTEN).content.decode()


def test_passwords_are_never_shown(strict_client):
    html = strict_client.post("/prove/", {"login": "saksbehandler", "password": "hemmelig"}).content.decode()
    assert "saksbehandler" in html
    assert "hemmelig" not in html
    assert "<form" not in html


def test_what_was_written_is_not_logged(strict_client, caplog):
    with caplog.at_level(logging.DEBUG):
        strict_client.post("/prove/", WRITTEN)
    assert "ved skolen" not in caplog.text


# --- The way out ----------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["get", "post"])
def test_quick_exit_forgets_and_leads_away(strict_client, method):
    response = getattr(strict_client, method)("/ut/")
    assert response.status_code == 303
    assert response["Location"] == "https://www.yr.no/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    ended = {name for name, cookie in response.cookies.items() if cookie["max-age"] == 0}
    assert ended == {"session", "csrf", "django_language", "messages"}
    assert set(response.cookies) - ended == {"seen"}
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_quick_exit_ends_the_session(client, django_user_model):
    client.force_login(django_user_model.objects.create(username="noen"))
    key = client.session.session_key
    client.get("/ut/")
    assert not client.session.exists(key)


def test_quick_exit_works_without_a_database(strict_client, monkeypatch):
    def down(request):
        raise OperationalError

    monkeypatch.setattr("asker_portal.views.logout", down)
    assert strict_client.get(reverse("quick-exit")).status_code == 303
