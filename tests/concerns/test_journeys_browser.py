"""Every way in, in a real browser on a phone: what is left open is asked for, and nothing bars anybody."""

import re

import pytest
from playwright.sync_api import expect

from concerns.models import ConcernReport
from concerns.phone_entry import CITIZEN_SERVICE
from tests.accounts.sign_in import staff
from tests.concerns.citizens import citizen, sign_in
from tests.concerns.filling_in import FORM, PHONE_ENTRY, SIGNED_IN
from tests.concerns.test_browser import DESK, PHONE, is_accessible, open_browser, signed_in  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)

# A step is its answers: what is written by its label, what is chosen by its question.
NOT_KNOWN = ("Vet du hvor barnet bor?", "Nei, eller ikke sikkert")
ONE_CHILD, ONE_MORE = ("Er det flere barn?", "Nei"), ("Er det flere barn?", "Ja")
CAN_WAIT, CANNOT_WAIT = ("Haster det?", "Nei"), ("Haster det?", "Ja, det kan ikke vente til i morgen")
NO_FILES: list = []
NO_NOTICE = [("Vil du ha beskjed", "Nei, jeg ser etter selv")]
WORRY = {"Hva er du bekymret for?": "Han er alene om kvelden."}

PRIVATE = [
    [("Hvem er du?", "Privatperson, for eksempel nabo eller slektning")],
    [
        {"Hva heter barnet?": "Ola Granskog"},
        ("Vet du hvor barnet bor?", "Ja"),
        {"Gate og nummer": "Lia 3"},
        ONE_MORE,
    ],
    [
        ("Vet du hvor barnet bor?", "Samme sted som det første barnet"),
        {"ikke født": True},
        {"gravid": "Anne"},
        ONE_CHILD,
    ],
    [WORRY, CANNOT_WAIT],
    NO_FILES,
    [
        ("Vil du si hvem du er?", "Ja, men jeg vil ikke at familien skal få vite det"),
        {"Hva heter du?": "Kari Lyngmo"},
    ],
    [("Vil du ha beskjed", "Ja, på SMS"), {"Mobilnummer": "400 00 000"}],
]
ANONYMOUS = [
    PRIVATE[0],
    [{"Hva heter barnet?": "Ola"}, NOT_KNOWN, ONE_CHILD],
    [{"Hva er du bekymret for?": "Jeg er tanten til gutten."}, CAN_WAIT],
    NO_FILES,
    [("Vil du si hvem du er?", "Nei, jeg vil være anonym")],
    NO_NOTICE,
]
PARENT = [
    [("Hvem er du?", "Forelder som er bekymret for eget barn")],
    [{"Hva heter barnet ditt?": "Ola"}, ("Vil du skrive hvor barnet bor?", "Nei"), ONE_CHILD],
    [WORRY, CAN_WAIT],
    NO_FILES,
    [("Vil du si hvem du er?", "Ja, jeg oppgir navn"), {"Hva heter du?": "Kari Lyngmo"}],
    NO_NOTICE,
]
CHILD = [
    [("Hvem er du?", "Barn eller ungdom, og det gjelder meg selv")],
    [("Vil du si hvem du er?", "Ja, dere kan få vite hvem jeg er")],
    [{"Hva heter du?": "Eli Granskog"}],
    [{"Hva vil du fortelle?": "Jeg er redd hjemme."}, ("Trenger du hjelp i dag?", "Nei")],
    NO_FILES,
    NO_NOTICE,
]
PROFESSIONAL = [
    [("Hvem er du?", "Fagperson som melder i jobben")],
    [
        {"Hva heter du?": "Kari Lyngmo", "Hvilken stilling": "Lærer", "Telefonnummer på jobb": "400 00 000"},
        {"E-postadresse": "kari@skole.example", "Hvor jobber du?": "Lia skole", "Adressen til": "Lia 1"},
    ],
    [
        ("Er barnet født?", "Ja"),
        {"Hva heter barnet?": "Ola Granskog"},
        NOT_KNOWN,
        ("Vet barnet at du melder?", "Nei"),
        {"Hvorfor ikke?": "Han er for liten."},
        ONE_CHILD,
    ],
    [{"Hva heter den foresatte?": "Anne"}, ("Vet den foresatte", "Ja"), ("Er det en foresatt til?", "Nei")],
    [{"Hva har du sett": "Blåmerker.", "Hva har dere gjort": "Snakket med mor."}, CAN_WAIT],
    [],
    NO_FILES,
    NO_NOTICE,
]


