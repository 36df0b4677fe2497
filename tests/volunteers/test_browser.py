"""The whole way in a real browser: offered and asked for without script, found at the desk, and given."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from casework.outbox import deliver_waiting
from tests.accounts.sign_in import citizen, signed_in_citizen
from tests.concerns.test_browser import DESK, PHONE, is_accessible, open_browser, signed_in  # noqa: F401 - a fixture
from tests.concerns.test_journeys_browser import answer, next_step
from tests.volunteers.people import area, coordinator, help_request, task, volunteer
from volunteers import asking, deciding, links
from volunteers.models import Crisis, HelpRequest, Match, Problem, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)

LISTS = "/admin/volunteers/helprequest/", "/admin/volunteers/volunteer/"
LOOKS = pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["390", "1280 dark"]
)


@pytest.fixture(autouse=True)
def places(db):
    call_command("sync_roles", verbosity=0)
    task("handle", name="Handle mat", description="Varer fra butikken.")
    area("Solbygda")


@pytest.fixture
def last_sms(settings, tmp_path):
    """Deliver what waits; gives the text of the last SMS, without the number it went to."""
    settings.SMS_URL = f"file://{tmp_path}"

    def read() -> str:
        deliver_waiting()
        last = max(Path(tmp_path).glob("*.txt"), key=lambda file: file.stat().st_mtime_ns)
        return last.read_text().partition("\n")[2]

    return read


@pytest.fixture
def browsers(open_browser, live_server, at_the_desk):  # noqa: F811
    """A browser for each: somebody who has signed in as a volunteer, the coordinator, and anybody."""
    clients = {
        "helper": signed_in_citizen(citizen(pid="15818799995", name="Kari Lyngmo")),
        "desk": at_the_desk(coordinator()),
    }

    def start(who: str = "", **options):
        page = open_browser(**options)
        return signed_in(page, clients[who], live_server) if who else page

    return start


def choose(page, *options: str) -> None:
    for option in options:
        page.get_by_role("checkbox", name=option).check()


def date_of_birth(page) -> None:
    for label, value in (("Dag", "15"), ("Måned", "1"), ("År", "1987")):
        page.get_by_role("group", name="Når er du født?").get_by_label(label).fill(value)


def who_helps(page) -> None:
    answer(page, [("Hvem vil hjelpe?", "Jeg selv"), ("Hvordan vil du få beskjed?", "SMS")])
    date_of_birth(page)
    answer(page, [{"Hva heter du?": "Kari Lyngmo", "Mobilnummer": "400 10 111"}])


OFFER = (
    who_helps,
    lambda page: choose(page, "Handle mat", "engelsk"),
    lambda page: (choose(page, "Solbygda"), answer(page, [("Hvor langt", "Hele kommunen")])),
    lambda page: (
        choose(page, "mandag", "lørdag", "formiddag", "ettermiddag"),
        page.get_by_label("Hvor mange oppdrag").fill("2"),
    ),
)
HELP = (
    lambda page: answer(
        page,
        [
            ("Hva trenger du hjelp til?", "Handle mat"),
            {"Fortell kort": "Handle mat på lørdag."},
            ("Skal den frivillige være sammen med barn?", "Nei"),
        ],
    ),
    lambda page: (
        answer(page, [("Hvor ofte?", "Én gang"), ("Når trenger du hjelpen?", "Denne uka")]),
        choose(page, "formiddag", "ettermiddag"),
        answer(page, [("Hvor lenge varer det?", "En time")]),
    ),
    lambda page: (
        answer(
            page,
            [
                ("Hvem trenger hjelp?", "Jeg selv"),
                {"Hva heter du?": "Per Granli", "Telefonnummer": "400 20 222"},
                ("Er adressen beskyttet", "Nei"),
                ("Hvordan vil du få beskjed?", "SMS"),
            ],
        ),
        page.get_by_label("Hvor i kommunen").select_option("Solbygda"),
        page.get_by_role("textbox", name="Adresse", exact=True).fill("Lysløypa 7"),
    ),
)


def test_help_is_offered_asked_for_found_and_given_without_script(browsers, last_sms):
    plain = {"java_script_enabled": False, "viewport": PHONE}
    helper, seeker, desk = browsers("helper", **plain), browsers(**plain), browsers("desk", **plain)
    is_offered(helper)
    follow = is_asked_for(seeker, last_sms)
    link = is_found(desk, last_sms)
    says_yes_and_sees_who(browsers(**plain), link, last_sms)
    sees_who_comes_and_says_how_it_went(seeker, follow, last_sms)
    desk.goto("/admin/")
    desk.get_by_role("link", name=re.compile("Problemer")).first.click()
    expect(desk.get_by_role("link", name=HelpRequest.objects.get().reference)).to_be_visible()


def is_offered(page) -> None:
    page.goto("/frivillig/")
    page.get_by_role("link", name="Logg inn og meld deg").click()
    page.get_by_role("button", name="Begynn").click()
    for fill in OFFER:
        fill(page)
        next_step(page)
    page.get_by_role("button", name="Meld meg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du som frivillig")
    page.get_by_label("Ja, dette lover jeg").check()
    page.get_by_role("button", name="Signer").click()
    expect(page.get_by_text("Du har signert")).to_be_visible()


def is_asked_for(page, last_sms) -> str:
    page.goto("/frivillig/")
    page.get_by_role("link", name="Be om hjelp").click()
    for fill in HELP:
        fill(page)
        next_step(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi har fått det")
    return link_in(last_sms())


def is_found(page, last_sms) -> str:
    """What the coordinator does, by buttons alone; gives the link in the volunteer's SMS."""
    reads(page, "volunteer", Volunteer.objects.get())
    page.get_by_role("link", name="Godkjenn", exact=True).click()
    page.get_by_role("button", name="Godkjenn").click()
    reads(page, "helprequest", HelpRequest.objects.get())
    page.get_by_role("button", name="Ta imot").click()
    page.get_by_role("checkbox", name=re.compile("Kari Lyngmo")).check()
    page.get_by_role("button", name="Spør dem").click()
    expect(page.get_by_text("De er spurt.")).to_be_visible()
    return link_in(last_sms())


