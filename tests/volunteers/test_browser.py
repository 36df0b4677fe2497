"""The whole way in a real browser: without script on a phone, found at the desk, told by mail and SMS."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from casework.outbox import deliver_waiting
from tests.accounts.sign_in import citizen, signed_in_citizen
from tests.concerns.test_browser import DESK, PHONE, is_accessible, open_browser, signed_in  # noqa: F401 - a fixture
from tests.concerns.test_journeys_browser import answer, next_step
from tests.volunteers.people import area, coordinator, help_request, task, volunteer
from tests.volunteers.test_journey import act, link_in, open_case, sent  # noqa: F401 - a fixture
from volunteers import asking, deciding, links
from volunteers.models import Ask, Crisis, HelpRequest, Match, Problem, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["390", "1280 dark"]
)
WHAT = [
    ("Hva trenger du hjelp til?", "Handle mat"),
    {"Fortell kort hva det gjelder": "Melk og brød."},
    ("Skal den frivillige være sammen med barn?", "Nei"),
]
WHEN = [
    ("Hvor ofte?", "Én gang"),
    ("Når trenger du hjelpen?", "Denne uka"),
    {"formiddag, klokka 8 til 12": True},
    ("Hvor lenge varer det?", "En time"),
]
SEEKER = [
    ("Hvem trenger hjelp?", "Jeg selv"),
    {"Hva heter du?": "Per Granli", "Telefonnummer": "400 20 222"},
    ("Hvordan vil du få beskjed?", "E-post"),
    {"E-postadresse": "per@example.no"},
]
HELPER = [
    ("Hvem vil hjelpe?", "Jeg selv"),
    {"Hva heter du?": "Kari Lyngmo", "Mobilnummer": "400 10 111"},
    ("Hvordan vil du få beskjed?", "E-post"),
    {"E-postadresse": "kari@example.no"},
]


@pytest.fixture(autouse=True)
def places(db):
    call_command("sync_roles", verbosity=0)
    task("handle", name="Handle mat")
    area("Solbygda")


def where(page):
    page.get_by_label("Hvor i kommunen er det?").select_option("Solbygda")
    page.get_by_role("textbox", name=re.compile(r"^Adresse\b")).fill("Lysløypa 7")


def ask_for_help(page, look=lambda page: None):
    page.goto("/frivillig/")
    look(page)
    page.get_by_role("link", name="Be om hjelp").click()
    for answers in (WHAT, WHEN, SEEKER):
        answer(page, answers)
        if answers is SEEKER:
            where(page)
        look(page)
        next_step(page)
    look(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text(HelpRequest.objects.get().reference)).to_be_visible()
    look(page)


def offer(page, look=lambda page: None):
    page.goto("/frivillig/tilby/")
    look(page)
    page.get_by_role("button", name="Begynn").click()
    answer(page, HELPER)
    for label, value in (("Dag", "14"), ("Måned", "3"), ("År", "1988")):
        page.get_by_label(label, exact=True).fill(value)
    look(page)
    next_step(page)
    answer(page, [{"Handle mat": True}])
    page.get_by_role("checkbox", name="norsk", exact=True).check()
    next_step(page)
    answer(page, [{"Solbygda": True}, ("Hvor langt vil du dra?", "Hele kommunen")])
    look(page)
    next_step(page)
    every_day = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
    answer(page, [dict.fromkeys(every_day, True), {"formiddag, klokka 8 til 12": True}])
    page.get_by_label("Hvor mange oppdrag vil du ha i uka, på det meste?").fill("2")
    look(page)
    next_step(page)
    look(page)
    page.get_by_role("button", name="Meld meg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du som frivillig")


def newest_code(sent):  # noqa: F811
    deliver_waiting()
    return re.search(r"\d{6}", sent()[-1][1])[0]


def shows_who_comes(page, sent):  # noqa: F811
    page.get_by_role("button", name="Send meg en kode på SMS").click()
    page.get_by_label("Koden fra SMS-en").fill(newest_code(sent))
    page.get_by_role("button", name="Vis navn og telefon").click()


def last_link(mailoutbox, to):
    deliver_waiting()
    return link_in([mail for mail in mailoutbox if mail.to == [to]][-1].body)


def found_at_the_desk(page):
    """Approve, accept and ask, each by its button."""
    volunteer, case = Volunteer.objects.get(), HelpRequest.objects.get()
    page.goto("/admin/")
    for one, verb in ((volunteer, "Godkjenn"), (case, "Ta imot")):
        page.goto(f"/admin/volunteers/{one._meta.model_name}/{one.pk}/change/")
        page.get_by_role("radio", name="Behandler saken").check()
        page.get_by_role("button", name="Åpne saken").click()
        if verb == "Godkjenn":
            page.get_by_role("link", name=verb, exact=True).click()
        page.get_by_role("button", name=verb, exact=True).click()
    page.get_by_role("checkbox", name=re.compile("Kari Lyngmo")).check()
    page.get_by_role("button", name="Spør dem").click()
    expect(page.get_by_text("De er spurt.")).to_be_visible()


def test_offered_asked_found_and_given_without_script(
    open_browser,  # noqa: F811
    live_server,
    at_the_desk,
    sent,  # noqa: F811
    mailoutbox,
):
    off = {"java_script_enabled": False, "viewport": PHONE}
    helper = signed_in(open_browser(**off), signed_in_citizen(citizen()), live_server)
    offer(helper)
    helper.get_by_role("checkbox", name="Ja, dette lover jeg").check()
    helper.get_by_role("button", name="Signer").click()
    expect(helper.get_by_text("Du har signert taushetserklæringen.")).to_be_visible()
    seeker = open_browser(**off)
    ask_for_help(seeker)
    follow = last_link(mailoutbox, "per@example.no")
    found_at_the_desk(signed_in(open_browser(**off), at_the_desk(coordinator()), live_server))
    page = open_browser(**off)
    page.goto(last_link(mailoutbox, "kari@example.no"))
    page.get_by_role("button", name="Ja, jeg kan").click()
    expect(page.get_by_text("Lysløypa 7")).to_have_count(0)
    shows_who_comes(page, sent)
    expect(page.get_by_text("Lysløypa 7")).to_be_visible()
    seeker.goto(follow)
    shows_who_comes(seeker, sent)
    expect(seeker.get_by_role("heading", name="Kari Lyngmo")).to_be_visible()
    seeker.get_by_text("Meld et problem").click()
    seeker.get_by_label("Hva skjedde?").fill("Vi trenger et nytt tidspunkt.")
    seeker.get_by_role("button", name="Send til koordinatoren").click()
    expect(seeker.get_by_text("Koordinatoren har fått beskjed nå.")).to_be_visible()
    assert Problem.objects.get().side == "seeker"
    page.get_by_role("button", name="Hjelpen er gitt").click()
    seeker.get_by_role("button", name="Jeg fikk hjelpen").click()
    assert Match.objects.get().status == Match.Status.DONE


@SIZES
def test_every_page_of_the_public_can_be_used_by_all(open_browser, live_server, size, scheme):  # noqa: F811
    look = {"viewport": size, "color_scheme": scheme}
    page = open_browser(**look)
    page.goto("/frivillig/be-om-hjelp/")
    next_step(page)
    is_accessible(page)
    ask_for_help(page, is_accessible)
    mine = signed_in(open_browser(**look), signed_in_citizen(citizen()), live_server)
    offer(mine, is_accessible)
    is_accessible(mine)
    mine.get_by_role("button", name="Signer").click()
    is_accessible(mine)
    mine.goto("/minside/frivillig/endre/")
    is_accessible(mine)


@SIZES
def test_every_state_behind_a_link_can_be_used_by_all(open_browser, size, scheme):  # noqa: F811
    page, by = open_browser(viewport=size, color_scheme=scheme), coordinator()
    case, helper = help_request(), volunteer()
    [one] = asking.ask(case, [helper], by=by)
    ask, request = (f"/frivillig/sporsmal/{links.token('ask', one.pk)}/", links.token("request", case.pk))
    request = f"/frivillig/foresporsel/{request}/"

    def both():
        for at in (ask, request):
            page.goto(at)
            is_accessible(page)

    both()
    match = asking.reserve(one)
    both()
    asking.confirm(match)
    both()
    page.get_by_role("button", name="Send meg en kode på SMS").click()
    is_accessible(page)
    page.get_by_label("Koden fra SMS-en").fill("1")
    page.get_by_role("button", name="Vis navn og telefon").click()
    is_accessible(page)
    page.get_by_text("Meld et problem").click()
    page.get_by_role("button", name="Send til koordinatoren").click()
    is_accessible(page)
    asking.say_outcome(match, "seeker", "not_met")
    both()
    deciding.close(HelpRequest.objects.get(), by=by)
    both()


@SIZES
def test_every_page_of_the_desk_can_be_used_by_all(open_browser, live_server, at_the_desk, size, scheme):  # noqa: F811
    client = at_the_desk(coordinator())
    page = signed_in(open_browser(viewport=size, color_scheme=scheme), client, live_server)
    requests, volunteers = "/admin/volunteers/helprequest/", "/admin/volunteers/volunteer/"
    for empty in (requests, volunteers, f"{requests}board/", "/admin/volunteers/block/"):
        page.goto(empty)
        is_accessible(page)
    helper, case, busy = volunteer(), help_request(), help_request()
    busy.contact_hash = "a hash"
    busy.save()
    asking.ask(busy, [volunteer()], by=coordinator("k2"))
    deciding.tell_problem(busy, None, "seeker", "Hen kom ikke.")
    crisis = Crisis.objects.create(name="Flom", opened_on="2026-01-01")
    for one in (helper, case, busy):
        open_case(client, one)
    act(client, helper, "block", reason="Ble meldt.")
    for at in (
        "/admin/",
        requests,
        volunteers,
        f"{requests}board/",
        *(f"{requests}{one.pk}/change/" for one in (case, busy)),
        f"{volunteers}{helper.pk}/change/",
        "/admin/volunteers/block/",
        *(f"/admin/volunteers/{model}/" for model in ("crisis", "area", "tasktype")),
        *(f"{requests}{busy.pk}/{verb}/do/" for verb in ("keep-apart", "block-number", "close", "note")),
        f"/admin/volunteers/crisis/{crisis.pk}/change/",
        "/admin/volunteers/crisis/add/",
    ):
        page.goto(at)
        is_accessible(page)
    page.get_by_role("button", name="Lagre", exact=True).click()
    is_accessible(page)
    page.goto(f"{requests}{case.pk}/change/")
    page.get_by_role("button", name="Spør dem").click()
    is_accessible(page)
    assert Ask.objects.count() == 1, "nobody more was asked"