@pytest.fixture
def arrive(open_browser, live_server, client, at_the_desk):  # noqa: F811
    """A page at this address, of somebody who may be there."""

    def at(address, **options):
        page = open_browser(**{"viewport": PHONE} | options)
        if address == SIGNED_IN:
            signed_in(page, sign_in(client, citizen()), live_server)
        if address == PHONE_ENTRY:
            signed_in(page, at_the_desk(staff("innbyggerservice-1", CITIZEN_SERVICE)), live_server)
        page.goto(address)
        return page

    return at


def answer(page, answers):
    for one in answers:
        if isinstance(one, tuple):
            question, option = one
            page.get_by_role("radiogroup", name=question).get_by_role(
                "radio", name=option, exact=True
            ).check()
        else:
            for label, value in one.items():
                field = page.get_by_label(label)
                field.check() if value is True else field.fill(value)


def next_step(page):
    page.get_by_role("button", name="Neste steg").click()


WAYS = [
    pytest.param(FORM, PRIVATE, "private", id="private, hidden, two children"),
    pytest.param(FORM, ANONYMOUS, "private", id="private, anonymous"),
    pytest.param(FORM, PARENT, "parent", id="parent"),
    pytest.param(FORM, CHILD, "child", id="child"),
    pytest.param(SIGNED_IN, PROFESSIONAL, "professional", id="professional"),
    pytest.param(PHONE_ENTRY, ANONYMOUS, "private", id="by phone"),
]


@pytest.mark.parametrize(("address", "steps", "reporter"), WAYS)
def test_every_way_in_works_without_script(arrive, address, steps, reporter):
    page = arrive(address, java_script_enabled=False)
    for answers in steps:
        answer(page, answers)
        next_step(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Se over svarene")
    page.get_by_role("button", name="Send meldingen").click()
    expect(page.locator(".code")).to_have_text(re.compile(r"^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$"))
    assert ConcernReport.objects.get().reporter == reporter


@pytest.mark.parametrize(("address", "steps", "reporter"), WAYS)
def test_every_step_and_its_errors_can_be_used_by_all(arrive, address, steps, reporter):
    go_through_with_errors(arrive(address), steps)
    assert ConcernReport.objects.get().reporter == reporter


def test_the_longest_way_can_be_used_by_all_on_a_wide_dark_screen(arrive):
    go_through_with_errors(arrive(FORM, color_scheme="dark", viewport=DESK), PRIVATE)


def go_through_with_errors(page, steps):
    """Leave each step open once, then answer it; judge every state of every page on the way."""
    for answers in steps:
        is_accessible(page)
        if answers:
            next_step(page)
            expect(page.locator("[data-focus]")).to_be_focused()
            answer(page, answers)  # with what opens under an option open
            is_accessible(page)
        next_step(page)
    is_accessible(page)
    page.get_by_role("button", name="Send meldingen").click()
    expect(page.locator(".code")).to_be_visible()
    is_accessible(page)


def test_the_first_page_can_be_used_by_all(open_browser):  # noqa: F811
    for width in (320, 390, 1280):
        page = open_browser(viewport={"width": width, "height": 800})
        page.goto("/bekymringsmelding/")
        for summary in page.locator("summary").all():
            summary.click()
        is_accessible(page)


def test_the_back_button_shows_the_step_before_with_its_answers(arrive):
    page = arrive(FORM)
    for answers in ANONYMOUS[:2]:
        answer(page, answers)
        next_step(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bekymringen")
    page.get_by_role("button", name="Forrige steg").click()
    expect(page.get_by_label("Hva heter barnet?")).to_have_value("Ola")


def test_a_printed_report_for_the_archive_holds_no_code(arrive):
    page = arrive(SIGNED_IN)
    for answers in PROFESSIONAL:
        answer(page, answers)
        next_step(page)
    page.get_by_role("button", name="Send meldingen").click()
    page.emulate_media(media="print")
    expect(page.get_by_text("Blåmerker.")).to_be_visible()
    expect(page.locator(".code")).to_be_hidden()
