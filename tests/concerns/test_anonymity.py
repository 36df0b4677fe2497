"""The pages of a report know nobody: not a session, not an address, and not from the log either."""

import io
import json
import logging
import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from casework.anonymous import AnonymousPathsMiddleware
from concerns.models import ConcernReport
from tests.portal.test_doors import routes

pytestmark = pytest.mark.django_db

FORM, ANSWER, START = "/bekymringsmelding/skjema/", "/bekymringsmelding/svar/", "/bekymringsmelding/"
ADDRESSES = [START, FORM, ANSWER, "/nn" + FORM, "/en" + ANSWER]
# Pages of somebody who has signed in.
KNOWN = {"concerns:mine", "concerns:signed_in_form"}
TELLING = {
    "HTTP_REFERER": "http://elsewhere.example/page",
    "HTTP_USER_AGENT": "KanariBrowser/7.7",
    "HTTP_AUTHORIZATION": "Bearer kanari",
    "HTTP_X_FORWARDED_FOR": "203.0.113.77",
    "HTTP_FORWARDED": "for=203.0.113.77",
    "HTTP_X_REAL_IP": "203.0.113.77",
    "HTTP_ACCEPT_LANGUAGE": "so,nb;q=0.5",
    "HTTP_SEC_CH_UA": "Kanari",
    "REMOTE_ADDR": "203.0.113.77",
    "REMOTE_HOST": "kanari.example",
}


def seen_by_the_view(path: str, **meta):
    """The request as everything behind the middleware meets it."""
    seen = []
    request = RequestFactory().post(path, {"code": "x"}, **meta)
    AnonymousPathsMiddleware(lambda inner: seen.append(inner) or HttpResponse())(request)
    return seen[0]


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_that_tells_who_asks_reaches_the_page(path):
    request = seen_by_the_view(path, HTTP_COOKIE="session=abc; csrf=def; seen=1; csrftoken=x", **TELLING)
    assert set(request.META) & set(TELLING) == set()
    assert request.COOKIES == {"csrf": "def", "seen": "1"}
    assert "kanari" not in repr({**request.META, "wsgi.input": ""}).lower()
    assert not any("203.0.113" in str(value) for value in request.headers.values())
    assert request.POST["code"] == "x", "the form itself is read"


def test_other_pages_keep_their_session():
    request = seen_by_the_view("/admin/", HTTP_COOKIE="session=abc")
    assert request.COOKIES == {"session": "abc"}
    assert request.META["REMOTE_ADDR"]


