"""The communications desk in a real browser, with and without its scripts, under the real policy."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from helplines.clock import OSLO
from helplines.models import InfoPage, Notice, NumberFeedback
from tests.accessibility import violations
from tests.accounts.sign_in import signed_in
from tests.helplines.desk import a_line

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def open_desk(browser, live_server, browser_context_args, settings, editor):
    """Opens a browser as somebody from communications; what its console says fails the test."""
    session = signed_in(editor).cookies[settings.SESSION_COOKIE_NAME]
    contexts, said = [], []

    def open_page(**options):
        context = browser.new_context(base_url=live_server.url, **browser_context_args | options)
        contexts.append(context)
        context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def next_friday():
    today = timezone.localdate()
    return today + timedelta(days=(4 - today.weekday()) % 7 or 7)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_hour_of_next_friday_is_previewed_published_and_restored(open_desk, script):
    line, friday = a_line(confirmed_at=timezone.now()), next_friday()
    evening = datetime.combine(friday, time(19), OSLO).isoformat()
    page = open_desk(java_script_enabled=script, viewport=PHONE)

    def open_in_the_evening() -> bool | None:
        answer = page.request.get(f"/api/hjelpetelefoner/{line.slug}/", params={"at": evening})
        return answer.json()["open"]

    page.goto("/admin/helplines/helpline/")
    page.get_by_role("link", name="Ungdomslinja").click()
    page.locator("[name=exceptions-0-first]").fill(friday.isoformat())
    page.locator("[name=exceptions-0-last]").fill(friday.isoformat())
    page.locator("[name=exceptions-0-opens]").fill("18:15")
    page.locator("[name=exceptions-0-closes]").fill("19:45")
    page.locator("[name=exceptions-0-reason_nb]").fill("Kveldsåpent")

    page.get_by_role("button", name="Vis 14 dager fram").click()
    changed = page.locator(".outlook-days .changed")
    expect(changed).to_have_count(1)
    expect(changed).to_contain_text("kl. 18.15–19.45 (Kveldsåpent)")
    expect(page.get_by_text("Ingenting er lagret ennå")).to_be_visible()
    assert open_in_the_evening() is False

    page.get_by_role("button", name="Lagre og publiser").click()
    page.get_by_role("link", name="Se siden slik innbyggerne ser den").click()
    expect(page.get_by_text("18.15–19.45").first).to_be_visible()
    assert open_in_the_evening() is True

    page.goto(f"/admin/helplines/helpline/{line.pk}/history/")
    page.get_by_role("button", name="Gjenopprett denne").click()
    expect(page.get_by_text("er gjenopprettet og publisert")).to_be_visible()
    assert open_in_the_evening() is False
    page.goto(f"/hjelpetelefoner/{line.slug}/")
    expect(page.get_by_text("18.15–19.45")).to_have_count(0)


def test_a_row_is_added_by_the_button(open_desk):
    line = a_line()
    page = open_desk()
    page.goto(f"/admin/helplines/helpline/{line.pk}/change/")
    page.locator("#hours-group").get_by_text("Legg til en rad til").click()
    page.locator("#hours-2").get_by_label("lørdag").check()
    page.locator("[name=hours-2-opens]").fill("11:00")
    page.locator("[name=hours-2-closes]").fill("13:00")
    page.get_by_role("button", name="Lagre og publiser").click()
    expect(page.get_by_text("er publisert")).to_be_visible()
    assert set(line.hours.values_list("weekdays", flat=True)) == {"01234", "5"}


def test_enter_in_a_field_shows_and_does_not_publish(open_desk):
    line = a_line()
    page = open_desk()
    page.goto(f"/admin/helplines/helpline/{line.pk}/change/")
    page.locator("[name=numbers-0-digits]").fill("66715060")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ingenting er lagret ennå")).to_be_visible()
    assert line.numbers.get().digits == "66715059"


def test_many_are_confirmed_with_the_box_above_the_list(open_desk):
    for slug in ("en", "to", "tre"):
        a_line(slug)
    page = open_desk()
    page.goto("/admin/helplines/helpline/")
    page.locator("#action-toggle").check()
    page.get_by_role("button", name="Alt stemmer fortsatt").click()
    expect(page.get_by_text("3 linjer er bekreftet.")).to_be_visible()


# --- accessibility --------------------------------------------------------------------------------
def press(name):
    def act(page):
        with page.expect_navigation():
            page.get_by_role("button", name=name).click()

    return act


def refused(page):
    page.locator("[name=numbers-0-digits]").fill("12ab")
    press("Lagre og publiser")(page)
    expect(page.locator(".errorlist").get_by_text("Skriv et norsk nummer")).to_be_visible()


def written(page):
    page.locator("[name=text_nb]").fill("Vannet er stengt.")
    press("Vis hvordan det blir")(page)


STATES = {
    "list": ("helpline/", None),
    "add": ("helpline/add/", None),
    "change": ("helpline/{line}/change/", None),
    "preview": ("helpline/{line}/change/", press("Vis 14 dager fram")),
    "errors": ("helpline/{line}/change/", refused),
    "published": ("helpline/{line}/change/", press("Lagre og publiser")),
    "history": ("helpline/{line}/history/", None),
    "notices": ("notice/", None),
    "notice": ("notice/add/", written),
    "notice without text": ("notice/add/", press("Lagre og publiser")),
    "delete a notice": ("notice/{notice}/delete/", None),
    "pages": ("infopage/", None),
    "page": ("infopage/{page}/change/", press("Vis hvordan det blir")),
    "inbox": ("numberfeedback/", None),
    "report": ("numberfeedback/{report}/change/", None),
}


@pytest.fixture
def rows():
    line = a_line()
    line.exceptions.create(first=next_friday(), last=next_friday(), closed=True, reason_nb="Kurs")
    line.publish(comment="Kurs")
    return {
        "line": line.pk,
        "notice": Notice.objects.create(text_nb="Vannet er stengt.").pk,
        "page": InfoPage.objects.create(title_nb="Tips", slug="tips", body_nb="## Hei\n\n- en\n- to").pk,
        "report": NumberFeedback.objects.create(helpline=line, digits="66715059", message="Feil").pk,
    }


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["390", "1280 dark"])
def test_axe_finds_nothing_on_any_page_in_any_state(open_desk, rows, size, scheme):
    page = open_desk(viewport=size, color_scheme=scheme)
    found = {}
    for name, (address, act) in STATES.items():
        page.goto("/admin/helplines/" + address.format(**rows))
        if act:
            act(page)
        found |= {(name, rule): elements for rule, elements in violations(page)}
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{name} is {wide} px wide"
    assert found == {}
