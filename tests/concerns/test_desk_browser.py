"""The caseworkers' desk in a real browser, on a phone and on a screen, without script, in both colours."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from concerns.models import CHILD_WELFARE, CHILD_WELFARE_LEADER, ConcernReport, ReportMessage
from tests.accessibility import violations
from tests.accounts.sign_in import staff
from tests.casework.sample_files import jpeg
from tests.concerns.desk import LIST, act, page_of, verb
from tests.concerns.reports import received

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def leader(at_the_desk):
    return at_the_desk(staff("leder", CHILD_WELFARE_LEADER))


@pytest.fixture
def open_desk(browser, live_server, browser_context_args, leader):
    """A browser in which the leader has signed in; what its console says fails the test."""
    contexts, said = [], []

    def start(**options):
        context = browser.new_context(**browser_context_args | {"base_url": live_server.url} | options)
        contexts.append(context)
        cookie = leader.cookies["session"].value
        context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda line: said.append(line.text) if _complains(line) else None)
        return page

    yield start
    for context in contexts:
        context.close()
    assert said == []


def _complains(line) -> bool:
    """What the browser refused or could not run. A page that answers 400 or 409 is meant to."""
    return line.type == "error" and not line.text.startswith("Failed to load resource")


def is_fine(page):
    """axe finds nothing, and nothing is wider than the screen."""
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def report():
    """An acute one with a dialogue and a likely twin."""
    report, twin = received("one"), received("two")
    ConcernReport.objects.filter(pk=report.pk).update(acute=True)
    for one in (report, twin):
        one.name_tokens.model.index(one)
    ReportMessage.objects.create(
        report=report,
        author="reporter",
        at=timezone.now(),
        number=1,
        submission_digest="x",
        text="Og en til.",
    )
    report.refresh_from_db()
    return report


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["390", "1280 dark"])
def test_every_page_of_a_case_can_be_used_by_all(open_desk, report, leader, size, scheme):
    page = open_desk(viewport=size, color_scheme=scheme)
    for address in ("/admin/", LIST):
        page.goto(address)
        is_fine(page)
    page.get_by_role("textbox", name="Søk").fill(report.reference)
    page.get_by_role("button", name="Finn").click()
    is_fine(page)
    page.get_by_role("link", name=report.reference).click()
    is_fine(page)
    page.get_by_role("button", name="Åpne saken").click()
    is_fine(page)
    page.get_by_role("radio", name="Fordeler saker").check()
    page.get_by_role("button", name="Åpne saken").click()
    expect(page.get_by_text("Han er alene om kvelden.")).to_be_visible()
    is_fine(page)
    page.get_by_role("button", name="Send til melderen").click()
    expect(page.get_by_text("Skriv noe i beskjeden først.")).to_be_visible()
    is_fine(page)
    for name in ("decide", "assign", "bar", "recuse", "feedback-sent"):
        page.goto(verb(report, name))
        is_fine(page)
    page.goto(verb(report, "decide"))
    page.get_by_role("button", name="Avgjør gjennomgangen").click()
    is_fine(page)
    page.goto(page_of(report))
    page.get_by_label("Skriv et notat").fill("Mitt notat.")
    act(leader, report, "note", text="Et annet notat.")
    page.get_by_role("button", name="Lagre notatet").click()
    expect(page.get_by_label("Skriv et notat")).to_have_value("Mitt notat.")
    is_fine(page)


def test_a_case_is_worked_from_arrival_to_the_end_on_a_phone_without_script(open_desk, report):
    staff("barnevern-1", CHILD_WELFARE, first_name="Aslak", last_name="Bjørkås")
    page = open_desk(viewport=PHONE, java_script_enabled=False)
    page.goto("/admin/")
    page.get_by_role("link", name="Haster og er ikke åpnet").click()
    page.get_by_role("link", name=report.reference).click()
    page.get_by_role("radio", name="Fordeler saker").check()
    page.get_by_role("button", name="Åpne saken").click()
    page.get_by_role("link", name="Fordel", exact=True).click()
    page.get_by_label("Hvem?").select_option("Aslak Bjørkås")
    page.get_by_role("button", name="Fordel").click()
    page.get_by_label("Skriv til melderen").fill("Takk. Vi følger opp.")
    photo = {"name": "kart.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    page.get_by_label("Legg ved bilder eller dokumenter").set_input_files(photo)
    page.get_by_role("button", name="Send til melderen").click()
    expect(page.get_by_text("Beskjeden er sendt.")).to_be_visible()
    expect(page.get_by_text("kart.jpg")).to_be_visible()
    page.get_by_role("link", name="Avgjør gjennomgangen").click()
    page.get_by_role("radio", name="Undersøkelse", exact=True).check()
    page.get_by_role("button", name="Avgjør gjennomgangen").click()
    page.get_by_role("link", name="Tilbakemelding er sendt").click()
    page.get_by_role("radio", name="Beskjed her i portalen").check()
    page.get_by_role("button", name="Tilbakemelding er sendt").click()
    page.get_by_role("link", name="Avslutt undersøkelsen").click()
    page.get_by_role("radio", name="Fulgt opp med tiltak").check()
    page.get_by_role("button", name="Avslutt undersøkelsen").click()
    expect(page.locator(".desk-status")).to_have_text("Avsluttet")


def test_what_only_one_outcome_asks_for_shows_when_it_is_chosen(open_desk, report, leader):
    act(leader, report, "take")
    page = open_desk(viewport=PHONE, java_script_enabled=False)
    page.goto(verb(report, "decide"))
    municipality = page.get_by_label("Hvilken kommune er den sendt til?")
    expect(municipality).to_be_hidden()
    page.get_by_role("radio", name="Sendt til en annen kommune").check()
    expect(municipality).to_be_visible()


def test_a_printed_case_holds_what_was_written_and_no_buttons(open_desk, report, leader):
    act(leader, report, "take")
    page = open_desk(viewport=DESK)
    page.goto(page_of(report))
    page.emulate_media(media="print")
    expect(page.get_by_text("Han er alene om kvelden.")).to_be_visible()
    expect(page.get_by_role("button", name="Lagre notatet")).to_be_hidden()
    expect(page.get_by_role("link", name="Avgjør gjennomgangen")).to_be_hidden()
