"""Citizens by ID-porten: the whole code flow, every answer that must be refused, and the three ways out."""

import json
import logging
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from accounts import kept_posts
from accounts.demo_idp import realms, signing, views
from accounts.models import Citizen, OidcSession, User
from tests.accounts.sign_in import signed_in, staff
from tests.accounts.test_entra import hs256_with_the_public_key, other_key, signed_by

pytestmark = pytest.mark.usefixtures("idporten")


def persona(key: str) -> realms.Persona:
    return realms.realm("idporten").persona(key)


def start(client, **data):
    return client.post("/logg-inn/bankid/", {"next": "/minside/", "level": "high"} | data).url


def choose(client, who="mor", **data) -> str:
    """The address ID-porten sends the browser back to."""
    return client.post(start(client, **data), {"persona": who}).url


def sign_in(client, who="mor", **data):
    return client.get(choose(client, who, **data))


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


# --- Coming in ------------------------------------------------------------------------------------
def test_my_page_leads_to_sign_in_and_back(browser_user):
    door = browser_user.get("/minside/")
    assert door.url == "/logg-inn/?next=%2Fminside%2F&level=substantial"
    assert "BankID" in browser_user.get(door.url).text
    assert sign_in(browser_user).url == "/minside/"
    page = browser_user.get("/minside/")
    assert page.status_code == 200
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize("who", [one.key for one in realms.realm("idporten").personas if "pid" in one.claims])
def test_every_persona_with_a_number_comes_in(browser_user, who):
    assert sign_in(browser_user, who).url == "/minside/"
    citizen = Citizen.objects.get()
    assert citizen.pid == persona(who).claims["pid"]
    user = citizen.user
    assert (user.kind, user.is_staff, user.is_superuser) == (User.Kind.CITIZEN, False, False)
    assert (user.first_name, user.last_name, user.email) == ("", "", "")
    assert not user.has_usable_password()


def test_the_second_sign_in_is_the_same_user(browser_user):
    sign_in(browser_user)
    sign_in(Client(SERVER_NAME="localhost"))
    assert User.objects.count() == Citizen.objects.count() == 1


def test_two_people_are_two_users(browser_user):
    sign_in(browser_user)
    sign_in(browser_user, "far")
    assert User.objects.count() == 2


