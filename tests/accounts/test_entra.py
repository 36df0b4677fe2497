"""Signing in by Entra ID: the whole code flow, and every answer that must be refused."""

import json
import logging
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from accounts import roles
from accounts.demo_idp import realms, signing, views
from accounts.membership import Membership
from accounts.models import User
from asker_portal import demo_staff
from tests.accounts import forgery
from tests.accounts.conftest import InProcess

pytestmark = pytest.mark.usefixtures("entra")

CALLBACK = "http://localhost/ansatt/entra/svar/"


def start(client, **data):
    return client.post("/ansatt/entra/", {"next": "/admin/"} | data).url


def choose(client, persona="barnevern-1", **kwargs):
    """The address the provider sends the browser back to."""
    return client.post(start(client, **kwargs), {"persona": persona}).url


def sign_in(client, persona="barnevern-1"):
    return client.get(choose(client, persona))


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_sign_in_opens_the_admin(browser_user):
    answer = sign_in(browser_user, "faktura")
    assert answer.url == "/admin/"
    assert browser_user.get("/admin/").status_code == 200
    user = User.objects.get()
    assert (user.kind, user.is_staff, user.is_superuser) == (User.Kind.STAFF, True, False)
    assert user.group_names == {"Faktura"}
    assert not user.has_usable_password()


def test_second_sign_in_is_the_same_user(browser_user):
    sign_in(browser_user)
    sign_in(browser_user)
    assert User.objects.count() == 1


def test_user_is_not_found_by_name_or_address(browser_user):
    """Two people with one name at work stay two: only tenant and object id count."""
    claims = realms.realm("entra").persona("barnevern-1").claims
    local = User.objects.create_user(claims["preferred_username"], email=claims["preferred_username"])
    sign_in(browser_user)
    assert browser_user.session["_auth_user_id"] != str(local.pk)


def test_every_persona_comes_in_with_groups_of_the_table(browser_user):
    """Also into the sealed groups, whose members the demo has said yes to."""
    demo_staff.let_in_all()
    demo_staff.let_in_all()
    for persona in realms.realm("entra").personas:
        assert sign_in(browser_user, persona.key).url == "/admin/"
        user = User.objects.get(pk=browser_user.session["_auth_user_id"])
        assert user.group_names == roles.groups_for(persona.claims["roles"])
    assert User.objects.count() == len(realms.realm("entra").personas)
    (waiting,) = Membership.objects.filter(state="asked")
    assert waiting.group.name == "Barnevern"


