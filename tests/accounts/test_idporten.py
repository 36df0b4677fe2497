"""Signing in by ID-porten: the whole code flow, and every answer that must be refused."""

import json
import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.demo_idp import realms, signing
from accounts.models import Citizen, User
from casework.encryption import lookup_hash
from tests.accounts import forgery
from tests.accounts.conftest import CITIZENS_APP
from tests.accounts.sign_in import citizen, staff

MY_PAGE, SECURE = "/minside/", "/sikker/"
PARENT = realms.realm("idporten").persona("mor")


pytestmark = pytest.mark.usefixtures("secure_page")


def start(client, to=MY_PAGE, query=""):
    return client.post(f"/logg-inn/bankid/{query}", {"next": to}).url


def choose(client, persona="mor", **kwargs):
    """The address ID-porten sends the browser back to."""
    return client.post(start(client, **kwargs), {"persona": persona}).url


def sign_in(client, persona="mor", **kwargs):
    return client.get(choose(client, persona, **kwargs))


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def refusals(caplog) -> list[str]:
    return [line.error for line in caplog.records if line.msg == "sign_in_refused"]


def asked_of(address: str) -> dict:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


# --- Coming in ------------------------------------------------------------------------------------
def test_my_page_leads_to_sign_in_and_back(browser_user):
    led = browser_user.get(f"{MY_PAGE}?a=b").url
    assert led == "/logg-inn/?next=%2Fminside%2F%3Fa%3Db"
    assert 'value="/minside/?a=b"' in browser_user.get(led).text
    assert sign_in(browser_user, to=f"{MY_PAGE}?a=b").url == f"{MY_PAGE}?a=b"
    assert browser_user.get(MY_PAGE).status_code == 200


def test_a_citizen_is_no_employee(browser_user):
    sign_in(browser_user)
    user = User.objects.get()
    assert (user.kind, user.is_staff, user.is_superuser) == (User.Kind.CITIZEN, False, False)
    assert not user.has_usable_password()
    assert not user.groups.exists()
    assert user.username.startswith("c-")
    assert browser_user.get("/admin/", follow=True).status_code == 403


def test_the_database_refuses_a_citizen_who_is_staff():
    for right in ("is_staff", "is_superuser"):
        with transaction.atomic(), pytest.raises(IntegrityError):
            User.objects.create(username=right, kind=User.Kind.CITIZEN, **{right: True})


def test_every_persona_with_a_number_comes_in_once_and_is_known_again(browser_user):
    numbered = [one for one in realms.realm("idporten").personas if "pid" in one.claims]
    assert len(numbered) >= 6
    for persona in numbered * 2:
        assert sign_in(browser_user, persona.key).url == MY_PAGE
        browser_user.logout()
    assert User.objects.count() == Citizen.objects.count() == len(numbered)


def test_a_new_client_id_makes_no_strangers(browser_user, token_says):
    sign_in(browser_user)
    token_says(sub="another subject")
    sign_in(browser_user)
    assert User.objects.count() == 1


def test_names_follow_the_token(browser_user, token_says):
    sign_in(browser_user)
    assert Citizen.objects.get().name == PARENT.name
    token_says(given_name="Nytt")
    sign_in(browser_user)
    assert Citizen.objects.get().name == f"Nytt {PARENT.claims['family_name']}"
    token_says(given_name=None, family_name=None)
    sign_in(browser_user)
    assert Citizen.objects.get().name == f"Nytt {PARENT.claims['family_name']}"


# --- What is asked --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "acr"), [(MY_PAGE, "substantial"), (SECURE, "high"), ("/finnes-ikke/", "substantial")]
)
def test_request_carries_all_that_id_porten_demands(browser_user, path, acr):
    asked = asked_of(start(browser_user, path))
    assert asked["acr_values"] == f"idporten-loa-{acr}"
    assert asked["ui_locales"] == "nb"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://localhost/logg-inn/svar/"
    assert set(asked["scope"].split()) == {"openid", "profile"}
    assert {"state", "nonce", "code_challenge"} <= asked.keys()


def test_the_page_and_its_language_go_along(browser_user):
    address = browser_user.post("/en/logg-inn/bankid/", {"next": "/en/minside/"}).url
    assert asked_of(address)["ui_locales"] == "en"


def test_the_policy_lets_the_button_through_to_where_id_porten_signs_people_in(browser_user, settings):
    """Its issuer is idporten.no, its pages are at login.idporten.no."""
    app = CITIZENS_APP | {"settings": CITIZENS_APP["settings"] | {"server_url": "https://idporten.no"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"idporten": {"APPS": [app]}}
    for path in ("/logg-inn/", "/logg-inn/svar/"):
        policy = browser_user.get(path)["Content-Security-Policy"]
        assert "form-action 'self' https://idporten.no https://*.idporten.no;" in f"{policy};"


@pytest.mark.parametrize("name", ["acr_values", "scope", "auth_params", "process", "level", "ui_locales"])
def test_the_address_cannot_bend_the_request(browser_user, name):
    plain = asked_of(start(browser_user, SECURE))
    bent = asked_of(start(browser_user, SECURE, f"?{name}=acr_values%3Didporten-loa-low"))
    for once in ("state", "nonce", "code_challenge"):
        del plain[once], bent[once]
    assert set(bent.pop("scope").split()) == set(plain.pop("scope").split())
    assert bent == plain
    states = browser_user.session["socialaccount_states"].values()
    assert {(state["process"], state["level"]) for state, _at, _provider in states} == {("login", "high")}


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org/",
        "\\\\example.org",
        "javascript:alert(1)",
        "x",
    ],
)
def test_next_page_of_another_site_is_not_followed(browser_user, path):
    assert sign_in(browser_user, to=path).url == MY_PAGE