def says_yes_and_sees_who(page, link, last_sms) -> None:
    page.goto(link)
    page.get_by_role("button", name="Ja, jeg kan").click()
    expect(page.get_by_text("Plassen er din.", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Send meg en kode på SMS").click()
    page.get_by_label("Koden fra SMS-en").fill("000")
    page.get_by_role("button", name="Vis navn og telefon").click()
    expect(page.get_by_text("Koden stemmer ikke").first).to_be_visible()
    page.get_by_label("Koden fra SMS-en").fill(re.search(r"\d{6}", last_sms())[0])
    page.get_by_role("button", name="Vis navn og telefon").click()
    for shown in ("Per Granli", "400 20 222", "Lysløypa 7"):
        expect(page.get_by_text(shown, exact=False).first).to_be_visible()


def sees_who_comes_and_says_how_it_went(page, follow, last_sms) -> None:
    page.goto(follow)
    page.get_by_role("button", name="Send meg en kode på SMS").click()
    page.get_by_label("Koden fra SMS-en").fill(re.search(r"\d{6}", last_sms())[0])
    page.get_by_role("button", name="Vis navn og telefon").click()
    expect(page.get_by_role("heading", name="Kari Lyngmo")).to_be_visible()
    page.get_by_role("button", name="Jeg fikk hjelpen").click()
    page.locator("summary", has_text="Meld et problem").click()
    page.get_by_label("Hva skjedde?").fill("Hun ville ha betalt.")
    page.get_by_role("button", name="Send til koordinatoren").click()
    expect(page.get_by_text("Koordinatoren har fått beskjed nå.")).to_be_visible()
    assert Problem.objects.count() == 1
    assert Match.objects.get().seeker_says == Match.Outcome.DONE


def reads(page, model: str, case) -> None:
    page.goto(f"/admin/volunteers/{model}/{case.pk}/change/")
    page.get_by_role("radio", name="Behandler saken").check()
    page.get_by_role("button", name="Åpne saken").click()


def link_in(text: str) -> str:
    return re.search(r"https?://[^/]+(/\S+)", text)[1]


@LOOKS
def test_every_page_and_its_errors_can_be_used_by_all(browsers, last_sms, size, scheme):
    look = {"viewport": size, "color_scheme": scheme}
    helper, seeker = browsers("helper", **look), browsers(**look)
    seeker.goto("/frivillig/")
    is_accessible(seeker)
    helper.goto("/frivillig/tilby/")
    is_accessible(helper)
    helper.get_by_role("button", name="Begynn").click()
    fills_in(helper, OFFER)
    helper.get_by_role("button", name="Meld meg").click()
    is_accessible(helper)
    for button in ("Signer", "Slutt og slett"):
        helper.get_by_role("button", name=button).click()
        is_accessible(helper)
    helper.goto("/minside/frivillig/endre/")
    is_accessible(helper)
    seeker.goto("/frivillig/be-om-hjelp/")
    fills_in(seeker, HELP)
    seeker.get_by_role("button", name="Send", exact=True).click()
    is_accessible(seeker)
    seeker.goto(link_in(last_sms()))
    is_accessible(seeker)


def fills_in(page, steps) -> None:
    for fill in steps:
        is_accessible(page)
        next_step(page)
        expect(page.locator("[data-focus]")).to_be_focused()
        is_accessible(page)
        fill(page)
        next_step(page)
    is_accessible(page)


@LOOKS
def test_every_state_of_a_question_can_be_used_by_all(browsers, last_sms, size, scheme):
    by, page = coordinator("en"), browsers(viewport=size, color_scheme=scheme)
    request = help_request()
    asking.ask(request, [volunteer(), volunteer()], by=by)
    first, second = request.asks.order_by("at", "pk")
    pages = [page.context.new_page() for _ in range(2)]
    for one, ask in zip(pages, (first, second), strict=True):
        one.set_viewport_size(size)
        one.goto(address_of(ask))
        is_accessible(one)
        one.get_by_role("button", name="Ja, jeg kan").click()
        is_accessible(one)
    pages[0].get_by_role("button", name="Send meg en kode på SMS").click()
    is_accessible(pages[0])
    pages[0].get_by_role("button", name="Vis navn og telefon").click()
    is_accessible(pages[0])
    pages[0].get_by_label("Koden fra SMS-en").fill(re.search(r"\d{6}", last_sms())[0])
    pages[0].get_by_role("button", name="Vis navn og telefon").click()
    is_accessible(pages[0])
    pages[0].locator("summary", has_text="Meld et problem").click()
    pages[0].get_by_role("button", name="Send til koordinatoren").click()
    is_accessible(pages[0])
    deciding.cancel(HelpRequest.objects.get(), by=by)
    pages[1].goto(address_of(second))
    is_accessible(pages[1])


def address_of(ask) -> str:
    return reverse("volunteers:ask", args=[links.token("ask", ask.pk)])


@LOOKS
def test_every_page_of_the_desk_can_be_used_by_all(browsers, size, scheme):
    by, page = coordinator("en"), browsers("desk", viewport=size, color_scheme=scheme)
    asked, waits, helper = help_request(), help_request(), volunteer()
    asking.ask(asked, [volunteer()], by=by)
    crisis = Crisis.objects.create(name="Flom", opened_on="2026-11-01")
    addresses = [*LISTS, "/admin/volunteers/helprequest/board/", "/admin/volunteers/crisis/add/"]
    addresses += [f"/admin/volunteers/crisis/{crisis.pk}/change/", "/admin/for-innringer/hjelp/"]
    for address in addresses:
        page.goto(address)
        is_accessible(page)
    for model, case in (("helprequest", asked), ("helprequest", waits), ("volunteer", helper)):
        reads(page, model, case)
        is_accessible(page)
        for verb in page.locator(".desk-verbs a").evaluate_all("links => links.map(link => link.href)"):
            page.goto(verb)
            is_accessible(page)
