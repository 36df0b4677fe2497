"""The demo's sign-in answers in a demo on this machine, and nowhere else."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts import checks
from accounts.models import DemoDatabase, User

CONFIGURATION = "/demo-idp/entra/.well-known/openid-configuration"


def test_it_answers_in_the_demo(demo, browser_user):
    answer = browser_user.get(CONFIGURATION)
    assert answer.json()["issuer"] == "http://localhost/demo-idp/entra"


def test_no_address_outside_the_demo(db, client):
    with pytest.raises(NoReverseMatch):
        reverse("demo-idp:authorize", args=["entra"])
    assert client.get(CONFIGURATION).status_code == 404


@pytest.mark.parametrize("page", ["authorize", "token", "jwks", ".well-known/openid-configuration"])
def test_installed_by_mistake_it_still_answers_nothing(demo, settings, browser_user, page):
    settings.DEMO = False
    assert browser_user.get(f"/demo-idp/entra/{page}").status_code in (404, 405)
    assert browser_user.post(f"/demo-idp/entra/{page}").status_code == 404


def test_it_answers_no_other_host(demo):
    assert Client(SERVER_NAME="testserver").get(CONFIGURATION).status_code == 404


def test_it_opens_no_database_that_is_not_marked(demo, browser_user):
    DemoDatabase.objects.all().delete()
    assert browser_user.get(CONFIGURATION).status_code == 404


def test_unknown_realm_is_not_found(demo, browser_user):
    for realm in ("nobody", "..", "views"):
        assert browser_user.get(f"/demo-idp/{realm}/jwks").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "another"},
        {"redirect_uri": "http://localhost/ansatt/"},
        {"redirect_uri": "https://example.org/ansatt/entra/svar/"},
        {"redirect_uri": "http://localhost.example.org/ansatt/entra/svar/"},
        {"redirect_uri": "http://example.org\\@localhost/ansatt/entra/svar/"},
        {"redirect_uri": "http://[/ansatt/entra/svar/"},
    ],
    ids=str,
)
def test_stand_in_sends_nobody_elsewhere(demo, browser_user, wrong):
    asked = {"client_id": "demo-portal", "redirect_uri": "http://localhost/ansatt/entra/svar/"} | wrong
    assert browser_user.get("/demo-idp/entra/authorize", asked).status_code == 400


@pytest.mark.parametrize("missing", ["code_challenge", "nonce", "state", "scope", "code_challenge_method"])
def test_stand_in_demands_pkce_state_and_nonce(demo, browser_user, missing):
    asked = {
        "client_id": "demo-portal",
        "redirect_uri": "http://localhost/ansatt/entra/svar/",
        "response_type": "code",
        "scope": "openid profile",
        "state": "s",
        "nonce": "n",
        "code_challenge": "c",
        "code_challenge_method": "S256",
    }
    assert browser_user.get("/demo-idp/entra/authorize", asked).status_code == 200
    del asked[missing]
    answer = browser_user.get("/demo-idp/entra/authorize", asked)
    assert "error=invalid_request" in answer.url


def test_database_with_users_is_never_marked(db):
    User.objects.create_user("ekte")
    with pytest.raises(CommandError):
        call_command("mark_demo")
    assert not DemoDatabase.is_marked()


def test_marked_database_stays_marked(db):
    call_command("mark_demo")
    User.objects.create_user("oppdiktet")
    call_command("mark_demo")
    assert DemoDatabase.is_marked()


# --- System checks --------------------------------------------------------------------------------
def ids(errors):
    return [error.id for error in errors]


def test_demo_on_a_real_address_does_not_start(settings):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["127.0.0.1", "localhost", "[::1]"]
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert checks.demo_stays_on_this_machine(None) == []
    settings.SITE_URL = "https://portal.example.no"
    assert ids(checks.demo_stays_on_this_machine(None)) == ["accounts.E001"]
    settings.SITE_URL, settings.ALLOWED_HOSTS = "http://localhost", ["*"]
    assert ids(checks.demo_stays_on_this_machine(None)) == ["accounts.E001"]


def test_demo_sign_in_outside_the_demo_does_not_start(settings):
    assert checks.demo_sign_in_only_in_the_demo(None) == []
    settings.ROOT_URLCONF = "tests.accounts.demo_urls"
    assert ids(checks.demo_sign_in_only_in_the_demo(None)) == ["accounts.E002"]


def test_demo_on_a_database_with_real_people_does_not_start(settings, db):
    settings.DEMO = True
    check = checks.demo_database_holds_nobody_real
    assert check(None, databases=["default"]) == []
    User.objects.create_user("ekte")
    assert ids(check(None, databases=["default"])) == ["accounts.E003"]
    settings.DEMO = False
    assert check(None, databases=["default"]) == []