def test_request_carries_pkce_state_and_nonce(browser_user):
    asked = parse_qs(urlsplit(start(browser_user)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert asked["redirect_uri"] == [CALLBACK]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()


def test_address_cannot_bend_the_request(browser_user):
    bent = "?auth_params=acr_values%3Dlow&scope=offline_access&process=connect&action=reauthenticate"
    asked = parse_qs(urlsplit(browser_user.post(f"/ansatt/entra/{bent}").url).query)
    assert "acr_values" not in asked
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    states = browser_user.session["socialaccount_states"]
    assert [state[0]["process"] for state in states.values()] == ["login"]


def test_next_page_of_another_site_is_not_followed(browser_user):
    browser_user.post(start(browser_user, next="https://example.org/"), {"persona": "barnevern-1"})
    back = choose(browser_user, next="https://example.org/")
    assert browser_user.get(back).url == "/admin/"


# --- What is stored -------------------------------------------------------------------------------
def test_nothing_of_the_token_is_kept(browser_user, caplog):
    caplog.set_level(logging.DEBUG)
    sign_in(browser_user)
    account = SocialAccount.objects.get()
    persona = realms.realm("entra").persona("barnevern-1")
    assert account.extra_data == {}
    assert account.uid == f"demo|{persona.claims['oid']}"
    for kept in (caplog.text, json.dumps(Session.objects.get().get_decoded())):
        assert persona.claims["family_name"] not in kept
        assert persona.claims["preferred_username"] not in kept


def test_session_has_a_new_key_after_sign_in(browser_user):
    back = choose(browser_user)
    before = browser_user.session.session_key
    browser_user.get(back)
    assert browser_user.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


# --- Roles ----------------------------------------------------------------------------------------
@pytest.fixture
def roles_in_entra(monkeypatch):
    """Changes which app roles the next token carries."""

    def change(*app_roles, **claims):
        real = views._claims
        changed = {"roles": list(app_roles)} | claims
        monkeypatch.setattr(views, "_claims", lambda *args: real(*args) | changed)

    return change


def test_roles_are_taken_anew_at_each_sign_in(browser_user, roles_in_entra):
    sign_in(browser_user)
    roles_in_entra("Communications", given_name="Nytt")
    sign_in(browser_user)
    user = User.objects.get()
    assert user.group_names == {"Kommunikasjon"}
    assert user.first_name == "Nytt"


def test_the_address_for_the_mornings_mail_is_entras_and_follows_it(browser_user, roles_in_entra):
    sign_in(browser_user)
    assert User.objects.get().email == ""  # an account without a mailbox
    for address in ("turid.lyngmo@example.org", "t.lyngmo@example.org"):
        roles_in_entra("ChildWelfare", email=address)
        sign_in(browser_user)
        assert User.objects.get().email == address
    assert not EmailAddress.objects.exists()  # allauth has none to verify or to sign in by


def test_unknown_role_is_ignored_and_named_in_the_log(browser_user, roles_in_entra, caplog):
    roles_in_entra("Communications", "Superuser")
    sign_in(browser_user)
    assert User.objects.get().group_names == {"Kommunikasjon"}
    assert [line.role for line in caplog.records if line.msg == "unknown_entra_role"] == ["Superuser"]


@pytest.mark.parametrize("claimed", [[], "ChildWelfare", None, [{"role": "ChildWelfare"}]])
def test_without_a_role_nobody_comes_in(browser_user, roles_in_entra, claimed):
    sign_in(browser_user)
    browser_user.logout()
    roles_in_entra(roles=claimed) if claimed else roles_in_entra()
    answer = sign_in(browser_user)
    assert answer.status_code == 403
    assert "ingen rolle" in answer.text
    assert not is_signed_in(browser_user)
    user = User.objects.get()
    assert (user.is_staff, user.group_names) == (False, frozenset())


def test_closed_user_does_not_come_in(browser_user):
    sign_in(browser_user)
    User.objects.update(is_active=False)
    browser_user.logout()
    assert sign_in(browser_user).url == "/ansatt/stengt/"
    assert not is_signed_in(browser_user)


# --- Answers that are refused ---------------------------------------------------------------------
@pytest.mark.parametrize("wrong", [*forgery.CLAIMS, {"oid": None}], ids=str)
def test_wrong_claim_is_refused(browser_user, monkeypatch, wrong):
    real = views._claims

    def changed(*args):
        claims = real(*args) | wrong
        return {name: value for name, value in claims.items() if value is not None}

    monkeypatch.setattr(views, "_claims", changed)
    assert_refused(sign_in(browser_user), browser_user)


@pytest.mark.parametrize("sign", forgery.SIGNATURES.values(), ids=forgery.SIGNATURES)
def test_wrong_signature_is_refused(browser_user, monkeypatch, sign):
    monkeypatch.setattr(signing, "sign", sign)
    assert_refused(sign_in(browser_user), browser_user)


def test_refusal_is_logged_without_the_token(browser_user, monkeypatch, caplog):
    monkeypatch.setattr(signing, "sign", forgery.signed_by(forgery.other_key()))
    sign_in(browser_user)
    (line,) = [line for line in caplog.records if line.msg == "sign_in_refused"]
    assert line.error == "InvalidSignatureError"


def test_code_opens_once(browser_user):
    back = choose(browser_user)
    sign = browser_user.get(back)
    assert sign.url == "/admin/"
    browser_user.logout()
    assert_refused(browser_user.get(back), browser_user)


def redeem(client, **changed):
    """Ask the provider for a token as the portal would; a dict with an id_token or an error."""
    back = choose(client)
    (state, _at, _provider) = client.session["socialaccount_states"].popitem()[1]
    asked = {
        "code": parse_qs(urlsplit(back).query)["code"][0],
        "code_verifier": state["pkce_code_verifier"],
        "redirect_uri": CALLBACK,
    }
    return lambda: client.post("/demo-idp/entra/token", asked | changed).json()


def test_provider_takes_a_code_once(browser_user):
    ask = redeem(browser_user)
    assert "id_token" in ask()
    assert ask() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    "wrong", [{"code_verifier": "x"}, {"redirect_uri": "http://localhost/"}, {"code": "x"}]
)
def test_provider_takes_no_code_without_its_verifier(browser_user, wrong):
    assert redeem(browser_user, **wrong)() == {"error": "invalid_grant"}


def test_configuration_of_another_issuer_is_refused(browser_user, monkeypatch):
    """The issuer is what our settings say, not what an answer says (OpenID Connect Discovery 4.3)."""
    monkeypatch.setattr(views, "_issuer", lambda request, realm: "http://localhost/demo-idp/another")
    assert_refused(browser_user.post("/ansatt/entra/"), browser_user)


def test_provider_that_is_down_is_said_so(browser_user, monkeypatch):
    back = choose(browser_user)

    def fail(*args, **kwargs):
        raise requests.ConnectionError

    monkeypatch.setattr(InProcess, "request", fail)
    cache.clear()  # where the provider's own description of itself is kept for an hour
    assert_refused(browser_user.post("/ansatt/entra/"), browser_user)
    assert_refused(browser_user.get(back), browser_user)


def test_code_of_somebody_else_is_refused(browser_user):
    """The verifier stays in the browser that asked: a stolen code opens nothing (RFC 7636)."""
    stolen = parse_qs(urlsplit(choose(browser_user)).query)["code"][0]
    client = Client(SERVER_NAME="localhost")
    own = choose(client)
    own_state = parse_qs(urlsplit(own).query)["state"][0]
    answer = client.get("/ansatt/entra/svar/", {"code": stolen, "state": own_state})
    assert_refused(answer, client)


def test_code_of_yesterday_is_refused(browser_user):
    with time_machine.travel("2026-03-02 09:00 +0000") as clock:
        back = choose(browser_user)
        clock.shift(61)
        assert_refused(browser_user.get(back), browser_user)


def test_answer_that_nobody_asked_for_is_refused(browser_user):
    answer = browser_user.get("/ansatt/entra/svar/", {"code": "x", "state": "y"})
    assert_refused(answer, browser_user)


def test_cancel_leads_back_to_the_sign_in_page(browser_user):
    back = browser_user.post(start(browser_user), {"cancel": "1"}).url
    assert browser_user.get(back).url == "/ansatt/"


def assert_refused(answer, client):
    assert answer.status_code == 401
    assert "Innloggingen gikk ikke" in answer.text
    assert not is_signed_in(client)
    assert not User.objects.exists() or User.objects.count() == 1


# --- Once more, before what cannot be undone --------------------------------------------------------
NUMBERS = "/admin/concerns/concernreport/numbers/"
LATER = "2026-03-02 09:06 +0000"


@pytest.fixture
def asked_again(browser_user, roles_synced):
    """Signed in six minutes ago, and sent off to prove it before a file; returns what Entra ID is asked."""
    with time_machine.travel("2026-03-02 09:00 +0000"):
        sign_in(browser_user)
        Membership.put_in(User.objects.get(), Group.objects.get(name="Barnevern"))
    with time_machine.travel(LATER, tick=False):
        answer = browser_user.post(NUMBERS)
        assert answer.url == f"/ansatt/?next={NUMBERS.replace('/', '%2F')}"
        yield start(browser_user, next=NUMBERS)


def test_a_file_asks_for_a_sign_in_that_is_not_remembered(browser_user, asked_again):
    asked = parse_qs(urlsplit(asked_again).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    back = browser_user.post(asked_again, {"persona": "barnevern-1"}).url
    assert browser_user.get(back).url == NUMBERS
    assert "Trykk på knappen en gang til" in browser_user.get(NUMBERS).text
    assert browser_user.post(NUMBERS)["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("age", [11, 3600, None], ids=["older than the leeway", "an hour old", "no time"])
def test_a_remembered_sign_in_is_no_proof(browser_user, asked_again, monkeypatch, age):
    real = views._claims
    stale = {"auth_time": "yes" if age is None else int(time.time()) - age}
    monkeypatch.setattr(views, "_claims", lambda *args: real(*args) | stale)
    back = browser_user.post(asked_again, {"persona": "barnevern-1"}).url
    assert_refused(browser_user.get(back), browser_user)


def test_signing_in_anew_by_memory_opens_no_file(browser_user, roles_synced, monkeypatch):
    """Out and in again at an unlocked screen: Entra ID remembers, and says since when."""
    real = views._claims
    monkeypatch.setattr(views, "_claims", lambda *args: real(*args) | {"auth_time": int(time.time()) - 3600})
    sign_in(browser_user)
    Membership.put_in(User.objects.get(), Group.objects.get(name="Barnevern"))
    assert browser_user.post(NUMBERS).url.startswith("/ansatt/?next=")
