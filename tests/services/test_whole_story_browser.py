"""One family's whole way through the portal on a phone without JavaScript: from applying to the appeal."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from services.models import CareApplication
from tests.accessibility import violations
from tests.accounts.conftest import demo, roles_synced  # noqa: F401 - fixtures
from tests.accounts.sign_in import staff
from tests.accounts.test_citizen_browser import sign_in_as
from tests.casework import sample_files

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, SCREEN = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PARENT, SECOND, CHILD = "Ingrid Fjellbu", "Jonas Fjellbu", "05841290056"
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SERVICES = ("Individuell avlastning", "Støttekontakt", "BPA")


@pytest.fixture
def a_phone(browser, live_server, browser_context_args):
    """Pages in contexts of their own, as of another person or on another machine."""
    contexts = []

    def start(**options):
        options = {"viewport": PHONE, "java_script_enabled": False, "base_url": live_server.url} | options
        contexts.append(browser.new_context(**browser_context_args | options))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        return page

    yield start
    for context in contexts:
        context.close()


@pytest.fixture
def looks_right(a_phone):
    """Judges a page as it stands: axe and the width, on a screen and on a phone.

    axe needs a browser with JavaScript, so it is shown what the one without it got.
    """
    mirror = a_phone(java_script_enabled=True)

    def judge(page):
        shown = page.content()
        mirror.route(
            page.url, lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8")
        )
        mirror.goto(page.url)
        mirror.unroute_all()
        for size in (SCREEN, PHONE):
            mirror.set_viewport_size(size)
            assert not mirror.evaluate(TOO_WIDE), f"{page.url} scrolls sideways at {size['width']}"
        assert violations(mirror) == [], page.url

    return judge


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def onward(page, heading):
    press(page, "Neste steg")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def begins(page, looks_right):
    """Up to the third step, where the parent is called away."""
    page.goto("/soknad/")
    looks_right(page)
    page.get_by_role("link", name="Logg inn og søk").click()
    sign_in_as(page, PARENT)
    looks_right(page)
    press(page, "Begynn")
    looks_right(page)
    page.get_by_label("Barnet mitt, som er under 18 år").check()
    onward(page, "Barnet")
    page.get_by_label("Hva heter barnet?").fill("Ola Granskog")
    for part, written in (("Dag", "31"), ("Måned", "2"), ("År", "2012")):
        page.get_by_label(part).fill(written)
    page.get_by_label("Fødselsnummeret eller d-nummeret til barnet").fill("12345678901")
    page.get_by_label("Nei", exact=True).check()
    press(page, "Neste steg")
    expect(page.get_by_label("Hva heter barnet?")).to_have_value("Ola Granskog")
    looks_right(page)
    page.get_by_label("Dag").fill("5")
    page.get_by_label("Måned").fill("4")
    page.get_by_label("Fødselsnummeret eller d-nummeret til barnet").fill(CHILD)
    onward(page, "Den andre forelderen")
    page.get_by_label("Ja, og hen kan få vite om søknaden").check()
    page.get_by_label("Hva heter hen?").fill("Per Granskog")
    looks_right(page)
    press(page, "Lagre og fortsett senere")
    expect(page.get_by_text("Utkast fra")).to_be_visible()
    looks_right(page)


def goes_on(page, looks_right):
    """On another machine, from where the parent stopped to what they apply for."""
    page.goto("/minside/")
    sign_in_as(page, PARENT)
    page.get_by_role("link", name=re.compile("^Fortsett")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Slik når vi deg")
    looks_right(page)
    page.get_by_label("Mobilnummer").fill("400 00 010")
    page.get_by_label("E-postadresse, hvis du har").fill("ingrid@demo.invalid")
    page.get_by_label("Nei", exact=True).check()
    page.get_by_label("Postadresse, hvis du vil ha brev").fill("Lauvveien 2")
    onward(page, "Hvorfor det trengs hjelp")
    looks_right(page)
    page.get_by_label("Hva gjør at det trengs hjelp?").fill("Han har epilepsi og trenger tilsyn.")
    onward(page, "Hva som trengs gjennom døgnet")
    looks_right(page)
    page.get_by_label("Om natten", exact=True).check()
    page.get_by_label("Om natten: Hva trengs?").fill("Våken tre ganger")
    onward(page, "Hvordan familien har det")
    looks_right(page)
    page.get_by_label("Jeg er alene om omsorgen").check()
    page.get_by_label("Nei", exact=True).check()
    onward(page, "Det du søker om")


def wishes(page, looks_right):
    """The services, and what each of them asks."""
    for service in SERVICES:
        page.get_by_label(service).check()
    page.get_by_label("Helger i måneden").fill("1")
    page.get_by_label("Nei", exact=True).check()
    looks_right(page)
    onward(page, "Avlastning")
    looks_right(page)
    page.get_by_label("Hjemme hos en avlaster").check()
    onward(page, "Støttekontakt")
    page.get_by_label("Alene med én voksen").check()
    page.get_by_label("Hva liker barnet å gjøre?").fill("Bading og tog")
    looks_right(page)
    press(page, "Neste steg")
    page.get_by_label("Hvor mange timer BPA i uka?").fill("20")
    page.get_by_label("Hva skal assistentene hjelpe med?").fill("Mat, klær og turer")
    looks_right(page)
    onward(page, "Tolk")
    looks_right(page)
    page.get_by_label("Nei", exact=True).check()
    onward(page, "Vedlegg")


def sends(page, looks_right):
    """Two attachments, the consents, the check page, and sent."""
    photo = {"name": "erklaering.jpg", "mimeType": "image/jpeg", "buffer": sample_files.jpeg()}
    paper = {"name": "brev.pdf", "mimeType": "application/pdf", "buffer": sample_files.pdf()}
    lie = {"name": "bilde.jpg", "mimeType": "image/jpeg", "buffer": b"MZ not an image"}
    page.locator("input[type=file]").set_input_files([lie])
    press(page, "Last opp")
    looks_right(page)
    page.locator("input[type=file]").set_input_files([photo, paper])
    press(page, "Last opp")
    expect(page.get_by_text("erklaering.jpg").first).to_be_visible()
    looks_right(page)
    onward(page, "Samtykke")
    looks_right(page)
    for box in page.get_by_role("checkbox").all():
        box.check()
    onward(page, "Se over svarene")
    expect(page.get_by_text("brev.pdf").first).to_be_visible()
    looks_right(page)
    press(page, "Skriv under og send")
    expect(page.get_by_role("heading", level=1)).to_have_text("Søknaden din")
    expect(page.get_by_text("Svar eller foreløpig svar")).to_be_visible()
    looks_right(page)


def signs(page, code, looks_right):
    """The second guardian, with a sign-in of their own."""
    page.goto("/soknad/medsignatur/")
    sign_in_as(page, SECOND)
    page.get_by_label("Kode", exact=True).fill(code)
    page.get_by_label("Fødselsnummeret eller d-nummeret til barnet").fill(CHILD[:-1])
    press(page, "Gå videre")
    looks_right(page)
    page.get_by_label("Fødselsnummeret eller d-nummeret til barnet").fill(CHILD)
    press(page, "Gå videre")
    expect(page.get_by_text("Ola Granskog")).to_be_visible()
    expect(page.get_by_text("epilepsi")).to_have_count(0)
    looks_right(page)
    press(page, "Skriv under")
    expect(page.get_by_role("heading", level=1)).to_have_text("Takk for svaret")
    looks_right(page)


def asks_for_more(desk, case):
    desk.goto("/admin/")
    desk.get_by_role("link", name=re.compile("Nytt som ingen har lest")).click()
    desk.get_by_role("link", name=case.reference).click()
    desk.get_by_role("radio", name="Behandler saken").check()
    press(desk, "Åpne saken")
    expect(desk.get_by_text("Han har epilepsi og trenger tilsyn.")).to_be_visible()
    press(desk, "Ta saken")
    desk.get_by_role("link", name="Be om opplysninger").click()
    desk.get_by_role("textbox").first.fill("Send oss epikrisen fra sykehuset.")
    press(desk, "Be om opplysninger")
    expect(desk.locator(".desk-status")).to_have_text("Venter på opplysninger")


def answers(page, looks_right):
    page.goto("/minside/")
    page.get_by_role("link", name=re.compile("^Åpne")).click()
    expect(page.get_by_text("Send oss epikrisen fra sykehuset.")).to_be_visible()
    looks_right(page)
    press(page, "Send")
    looks_right(page)
    page.get_by_label("Skriv til oss").fill("Her er epikrisen.")
    found = {"name": "epikrise.pdf", "mimeType": "application/pdf", "buffer": sample_files.pdf()}
    page.locator("input[type=file]").set_input_files([found])
    press(page, "Send")
    expect(page.get_by_text("epikrise.pdf").first).to_be_visible()
    expect(page.get_by_text("Vi vurderer søknaden.")).to_be_visible()


def decides(desk, case):
    """A grant of each service but one, and the letter."""
    today = timezone.localdate().isoformat()
    address = f"/admin/services/careapplication/{case.pk}"
    for key, outcome in (
        ("individual_respite", "Innvilget"),
        ("support_contact", "Avslått"),
        ("bpa", "Innvilget"),
    ):
        desk.goto(f"{address}/decide/do/?key={key}")
        desk.get_by_label(outcome, exact=True).check()
        desk.get_by_label("Begrunnelse").fill("Familien trenger det.")
        if outcome == "Innvilget":
            desk.get_by_label("Hva innvilges?").fill("Hjelp hjemme")
            desk.get_by_label("Fra", exact=True).fill(today)
        press(desk, "Skriv vedtak")
    desk.goto(f"{address}/send-decision/do/")
    press(desk, "Send vedtaket")
    expect(desk.locator(".desk-status")).to_have_text("Vedtak er gjort")


def reads_chooses_and_appeals(page, looks_right):
    page.goto("/minside/")
    page.get_by_role("link", name=re.compile("^Åpne")).click()
    looks_right(page)
    letter = page.request.get(
        page.get_by_role("link", name=re.compile("Last ned brevet")).get_attribute("href")
    )
    assert letter.body().startswith(b"%PDF-")
    page.get_by_role("link", name="Klag, eller velg leverandør av BPA").click()
    looks_right(page)
    press(page, "Velg leverandør")
    looks_right(page)
    page.get_by_role("radio").first.check()
    press(page, "Velg leverandør")
    expect(page.get_by_text(", valgt")).to_be_visible()
    press(page, "Send klagen")
    looks_right(page)
    page.get_by_label("Hva er du uenig i, og hvorfor?").fill("Ola trenger en støttekontakt.")
    press(page, "Send klagen")
    expect(page.get_by_text("Vi fikk klagen")).to_be_visible()
    looks_right(page)


@pytest.mark.usefixtures("asker", "demo")
def test_from_the_first_question_to_the_appeal(a_phone, looks_right, live_server, at_the_desk):
    begins(a_phone(), looks_right)
    parent = a_phone()
    goes_on(parent, looks_right)
    wishes(parent, looks_right)
    sends(parent, looks_right)
    case = CareApplication.objects.get()
    assert case.files.count() == 2
    press(parent, "Lag kode")
    looks_right(parent)
    code = parent.locator(".code").inner_text()
    signs(a_phone(), code, looks_right)
    parent.get_by_role("link", name="Tilbake til søknaden").click()
    expect(parent.get_by_text("Den andre forelderen skrev under")).to_be_visible()
    desk = a_phone(viewport=SCREEN)
    cookie = at_the_desk(staff("worker", "Velferdsforvaltning")).cookies["session"].value
    desk.context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    asks_for_more(desk, case)
    answers(parent, looks_right)
    decides(desk, case)
    reads_chooses_and_appeals(parent, looks_right)
    desk.goto(f"/admin/services/careapplication/{case.pk}/change/")
    expect(desk.get_by_text("Ola trenger en støttekontakt.")).to_be_visible()
