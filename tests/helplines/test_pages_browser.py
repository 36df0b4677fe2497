"""The helpline pages as a person meets them: axe in every look, small screens, keyboard, no script."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from helplines.models import InfoPage, Notice
from tests.accessibility import violations
from tests.helplines.instants import (
    CHRISTMAS_AHEAD,
    MONDAY_NIGHT,
    MONDAY_NOON,
    SATURDAY_NOON,
    TUESDAY_NIGHT,
)

LIST = "/hjelpetelefoner/"
LINE = "/hjelpetelefoner/barneverntjenesten/"
PAGES = [
    *(LIST, LIST + "?for=barn", "/nn" + LIST, "/en" + LIST, LINE, LINE + "plakat/", LINE + "stemmer-ikke/"),
    *(LINE + "takk/", "/hjelpetelefoner/etter-skole-tilbudet-bondi/", "/hjelpetelefoner/skole-og-barnehage/"),
    *("/info/", "/info/familieveiledning/", "/info/slutt/", "/bygg-inn/hjelpetelefoner/"),
]
LOOKS = [("light", 390), ("dark", 1280)]


@pytest.fixture
def site(live_server, settings, tmp_path):
    """Asker's content, a notice of each level and a page that has ended."""
    settings.VAR_DIR = tmp_path
    call_command("load_content", "asker", "--leave-stale", verbosity=0)
    for level in Notice.Level:
        Notice.objects.create(text_nb=f"Melding {level}", level=level)
    yesterday = timezone.localdate() - timedelta(days=1)
    InfoPage.objects.create(slug="slutt", title_nb="Slutt", body_nb="## Da\n- *Nå*", ends_on=yesterday)
    return live_server.url


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_any_look(page, site, path):
    page.goto(site + path)
    found = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        found += [(scheme, width, each) for each in violations(page)]
    assert found == []


def test_axe_finds_nothing_in_a_refused_message(page, site):
    page.goto(site + LINE + "stemmer-ikke/")
    page.get_by_label("Hva er feil?").fill("x" * 501)
    page.get_by_role("button", name="Send melding").click()
    assert page.title().startswith("Feil: ")
    assert violations(page) == []


def test_nothing_is_wider_than_a_small_phone(page, site):
    page.set_viewport_size({"width": 320, "height": 700})
    for path in PAGES:
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.parametrize("at", [MONDAY_NOON, MONDAY_NIGHT, TUESDAY_NIGHT, SATURDAY_NOON, CHRISTMAS_AHEAD])
def test_a_line_fits_a_small_phone_whatever_the_hour(page, site, at):
    page.set_viewport_size({"width": 320, "height": 700})
    with time_machine.travel(at):
        page.goto(site + LINE)
        # What sticks out of the page, though a page's edge may hide it.
        wide = page.locator("main *").evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().right > 320).map(one => one.tagName)"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert wide == []


def test_a_child_without_script_finds_whom_to_call(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + "/")
    page.get_by_role("link", name="Hjelpetelefoner", exact=True).click()
    page.get_by_role("link", name="Er du barn eller ungdom?").click()
    assert page.get_by_role("link", name="Ring 66 71 50 59").get_attribute("href") == "tel:66715059"
    page.get_by_role("link", name="Hjelpetelefonen for barn og ungdom").click()
    page.get_by_role("heading", name="Får foreldrene mine vite det?").wait_for()
    page.get_by_role("link", name="Stemmer ikke nummeret?").click()
    page.get_by_role("button", name="Send melding").click()
    page.get_by_role("heading", name="Takk for at du sa fra").wait_for()
    context.close()


def test_on_paper_the_poster_stands_alone(page, site):
    page.goto(site + LINE + "plakat/")
    page.emulate_media(media="print")
    assert page.get_by_text("Ring 66 90 97 00").is_visible()
    assert not page.get_by_role("link", name="Tilbake til telefonen").is_visible()
    assert not page.get_by_role("contentinfo").is_visible()


def test_the_list_is_light_and_asks_nobody_else(page, site):
    asked = []
    page.on("request", lambda request: asked.append(request))
    page.goto(site + LIST, wait_until="networkidle")
    assert len(asked) <= 6
    assert all(request.url.startswith((site, "data:")) for request in asked)
    assert asked[0].sizes()["responseBodySize"] <= 8_000
