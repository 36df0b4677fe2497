"""Sign-in in a real browser, under the real policy: any refusal by it fails the test."""

import io

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.accessibility import violations
from tests.accounts.conftest import APP

PASSWORD = "tre gule hester i regn"


@pytest.fixture
def quiet_page(page: Page):
    """A page on whose console nothing may be said: a breach of the policy is an error there."""
    said = []
    page.on(
        "console",
        lambda line: said.append((line.text, line.location["url"])) if line.type == "error" else None,
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


def assert_accessible(page: Page) -> None:
    assert violations(page) == []


def sign_in_as(page: Page, persona: str) -> None:
    page.get_by_role("button", name="Logg inn med jobbkontoen din").click()
    expect(page.get_by_role("heading", name="Hvem vil du være?")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name=persona).click()


@pytest.mark.django_db(transaction=True)
def test_caseworker_signs_in_through_entra(demo, live_server, quiet_page):
    quiet_page.goto(f"{live_server.url}/admin/")
    expect(quiet_page).to_have_title("Logg inn som ansatt – Asker kommune")
    assert_accessible(quiet_page)
    sign_in_as(quiet_page, "Turid Lyngmo")
    expect(quiet_page).to_have_url(f"{live_server.url}/admin/")


@pytest.mark.django_db(transaction=True)
def test_provider_on_another_origin_is_let_through(demo, live_server, quiet_page, settings):
    """As in production: the browser follows the form's redirect only where the policy names the origin."""
    elsewhere = live_server.url.replace("localhost", "127.0.0.1")
    app = APP | {"settings": APP["settings"] | {"server_url": f"{elsewhere}/demo-idp/entra"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"entra": {"APPS": [app]}}
    quiet_page.goto(f"{live_server.url}/ansatt/?next=/admin/")
    sign_in_as(quiet_page, "Turid Lyngmo")
    expect(quiet_page).to_have_url(f"{live_server.url}/admin/")


@pytest.mark.django_db(transaction=True)
def test_local_user_signs_in_with_a_key(roles_synced, live_server, quiet_page, settings, monkeypatch):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    call_command("staff", "lokal", "--group", "Kommunikasjon")
    page = quiet_page
    plug_in_a_key(page)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Brukernavn").fill("lokal")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    expect(page.get_by_role("heading", name="To-trinns innlogging")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Legg til nøkkel").click()
    assert_accessible(page)
    page.get_by_label("Logg inn med bare denne nøkkelen").check()
    page.get_by_role("button", name="Legg til nøkkelen").click()
    page.get_by_role("button", name="Bruk sikkerhetsnøkkel").click()
    expect(page.get_by_role("heading", name="Reservekodene dine")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Gå til saksbehandlingen").click()
    expect(page).to_have_url(f"{live_server.url}/admin/")

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/ansatt/?next=/admin/")
    page.get_by_role("button", name="Logg inn med sikkerhetsnøkkel").click()
    expect(page).to_have_url(f"{live_server.url}/admin/")


@pytest.mark.django_db(transaction=True)
def test_app_can_be_set_up_on_a_narrow_screen(roles_synced, live_server, quiet_page, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    call_command("staff", "lokal")
    assert User.objects.count() == 1
    page = quiet_page
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Brukernavn").fill("lokal")
    page.get_by_label("Passord").fill("feil")
    page.get_by_role("button", name="Logg inn", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Brukernavnet eller passordet er feil")
    assert_accessible(page)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    page.get_by_role("link", name="Sett opp app").click()
    expect(page.get_by_alt_text("Bilde som appen leser")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def plug_in_a_key(page: Page) -> None:
    """A security key that is always there, knows its owner and says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    always = {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key | always})
