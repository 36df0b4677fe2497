"""Answers of ID-porten that were not made for this very sign-in, or by ID-porten at all: each refused."""

import time

import pytest
import requests
from django.core.cache import cache
from django.test import Client

from accounts.demo_idp import signing
from accounts.models import User
from tests.accounts import forgery
from tests.accounts.conftest import InProcess
from tests.accounts.test_idporten import (
    MY_PAGE,
    SECURE,
    asked_of,
    assert_refused,
    choose,
    is_signed_in,
    refusals,
    sign_in,
    start,
)

pytestmark = pytest.mark.usefixtures("secure_page")


HOURS = 60 * 60


@pytest.mark.parametrize(
    "wrong",
    [*forgery.CLAIMS, {"acr": None}, {"auth_time": None}, {"auth_time": "now"}, {"sub": None}, {"exp": None}],
    ids=str,
)
def test_wrong_claim_is_refused_and_logged_once(browser_user, token_says, caplog, wrong):
    token_says(**wrong)
    assert_refused(sign_in(browser_user), browser_user)
    assert len(refusals(caplog)) == 1


@pytest.mark.parametrize("ago", [-60, 2 * HOURS + 60])
def test_a_sign_in_of_another_time_is_refused(browser_user, token_says, caplog, ago):
    token_says(auth_time=int(time.time()) - ago)
    assert_refused(sign_in(browser_user), browser_user)
    assert refusals(caplog) == ["auth_time"]


@pytest.mark.parametrize("sign", forgery.SIGNATURES.values(), ids=forgery.SIGNATURES)
def test_wrong_signature_is_refused_and_logged_once(browser_user, monkeypatch, caplog, sign):
    monkeypatch.setattr(signing, "sign", sign)
    assert_refused(sign_in(browser_user), browser_user)
    assert len(refusals(caplog)) == 1


def test_without_a_number_nobody_comes_in(browser_user, caplog):
    assert_refused(sign_in(browser_user, "uten-nummer"), browser_user, "inneholder ikke fødselsnummer")
    assert refusals(caplog) == ["no pid"]
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("pid", "rule"), [("12345678901", "date"), ("14838821199", "check"), (14838821198.5, "length")]
)
def test_an_invalid_number_is_refused(browser_user, token_says, caplog, pid, rule):
    token_says(pid=pid)
    assert_refused(sign_in(browser_user), browser_user)
    assert refusals(caplog) == ["pid"]
    assert str(pid) not in caplog.text


def test_invented_people_do_not_come_in_in_production(browser_user, settings, caplog):
    settings.ALLOW_SYNTHETIC_IDS = False
    assert_refused(sign_in(browser_user), browser_user)
    assert refusals(caplog) == ["pid"]


def test_code_opens_once(browser_user, caplog):
    back = choose(browser_user)
    assert browser_user.get(back).url == MY_PAGE
    browser_user.logout()
    assert_refused(browser_user.get(back), browser_user)
    assert len(refusals(caplog)) == 1


def test_a_replayed_code_is_refused_by_the_token_too(browser_user):
    """Not by our state alone: with a new state of the same browser, the code is spent all the same."""
    spent = asked_of(choose(browser_user))["code"]
    browser_user.get(
        "/logg-inn/svar/", {"code": spent, "state": next(iter(browser_user.session["socialaccount_states"]))}
    )
    browser_user.logout()
    start(browser_user)
    state = next(iter(browser_user.session["socialaccount_states"]))
    assert_refused(browser_user.get("/logg-inn/svar/", {"code": spent, "state": state}), browser_user)


def test_code_of_somebody_else_is_refused(browser_user):
    stolen = asked_of(choose(browser_user))["code"]
    thief = Client(SERVER_NAME="localhost")
    state = asked_of(choose(thief))["state"]
    assert_refused(thief.get("/logg-inn/svar/", {"code": stolen, "state": state}), thief)


@pytest.mark.parametrize(
    "answer", [{"code": "x"}, {"code": "x", "state": "y"}, {"error": "server_error"}, {}], ids=str
)
def test_answer_that_nobody_asked_for_is_refused(browser_user, caplog, answer):
    assert_refused(browser_user.get("/logg-inn/svar/", answer), browser_user)
    assert refusals(caplog) == ["answer"]


def test_cancelling_is_said_plainly_and_leads_back(browser_user, caplog):
    back = browser_user.post(start(browser_user, SECURE), {"cancel": "1"}).url
    page = browser_user.get(back)
    assert "Du avbrøt innloggingen" in page.text
    assert 'name="next" value="/sikker/"' in page.text
    assert not is_signed_in(browser_user)
    assert refusals(caplog) == ["cancelled"]


def test_refusals_speak_the_language_the_sign_in_began_in(browser_user):
    address = browser_user.post("/en/logg-inn/bankid/", {"next": "/en/minside/"}).url
    page = browser_user.get(browser_user.post(address, {"cancel": "1"}).url)
    assert '<html lang="en"' in page.text


def test_provider_that_is_down_is_said_so(browser_user, monkeypatch):
    back = choose(browser_user)

    def fail(*args, **kwargs):
        raise requests.ConnectionError

    monkeypatch.setattr(InProcess, "request", fail)
    assert_refused(browser_user.get(back), browser_user)
    cache.clear()
    assert_refused(browser_user.post("/logg-inn/bankid/"), browser_user)


def test_without_id_porten_the_page_says_so(browser_user, settings):
    settings.DEMO, settings.SOCIALACCOUNT_PROVIDERS = False, {}
    assert "ikke åpen her ennå" in browser_user.get("/logg-inn/").text
    assert browser_user.post("/logg-inn/bankid/").status_code == 404