def test_the_request_carries_pkce_nonce_level_and_language(browser_user):
    asked = parse_qs(urlsplit(start(browser_user, language="nn")).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["acr_values"] == ["idporten-loa-high"]
    assert asked["ui_locales"] == ["nn"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()


def test_the_address_cannot_bend_the_request(browser_user):
    bent = "?auth_params=acr_values%3Didporten-loa-low&acr_values=x&scope=all&process=connect"
    asked = parse_qs(urlsplit(browser_user.post(f"/logg-inn/bankid/{bent}", {"level": "none"}).url).query)
    assert asked["acr_values"] == ["idporten-loa-high"]
    assert set(asked["scope"][0].split()) == {"openid", "profile"}


def test_a_next_page_of_another_site_is_not_followed(browser_user):
    back = choose(browser_user, next="https://example.org/")
    assert browser_user.get(back).url == "/minside/"


def test_the_session_has_a_new_key_after_sign_in(browser_user):
    back = choose(browser_user)
    before = browser_user.session.session_key
    browser_user.get(back)
    assert browser_user.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_neither_number_nor_name_is_kept_in_clear(browser_user, caplog):
    caplog.set_level(logging.DEBUG)
    sign_in(browser_user)
    claims = persona("mor").claims
    assert SocialAccount.objects.get().extra_data == {}
    kept = [caplog.text, json.dumps(Session.objects.get().get_decoded())]
    with connection.cursor() as cursor:
        for table in ("accounts_citizen", "accounts_user", "socialaccount_socialaccount"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
            kept.append(repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor]))
    for secret in (claims["pid"], claims["family_name"], claims["given_name"]):
        assert not any(secret in one for one in kept)


# --- How surely -----------------------------------------------------------------------------------
def test_a_level_too_low_for_the_page_is_asked_for_again(browser_user):
    sign_in(browser_user, "minid", level="substantial")
    assert browser_user.get("/minside/").status_code == 200
    page = browser_user.get("/logg-inn/?next=/minside/&level=high")
    assert "høyere sikkerhetsnivå" in page.text


def test_employees_are_no_citizens_and_citizens_no_employees(browser_user):
    desk = signed_in(staff("ansatt", "Barnevern"), Client(SERVER_NAME="localhost"))
    refused = desk.get("/minside/")
    assert refused.status_code == 403
    assert "logget inn som ansatt" in refused.text
    sign_in(browser_user)
    assert browser_user.get("/admin/").status_code in (302, 403)
    assert browser_user.get("/admin/", follow=True).status_code == 403


# --- Answers that are refused ---------------------------------------------------------------------
def changed(**claims):
    return lambda real: real | claims


def without(name):
    return lambda real: {key: value for key, value in real.items() if key != name}


FORGED = {
    "another audience": changed(aud="somebody-else"),
    "another issuer": changed(iss="https://idporten.example"),
    "another nonce": changed(nonce="x"),
    "no nonce": without("nonce"),
    "expired": changed(exp=int(time.time()) - 3600, iat=int(time.time()) - 3700),
    "not yet": changed(iat=int(time.time()) + 3600),
    "signed in tomorrow": changed(auth_time=int(time.time()) + 3600),
    "low level": changed(acr="idporten-loa-low"),
    "unknown level": changed(acr="Level4"),
    "no level": without("acr"),
    "no number": without("pid"),
    "a number that is none": changed(pid="12345678901"),
    "no subject": without("sub"),
}


@pytest.fixture
def forged(monkeypatch):
    """Changes what the next id_token says."""

    def change(how):
        real = views._claims
        monkeypatch.setattr(views, "_claims", lambda *args: how(real(*args)))

    return change


def assert_refused(client, back, caplog):
    answer = client.get(back)
    assert answer.status_code == 403
    assert "Innloggingen gikk ikke" in answer.text
    assert not is_signed_in(client)
    assert [line.msg for line in caplog.records if line.levelno >= logging.WARNING].count(
        "sign_in_refused"
    ) == 1
    assert not User.objects.exists()


@pytest.mark.parametrize("how", FORGED.values(), ids=FORGED)
def test_a_token_not_made_for_this_sign_in_is_refused(browser_user, forged, caplog, how):
    forged(how)
    assert_refused(browser_user, choose(browser_user), caplog)


SIGNERS = {
    "alg none": lambda claims: jwt.encode(claims, None, algorithm="none"),
    "the public key as a secret": hs256_with_the_public_key,
    "another key": signed_by(other_key()),
    "an unknown key": signed_by(other_key(), "unknown"),
}


@pytest.mark.parametrize("sign", SIGNERS.values(), ids=SIGNERS)
def test_a_signature_that_is_not_the_providers_is_refused(browser_user, monkeypatch, caplog, sign):
    monkeypatch.setattr(signing, "sign", sign)
    assert_refused(browser_user, choose(browser_user), caplog)


def test_an_invented_number_is_refused_where_people_are_real(browser_user, settings, caplog):
    settings.ALLOW_SYNTHETIC_IDS = False
    assert_refused(browser_user, choose(browser_user), caplog)


def test_a_code_works_once(browser_user, caplog):
    back = choose(browser_user)
    state = browser_user.session["socialaccount_states"]
    browser_user.get(back)
    browser_user.post("/logg-ut/")
    session = browser_user.session
    session["socialaccount_states"] = state
    session.save()
    User.objects.all().delete()
    assert_refused(browser_user, back, caplog)


def test_an_answer_nobody_asked_for_is_refused(browser_user, caplog):
    back = choose(Client(SERVER_NAME="localhost"))
    assert_refused(browser_user, back, caplog)


def test_a_client_that_cannot_prove_itself_gets_no_token(browser_user, monkeypatch, caplog):
    back = choose(browser_user)
    monkeypatch.setattr("accounts.idporten._client_key", lambda app: (other_key(), "demo-client"))
    assert_refused(browser_user, back, caplog)


def test_cancelling_leads_back_to_the_door(browser_user):
    back = browser_user.post(start(browser_user), {"cancel": "1"}).url
    assert browser_user.get(back).url == "/logg-inn/"


def test_the_refusal_says_why_and_what_else_there_is(browser_user):
    page = browser_user.get(choose(browser_user, "uten-nummer"))
    assert "inneholder ikke fødselsnummer" in page.text
    assert "/bekymringsmelding/" in page.text


# --- Going out ------------------------------------------------------------------------------------
def test_signing_out_here_leads_on_to_id_porten_without_a_number_in_any_address(browser_user):
    sign_in(browser_user)
    page = browser_user.post("/logg-ut/")
    assert not is_signed_in(browser_user)
    assert 'action="http://localhost/demo-idp/idporten/endsession"' in page.text
    token = page.context["id_token"]
    done = browser_user.post(
        "/demo-idp/idporten/endsession",
        {"id_token_hint": token, "post_logout_redirect_uri": page.context["back"]},
    )
    assert done.status_code == 200
    assert browser_user.post("/logg-ut/").url == "/"


def test_id_porten_ends_the_session_without_our_cookie(browser_user):
    sign_in(browser_user)
    token = browser_user.post("/logg-ut/").context["id_token"]  # only to learn the sid
    sid = jwt.decode(token, options={"verify_signature": False})["sid"]
    OidcSession.objects.all().delete()
    sign_in(browser_user)
    OidcSession.remember(sid, browser_user.session.session_key)
    frame = Client(SERVER_NAME="localhost")
    address = "/logg-ut/id-porten/"
    assert frame.get(address, {"iss": "https://elsewhere.example", "sid": sid}).status_code == 400
    assert browser_user.get("/minside/").status_code == 200
    for _twice in range(2):
        answer = frame.get(address, {"iss": "http://localhost/demo-idp/idporten", "sid": sid})
        assert answer.status_code == 200
        assert "X-Frame-Options" not in answer
        assert "frame-ancestors 'self' http://localhost" in answer["Content-Security-Policy"]
    assert browser_user.get("/minside/").status_code == 302


def test_the_sid_of_the_sign_in_is_remembered_as_a_hash(browser_user):
    sign_in(browser_user)
    row = OidcSession.objects.get()
    assert row.session_key == browser_user.session.session_key
    assert len(row.sid_digest) == 64


@pytest.mark.parametrize("minutes", [31, 121])
def test_time_ends_the_session(browser_user, time_machine, minutes):
    sign_in(browser_user)
    begun = time.time()
    for passed in range(20, minutes - 1, 20) if minutes > 100 else []:
        time_machine.move_to(begun + passed * 60)
        assert browser_user.get("/minside/").status_code == 200
    time_machine.move_to(begun + minutes * 60)
    assert browser_user.get("/minside/").status_code == 302


# --- What was posted too late ---------------------------------------------------------------------
def test_a_kept_post_is_for_the_same_person_once(browser_user, rf):
    sign_in(browser_user)
    me = User.objects.get()
    kept = kept_posts.keep(rf.post("/x/", {"text": ["a", "b"], "csrfmiddlewaretoken": "t"}), me.pk)

    def asked_by(user):
        request = rf.get("/x/", {"fortsett": kept})
        request.user = user
        return kept_posts.take(request)

    assert asked_by(staff("somebody")) is None
    assert dict(asked_by(me).lists()) == {"text": ["a", "b"]}
    assert asked_by(me) is None