def test_tokens_are_handed_to_nobody_without_our_key(browser_user, monkeypatch):
    """Whoever has the code and the verifier still has to be us (RFC 7523)."""
    monkeypatch.setattr("accounts.idporten.PrivateKeyClient._assertion", lambda self: "")
    assert_refused(sign_in(browser_user), browser_user)


def test_a_key_of_our_own_setting_is_used(browser_user, settings):
    use_key(settings, forgery.private_pem(forgery.other_key()))
    assert_refused(sign_in(browser_user), browser_user)
    use_key(settings, signing.client_key())
    assert sign_in(browser_user).url == MY_PAGE


def use_key(settings, pem):
    app = CITIZENS_APP | {"settings": CITIZENS_APP["settings"] | {"client_key": pem, "client_key_id": "k1"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"idporten": {"APPS": [app]}}


def test_our_proof_is_good_once(browser_user):
    proofs = []
    real = signing.is_the_client
    choose_and_keep = lambda proof, *rest: proofs.append((proof, *rest)) or real(proof, *rest)  # noqa: E731
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing, "is_the_client", choose_and_keep)
        sign_in(browser_user)
    assert not real(*proofs[0])


# --- What is stored -------------------------------------------------------------------------------
def test_nothing_of_the_person_lies_open(browser_user, caplog):
    caplog.set_level(logging.DEBUG)
    sign_in(browser_user)
    pid = PARENT.claims["pid"]
    account, person = SocialAccount.objects.get(), Citizen.objects.get()
    assert account.extra_data == {}
    assert account.uid == lookup_hash("pid", pid)
    assert (person.pid, person.name) == (pid, PARENT.name)
    assert (person.user.first_name, person.user.last_name, person.user.email) == ("", "", "")
    session = json.dumps(Session.objects.get().get_decoded())
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_citizen")
        row = repr([bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone()])
    for kept in (caplog.text, session, row, str(person), str(person.user)):
        for secret in (pid, *PARENT.name.split(), "eyJ"):
            assert secret not in kept


def test_session_has_a_new_key_after_sign_in(browser_user):
    back = choose(browser_user)
    before = browser_user.session.session_key
    browser_user.get(back)
    assert browser_user.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_a_session_planted_in_the_browser_opens_nothing_for_the_planter(browser_user):
    planter = Client(SERVER_NAME="localhost")
    start(planter)
    browser_user.cookies["session"] = planter.cookies["session"].value
    sign_in(browser_user)
    assert is_signed_in(browser_user)
    assert planter.get(MY_PAGE).status_code == 302


# --- Levels ---------------------------------------------------------------------------------------
def test_too_low_a_level_is_refused_where_more_was_asked_for(browser_user, caplog):
    answer = sign_in(browser_user, "minid", to=SECURE)
    assert_refused(answer, browser_user, "ikke sikker nok")
    assert 'name="next" value="/sikker/"' in answer.text
    assert refusals(caplog) == ["level"]
    assert sign_in(browser_user, to=SECURE).url == SECURE


def test_a_page_of_a_higher_level_asks_once_more(browser_user):
    assert sign_in(browser_user, "minid").url == MY_PAGE
    led = browser_user.get(SECURE).url
    assert led == "/logg-inn/?next=%2Fsikker%2F"
    assert "høyere sikkerhetsnivå" in browser_user.get(led).text
    assert sign_in(browser_user, to=SECURE).url == SECURE
    assert browser_user.get(SECURE).status_code == 200


@pytest.mark.parametrize(
    "acr", ["idporten-loa-low", "Level4", "", "idporten-loa-high ", None, ["idporten-loa-high"]]
)
def test_levels_that_we_do_not_know_are_none(browser_user, token_says, acr):
    token_says(acr=acr)
    assert_refused(sign_in(browser_user), browser_user, "gikk ikke" if acr is None else "ikke sikker nok")


# --- People who are something else ----------------------------------------------------------------
def test_an_employees_account_is_never_a_citizens(browser_user, caplog):
    employee = staff("ansatt")
    SocialAccount.objects.create(
        user=employee, provider="idporten", uid=lookup_hash("pid", PARENT.claims["pid"])
    )
    assert_refused(sign_in(browser_user), browser_user)
    assert refusals(caplog) == ["user"]


def test_a_closed_citizen_does_not_come_in(browser_user, caplog):
    sign_in(browser_user)
    browser_user.logout()
    User.objects.update(is_active=False)
    assert_refused(sign_in(browser_user), browser_user)
    assert refusals(caplog) == ["user"]


def test_an_employee_who_signs_in_as_a_citizen_is_one_no_longer(browser_user):
    employee = staff("ansatt")
    browser_user.force_login(employee, "accounts.backends.StaffBackend")
    sign_in(browser_user)
    assert browser_user.session["_auth_user_id"] != str(employee.pk)


def test_two_first_sign_ins_at_once_make_one_person(browser_user, monkeypatch, caplog):
    def somebody_was_first(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(Citizen.objects, "create", somebody_was_first)
    assert_refused(sign_in(browser_user), browser_user)
    assert refusals(caplog) == ["twice at once"]
    assert not User.objects.exists()


def test_another_citizen_stays_another(browser_user):
    other = citizen(pid="02898513427", name="Odin Brekkestad")
    sign_in(browser_user)
    assert browser_user.session["_auth_user_id"] != str(other.pk)


def assert_refused(answer, client, text="Innloggingen gikk ikke"):
    assert answer.status_code == 403
    assert text in answer.text
    assert not is_signed_in(client)
