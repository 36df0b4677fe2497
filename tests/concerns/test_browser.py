"""The report in a real browser on a phone, with JavaScript off; and at the caseworker's desk."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from casework.access import AccessEntry
from concerns.models import ConcernReport
from tests.accessibility import violations
from tests.concerns.reports import child_welfare_worker

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture(params=[PHONE, DESK], ids=["390", "1280"])
def size(request):
    return request.param


@pytest.fixture
def open_browser(browser, live_server, browser_context_args):
    """A page in a browser of its own; any complaint on its console fails the test."""
    complaints, contexts = [], []

    def start(**options):
        context = browser.new_context(**browser_context_args | {"base_url": live_server.url} | options)
        page = context.new_page()
        page.on("console", lambda message: complaints.extend(_complaint(message)))
        page.on("response", lambda answer: complaints.extend(_missing(answer)))
        contexts.append(context)
        return page

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


def _complaint(message):
    """What the browser refused or could not run. Answers with an error status are judged below."""
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        yield message.text


def _missing(answer):
    if answer.status >= 400 and answer.request.resource_type != "document":
        yield answer.url


def is_accessible(page):
    """Nothing for axe to find, and nothing to scroll sideways for, here or on the smallest telephone."""
    assert violations(page) == []
    size = page.viewport_size
    for width in (size["width"], 320):
        page.set_viewport_size(size | {"width": width})
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"the page scrolls sideways at {width}"
    page.set_viewport_size(size)


def signed_in(page, client, live_server):
    cookie = client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    return page


def test_a_report_goes_from_a_phone_to_the_caseworkers_desk(open_browser, live_server, at_the_desk):
    page = open_browser(viewport=PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Meld")).first.click()
    page.get_by_role("link", name="Skriv en melding").click()
    next_step = page.get_by_role("button", name="Neste steg")
    page.get_by_label("Privatperson").check()
    next_step.click()
    page.get_by_label("Hva heter barnet?").fill("Ola Granskog")
    page.get_by_label("Nei, eller ikke sikkert").check()
    page.get_by_label("Nei", exact=True).check()
    next_step.click()
    page.get_by_label("Hva er du bekymret for?").fill("Han er alene om kvelden.")
    page.get_by_label("Nei", exact=True).check()
    next_step.click()
    next_step.click()
    page.get_by_label("Nei, jeg vil være anonym").check()
    next_step.click()
    page.get_by_label("Nei, jeg ser etter selv").check()
    next_step.click()
    page.get_by_role("button", name="Send meldingen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Takk for at du sa fra")
    expect(page.locator(".code")).to_have_text(re.compile(r"^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$"))
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrf"]

    desk = signed_in(
        open_browser(java_script_enabled=False), at_the_desk(child_welfare_worker()), live_server
    )
    desk.goto("/admin/")
    desk.get_by_role("link", name=re.compile("Ulest")).click()
    desk.get_by_role("link", name=ConcernReport.objects.get().reference).click()
    desk.get_by_role("radio", name="Behandler saken").check()
    desk.get_by_role("button", name="Åpne saken").click()
    expect(desk.get_by_text("Han er alene om kvelden.")).to_be_visible()
    desk.get_by_role("button", name="Ta saken").click()
    desk.get_by_role("button", name="Start gjennomgangen").click()
    expect(desk.locator(".desk-status")).to_have_text("Gjennomgås")
    assert AccessEntry.objects.filter(action="opened", who="barnevern-1").count() == 3


def test_an_empty_desk_can_be_used_by_all(open_browser, live_server, at_the_desk):
    page = signed_in(open_browser(viewport=PHONE), at_the_desk(child_welfare_worker()), live_server)
    for address in ("/admin/", reverse("admin:concerns_concernreport_changelist")):
        page.goto(address)
        is_accessible(page)


def test_a_page_in_large_text_on_a_narrow_screen_does_not_scroll_sideways(open_browser):
    page = open_browser(viewport={"width": 320, "height": 640})
    for address in ("/bekymringsmelding/", "/bekymringsmelding/skjema/", "/bekymringsmelding/svar/"):
        page.goto(address)
        is_accessible(page)