@pytest.mark.parametrize(
    ("referer", "kept"),
    [
        ("https://testserver/bekymringsmelding/svar/?a=b", "https://testserver/"),
        ("https://elsewhere.example/page", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_of_the_page_before_only_that_it_was_ours_is_kept(referer, kept):
    """A browser that sends no Origin is judged by it (CSRF), and needs no more than that."""
    request = seen_by_the_view(FORM, HTTP_HOST="testserver", HTTP_REFERER=referer)
    assert request.META.get("HTTP_REFERER") == kept


def test_a_browser_without_origin_can_send_the_form_over_https():
    client = Client(enforce_csrf_checks=True)
    client.get(ANSWER, secure=True)
    posted = {"code": "x", "csrfmiddlewaretoken": client.cookies["csrf"].value}
    own = {"referer": f"https://testserver{ANSWER}"}
    assert client.post(ANSWER, posted, headers=own, secure=True).status_code == 200
    foreign = {"referer": "https://elsewhere.example/"}
    assert client.post(ANSWER, posted, headers=foreign, secure=True).status_code == 403


def test_a_cookie_that_somebody_sets_is_dropped_and_reported(caplog):
    def sets_cookies(request):
        response = HttpResponse()
        response.set_cookie("csrf", "fine")
        response.set_cookie("session", "who")
        return response

    response = AnonymousPathsMiddleware(sets_cookies)(RequestFactory().get(FORM))
    assert set(response.cookies) == {"csrf"}
    assert [record.msg for record in caplog.records] == ["cookie_on_anonymous_page"]


def test_every_page_of_a_report_knows_nobody_unless_it_is_listed():
    names = {name for name, _view in routes() if name.startswith("concerns:")} - KNOWN
    assert names >= {"concerns:start", "concerns:form", "concerns:answer"}
    middleware = AnonymousPathsMiddleware(lambda request: HttpResponse())
    assert [name for name in names if not middleware.paths.match(reverse(name))] == []


@pytest.mark.parametrize("path", ["/bekymringsmelding/innlogget/", "/minside/", "/", "/hjelpetelefoner/"])
def test_pages_of_the_signed_in_are_not_among_them(path):
    assert not AnonymousPathsMiddleware(lambda request: HttpResponse()).paths.match(path)


# --- somebody who is signed in -----------------------------------------------------------------------
@pytest.fixture
def closed_sessions(monkeypatch):
    """From here on, whoever touches a session fails."""

    def touched(*args, **kwargs):
        raise AssertionError("a session was read or written")

    def close():
        for name in ("load", "save", "create", "exists", "delete"):
            monkeypatch.setattr(f"django.contrib.sessions.backends.db.SessionStore.{name}", touched)

    return close


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("is_staff", [False, True])
def test_who_is_signed_in_elsewhere_is_nobody_here(path, is_staff, closed_sessions):
    signed_in, stranger = Client(), Client()
    signed_in.force_login(User.objects.create(username="noen", is_staff=is_staff))
    closed_sessions()
    first, second = signed_in.get(path), stranger.get(path)
    assert first.status_code == second.status_code == 200
    assert _without_token(first) == _without_token(second)
    assert _lasting(first.headers) == _lasting(second.headers)
    assert _varies_by_cookie(first) == ("csrf" in first.cookies), "by the form's own cookie alone"
    assert set(first.cookies) <= {"csrf"}
    signed_in.post(path, {"code": "x"})


def _varies_by_cookie(response) -> bool:
    return "Cookie" in response.get("Vary", "")


def _lasting(headers):
    """What does not differ from one answer to the next: the nonce does, and the second."""
    return {
        name: value for name, value in headers.items() if name not in ("Content-Security-Policy", "Expires")
    }


def _without_token(response) -> bytes:
    for changing in (rb'name="csrfmiddlewaretoken" value="[^"]*"', rb'name="state" value="[^"]*"'):
        response.content = re.sub(changing, b"", response.content)
    return response.content


@pytest.mark.parametrize("path", [FORM, ANSWER])
def test_a_form_is_not_kept_suggested_or_indexed(client, path):
    page = client.get(path)
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert b'autocomplete="off"' in page.content
    title = page.content.decode().split("<title>")[1].split("</title>")[0].lower()
    assert not {"bekymring", "melding", "barn"} & set(title.replace("–", " ").split())


def test_the_first_page_can_be_found_by_searching(client):
    assert "X-Robots-Tag" not in client.get(START)


# --- the log -----------------------------------------------------------------------------------------
@pytest.fixture
def log():
    """What the portal's own handlers write."""
    stream = io.StringIO()
    loggers = [logging.root, *(logging.getLogger(name) for name in logging.root.manager.loggerDict)]
    handlers = {h for logger in loggers for h in logger.handlers if type(h) is logging.StreamHandler}
    before = {handler: handler.setStream(stream) for handler in handlers}
    yield stream
    for handler, old in before.items():
        handler.setStream(old)


def test_a_failure_is_logged_by_class_and_place_and_to_the_hour(log, monkeypatch):
    def fail(code):
        raise ValueError("Key (text)=(Ola Granskog)")

    monkeypatch.setattr(ConcernReport, "behind", fail)
    client = Client(raise_request_exception=False)
    assert client.post(ANSWER, {"code": "x"}).status_code == 500
    (line,) = map(json.loads, log.getvalue().splitlines())
    assert line["error"] == "ValueError"
    assert line["at"][13:] == "+00:00", "the hour alone"
    assert "Ola" not in log.getvalue()


def test_a_refused_form_leaves_no_line(log):
    client = Client(enforce_csrf_checks=True)
    assert client.post(ANSWER, {"code": "x"}).status_code == 403
    assert log.getvalue() == ""
    assert client.post("/hjelpetelefoner/alarmtelefonen/stemmer-ikke/", {}).status_code == 403
    assert log.getvalue() != "", "elsewhere it does"


# --- the way out -------------------------------------------------------------------------------------
WRITTEN = {"text": "Han er alene om kvelden.", "step": "worry"}


def test_what_was_written_before_leaving_is_not_shown_to_whoever_goes_back():
    client = Client(enforce_csrf_checks=True)
    client.get(FORM)
    token = client.cookies["csrf"].value
    client.get("/ut/")
    for _again in range(2):
        page = client.post(FORM, WRITTEN | {"csrfmiddlewaretoken": token})
        assert page.status_code == 403
        assert "Du forlot siden" in page.content.decode()
        assert "alene" not in page.content.decode()
        client.get(FORM)  # beginning anew must not open the old form again


def test_without_leaving_a_refused_form_still_shows_what_was_written():
    page = Client(enforce_csrf_checks=True).post(FORM, WRITTEN)
    assert "Han er alene om kvelden." in page.content.decode()


def test_the_way_out_takes_every_cookie_of_ours_and_leaves_one_that_says_nothing(client):
    client.get(FORM)
    answer = client.get("/ut/")
    left = {name: cookie.value for name, cookie in client.cookies.items() if cookie["max-age"] != 0}
    assert left == {settings.LEFT_COOKIE_NAME: "1"}
    assert not answer.cookies[settings.LEFT_COOKIE_NAME]["max-age"], "gone when the browser closes"
