"""A citizen's sign-in in a real browser, under the real policy, with ID-porten on another origin."""

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import violations
from tests.accounts.conftest import CITIZENS_APP
from tests.accounts.test_browser_journeys import quiet_page  # noqa: F401 - a fixture

PHONE, NARROW = {"width": 390, "height": 844}, {"width": 320, "height": 640}


def sign_in_as(page: Page, name: str) -> None:
    page.get_by_role("button", name="Gå til innlogging").click()
    expect(page.get_by_role("heading", name="Hvem vil du være?")).to_be_visible()
    page.get_by_role("button", name=name).click()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("java_script", [True, False], ids=["script", "no script"])
def test_a_citizen_comes_in_and_goes_out_through_an_issuer_elsewhere(
    demo, live_server, browser, settings, java_script
):
    """As in production: the policy must name the issuer's origin, on the way in and on the way out."""
    elsewhere = live_server.url.replace("localhost", "127.0.0.1")
    app = CITIZENS_APP | {
        "settings": CITIZENS_APP["settings"] | {"server_url": f"{elsewhere}/demo-idp/idporten"}
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"idporten": {"APPS": [app]}}
    page = browser.new_page(viewport=PHONE, java_script_enabled=java_script)
    page.goto(f"{live_server.url}/minside/")
    sign_in_as(page, "Ingrid Fjellbu")
    expect(page).to_have_url(f"{live_server.url}/minside/")
    expect(page.get_by_role("heading", name="Min side")).to_be_visible()
    page.get_by_role("button", name="Logg ut").click()
    if not java_script:
        page.get_by_role("button", name="Logg ut av ID-porten").click()
    expect(page.get_by_role("heading", name="Du er logget ut av ID-porten (demo)")).to_be_visible()
    assert page.url.startswith(elsewhere)
    page.get_by_role("link", name="Tilbake").click()
    expect(page.get_by_role("heading", name="Du er logget ut", exact=True)).to_be_visible()
    page.goto(f"{live_server.url}/minside/")
    expect(page.get_by_role("heading", name="Logg inn med BankID")).to_be_visible()
    page.close()


def assert_good(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@pytest.mark.django_db(transaction=True)
def test_the_citizens_pages_are_accessible(demo, live_server, quiet_page):  # noqa: F811
    page = quiet_page
    page.set_viewport_size(NARROW)
    page.goto(f"{live_server.url}/minside/")
    assert_good(page)
    sign_in_as(page, "Ingrid Fjellbu")
    assert_good(page)
    for language in ("nn", "en"):
        page.goto(f"{live_server.url}/{language}/minside/")
        assert_good(page)
    page.goto(f"{live_server.url}/logg-ut/ferdig/")
    assert_good(page)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("choice", ["Avbryt", "Elin Havstad"])
def test_who_is_not_let_in_reads_why_and_can_try_again(demo, live_server, page, choice):
    page.set_viewport_size(NARROW)
    page.goto(f"{live_server.url}/minside/")
    sign_in_as(page, choice)
    assert_good(page)
    page.get_by_role("button", name="Prøv igjen").click()
    page.get_by_role("button", name="Ingrid Fjellbu").click()
    expect(page).to_have_url(f"{live_server.url}/minside/")
