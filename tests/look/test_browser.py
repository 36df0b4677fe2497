"""The pages as a person meets them: axe, keyboard, small screens, large text, no script, no inline code."""

import re

import pytest
from playwright.sync_api import expect

from asker_portal import municipality
from tests.accessibility import violations

PAGES = {
    "front": "/",
    "front-en": "/en/",
    "accessibility": "/tilgjengelighet/",
    "privacy": "/personvern/",
    "not-found": "/finnes-ikke/",
    "bad-request": "/prove/400/",
    "forbidden": "/prove/403/",
    "broken": "/prove/500/",
    "down": "/prove/503/",
    "form": "/prove/",
}
LOOKS = [("light", 390), ("dark", 1280)]

pytestmark = pytest.mark.urls("tests.look.urls")


@pytest.fixture(autouse=True)
def site(live_server, lines, settings):
    settings.TEMPLATES = [
        settings.TEMPLATES[0]
        | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], settings.BASE_DIR / "tests/look/templates"]}
    ]
    return live_server.url


@pytest.fixture
def watched(page):
    """A page that fails the test when the browser complains, or asks anybody else for anything."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    page.on("request", lambda asked: None if "//localhost" in asked.url else complaints.append(asked.url))
    page.on(
        "response",
        lambda answer: complaints.append(answer.url) if "/static/" in answer.url and not answer.ok else None,
    )
    yield page
    assert not complaints


def in_every_look(page) -> list:
    found = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        found += [(scheme, width, each) for each in violations(page)]
    return found


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(watched, site, name):
    watched.goto(site + PAGES[name])
    assert in_every_look(watched) == []


def test_axe_finds_nothing_in_a_form_with_errors(watched, site):
    watched.goto(site + "/prove/")
    watched.get_by_label("Ja, på telefon").check()
    watched.get_by_role("textbox", name="Dag").fill("31")
    watched.get_by_role("button", name="Neste steg").click()
    expect(watched).to_have_title(re.compile("^Feil: "))
    assert in_every_look(watched) == []


def test_nothing_is_wider_than_a_small_phone(watched, site):
    watched.set_viewport_size({"width": 320, "height": 700})
    for path in PAGES.values():
        watched.goto(site + path)
        assert watched.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_text_of_double_size_stays_within_the_page(watched, site):
    """WCAG 1.4.4: text at 200 % of its size, by the browser's own setting, on a window of common size."""
    watched.set_viewport_size({"width": 1280, "height": 800})
    watched.goto(site + "/")
    watched.evaluate("document.documentElement.style.fontSize = '200%'")
    assert watched.evaluate("document.documentElement.scrollWidth") <= 1280


def test_error_summary_has_focus_and_leads_to_the_field(watched, site):
    watched.goto(site + "/prove/")
    watched.get_by_role("button", name="Neste steg").click()
    summary = watched.get_by_role("alert")
    assert summary.evaluate("element => element === document.activeElement")
    summary.get_by_role("link", name="Skriv hva du har sett").click()
    assert watched.get_by_label("Hva har du sett?").evaluate("e => e === document.activeElement")


def test_nested_question_shows_with_its_option(watched, site):
    watched.goto(site + "/prove/")
    phone = watched.get_by_label("Telefonnummer")
    assert not phone.is_visible()
    watched.get_by_label("Ja, på telefon").check()
    assert phone.is_visible()


def test_long_text_counts_what_is_left(watched, site):
    watched.goto(site + "/prove/")
    box, count = watched.get_by_label("Hva har du sett?"), watched.locator("[data-count]")
    assert not count.is_visible()
    box.fill("x" * 35)
    count.wait_for()
    assert count.inner_text() == "5 tegn igjen"
    box.fill("x" * 42)
    watched.get_by_text("2 tegn for mye").wait_for()


def test_keyboard_meets_skip_link_and_way_out_first(watched, site):
    watched.goto(site + "/")
    order = []
    for _press in range(5):
        watched.keyboard.press("Tab")
        order.append(watched.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"))
    assert order[:2] == ["Hopp til hovedinnhold", "Forlat siden"]
    assert order[3:5] == ["Hjelpetelefoner", "Meld fra"]


@pytest.mark.parametrize("way", ["click", "keys"])
def test_way_out_leaves_no_page_to_go_back_to(watched, site, monkeypatch, way):
    away = municipality.current() | {"exit_url": site + "/tilgjengelighet/"}
    monkeypatch.setattr(municipality, "current", lambda: away)
    watched.goto(site + "/personvern/")
    watched.goto(site + "/prove/")
    if way == "click":
        watched.get_by_role("link", name="Forlat siden").click()
    else:
        for _press in range(3):
            watched.keyboard.press("Shift")
    watched.wait_for_url("**/tilgjengelighet/")
    watched.go_back()
    assert watched.url == site + "/personvern/"


def test_form_works_without_script(browser, site):
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/prove/")
    page.get_by_role("button", name="Neste steg").click()
    page.get_by_role("link", name="Velg minst én ting det handler om").click()
    page.get_by_label("Skole").check()
    page.get_by_label("Hva har du sett?").fill("Noe")
    page.get_by_label("Nei", exact=True).check()
    page.get_by_label("Jeg har lest dette").check()
    page.get_by_role("button", name="Neste steg").click()
    assert page.inner_text("body") == "sent"
    context.close()


def test_lost_token_is_mended_with_one_press(watched, site):
    """What was written is still there when the cookie has gone, and one press sends it."""
    watched.goto(site + "/prove/")
    watched.get_by_label("Skole").check()
    watched.get_by_label("Hva har du sett?").fill("Det jeg så")
    watched.get_by_label("Nei", exact=True).check()
    watched.get_by_label("Jeg har lest dette").check()
    watched.context.clear_cookies()
    watched.get_by_role("button", name="Neste steg").click()
    assert watched.get_by_text("Det jeg så").is_visible()
    assert violations(watched) == []
    watched.get_by_role("button", name="Send en gang til").click()
    assert watched.inner_text("body") == "sent"


def test_print_leaves_out_what_paper_cannot_use(watched, site):
    watched.goto(site + "/")
    watched.emulate_media(media="print")
    assert not watched.get_by_role("link", name="Forlat siden").is_visible()
    assert watched.get_by_role("heading", level=1).is_visible()


def test_text_of_double_size_fits_a_telephone(watched, site):
    """A telephone of 390 px with text at 200 % has room for as much as one of 195 px with usual text."""
    watched.set_viewport_size({"width": 195, "height": 422})
    for path in PAGES.values():
        watched.goto(site + path)
        assert watched.evaluate("document.documentElement.scrollWidth") <= 195, path
        assert watched.locator(".brand").bounding_box()["width"] > 120, "the way out leaves the name no room"
