"""What people get wrong when they offer help or ask for it: a sentence beside the field, all else kept."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.drafts import Draft
from tests.concerns.citizens import sign_in
from tests.volunteers.people import area, coordinator, task
from tests.volunteers.test_journey import HELP, OFFER, ask_for_help, hidden, offer, person
from volunteers import age, receiving
from volunteers.models import HelpRequest, Volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]


@pytest.fixture(autouse=True)
def places(db):
    task("handle", name="Handle mat")
    area("Solbygda")


@pytest.fixture
def helper():
    return sign_in(Client(), person())


def born(day: date) -> dict:
    return {"born_on_day": day.day, "born_on_month": day.month, "born_on_year": day.year}


def a_birthday(years: int, **later) -> date:
    today = timezone.localdate()
    return today.replace(year=today.year - years, day=min(today.day, 28)) + timedelta(**later)


FIFTEEN = a_birthday(16, days=1)


@pytest.mark.parametrize(
    ("step", "wrong", "sentence"),
    [
        ("you", born(FIFTEEN), "Datoen stemmer ikke med fødselsnummeret"),
        ("you", {"born_on_year": "1787"}, "Se etter om årstallet stemmer"),
        ("you", {"born_on_day": ""}, "Datoen må ha både dag, måned og år"),
        ("you", {"phone": "22 11 22 11"}, "Skriv et mobilnummer"),
        ("you", {"party": ""}, "Velg ett av svarene"),
        ("you", {"party": "organisation", "organisation": "Turlaget", "group_size": "0"}, "fra 2 til 500"),
        ("you", {"notice": "email"}, "Skriv e-postadressen"),
        ("tasks", {"tasks": []}, "Velg minst ett"),
        ("tasks", {"tasks": ["finnes-ikke"]}, "Velg blant svarene på siden"),
        ("areas", {"areas": ["månen"]}, "Velg blant svarene på siden"),
        ("times", {"capacity": "0"}, "Vil du ikke ha oppdrag nå, kan du ta en pause"),
        ("times", {"capacity": "-1"}, "kan du ta en pause"),
        ("times", {"capacity": "1000"}, "fra 1 til 20"),
        ("times", {"capacity": "mange"}, "fra 1 til 20"),
        ("times", {"days": []}, "Velg minst ett"),
    ],
)
def test_an_offer_with_a_mistake_is_told_what_is_wrong(helper, step, wrong, sentence):
    page = offer(helper, **{step: wrong})
    assert page.status_code == 400
    assert sentence in page.content.decode()
    assert not Volunteer.objects.exists()
    assert Draft.objects.get().answers[step]  # what was written is kept


def test_nobody_under_16_gets_past_the_first_step(helper):
    """With a number that fits: the age itself is what is refused."""
    helper.user.citizen.pid = f"{FIFTEEN.day:02}{FIFTEEN.month + 80:02}{FIFTEEN:%y}00000"
    helper.user.citizen.save()
    assert "Du må ha fylt 16 år" in offer(helper, you=born(FIFTEEN)).content.decode()


@pytest.mark.parametrize(("years", "is_minor"), [(16, True), (17, True), (18, False), (40, False)])
def test_from_16_one_may_help_and_only_a_minors_birthday_is_kept(helper, years, is_minor):
    day = a_birthday(years)
    helper.user.citizen.pid = f"{day.day:02}{day.month + 80:02}{day:%y}00000"
    helper.user.citizen.save()
    assert offer(helper, you=born(day))["Location"] == reverse("volunteers:mine")
    made = Volunteer.objects.get()
    assert made.adult_on == (age.turns(day, 18) if is_minor else None)
    assert "born_on" not in made.content


def test_an_organisation_offers_a_group(helper):
    group = {"party": "organisation", "organisation": "Turlaget", "orgnr": "", "group_size": "12"}
    offer(helper, you=group)
    made = Volunteer.objects.get()
    assert (made.party, made.content["group_size"], made.adult_on) == ("organisation", 12, None)


def test_a_second_offer_leads_to_the_first(helper):
    offer(helper)
    assert helper.get(reverse("volunteers:offer"))["Location"] == reverse("volunteers:mine")
    assert helper.post(reverse("volunteers:offer"))["Location"] == reverse("volunteers:mine")
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("step", "wrong", "sentence"),
    [
        ("what", {"text": ""}, "Skriv kort hva du trenger hjelp til"),
        ("what", {"text": "a" * 2001}, "høyst 2000 tegn"),
        ("what", {"places": "0"}, "fra 1 til 5"),
        ("what", {"places": "99"}, "fra 1 til 5"),
        ("what", {"concerns_child": "True"}, "En frivillig kan ikke være alene med barn"),
        ("what", {"task": "barnevakt"}, "Velg ett av svarene"),
        (
            "when",
            {"wanted_on_day": "1", "wanted_on_month": "1", "wanted_on_year": "2040"},
            "tre måneder fram",
        ),
        ("when", {"wanted_on_day": "31", "wanted_on_month": "2", "wanted_on_year": "2027"}, "ekte dato"),
        ("when", {"recurring": "weekly"}, "Velg minst ett"),
        ("you", {"for_whom": "other"}, "Snakk med den det gjelder først"),
        ("you", {"phone": "123"}, "åtte sifre"),
        ("you", {"area": ""}, "Velg hvor det er"),
        ("you", {"address": ""}, "Skriv adressen"),
    ],
)
def test_a_request_with_a_mistake_is_told_what_is_wrong(step, wrong, sentence):
    client, at = Client(), reverse("volunteers:help")
    page = client.get(at)
    for slug, answers in HELP.items():
        page = client.post(at, hidden(page) | {"step": slug} | answers | (wrong if slug == step else {}))
        if slug == step:
            break
    assert sentence in page.content.decode()
    assert not HelpRequest.objects.exists()


def test_a_protected_address_is_kept_nowhere():
    ask_for_help(Client(), you={"protected": "True"})
    request = HelpRequest.objects.get()
    assert (request.protected, request.area, request.content["address"]) == (True, None, "")


def test_a_double_click_is_one_request():
    client, at = Client(), reverse("volunteers:help")
    page = client.get(at)
    for slug, answers in HELP.items():
        page = client.post(at, hidden(page) | {"step": slug} | answers)
    posted = hidden(page) | {"go": "send"}
    receipts = [client.post(at, posted).content.decode() for _press in range(2)]
    assert HelpRequest.objects.count() == 1
    assert all(HelpRequest.objects.get().reference in receipt for receipt in receipts)


def test_every_week_means_those_days_of_each_week():
    weekly = {"recurring": "weekly", "days": ["1", "3"], "parts": ["2"], "urgency": ""}
    ask_for_help(Client(), when=weekly)
    request = HelpRequest.objects.get()
    assert (request.recurring, request.slots.bit_count(), request.urgency) == (True, 2, 3)


def test_wishes_are_changed_from_what_they_are(helper):
    offer(helper)
    at = reverse("volunteers:change")
    page = helper.get(at)
    assert "Handle mat" in page.content.decode()
    page = helper.post(at, hidden(page) | {"go": "change:times"})
    page = helper.post(at, hidden(page) | OFFER["times"] | {"capacity": "5"})
    assert helper.post(at, hidden(page) | {"go": "send"})["Location"] == reverse("volunteers:mine")
    assert Volunteer.objects.get().capacity == 5


def test_the_declaration_is_signed_by_ticking_and_the_end_asks_once_more(helper):
    offer(helper)
    mine = reverse("volunteers:mine")
    assert "Kryss av for at du lover" in helper.post(mine, {"go": "sign"}).content.decode()
    assert Volunteer.objects.get().declared_at is None
    helper.post(mine, {"go": "sign", "agree": "yes"})
    assert "Kryss av for at du vil slette" in helper.post(mine, {"go": "leave"}).content.decode()
    assert "alt vi hadde om deg" in helper.post(mine, {"go": "leave", "sure": "yes"}).content.decode()
    assert Volunteer.objects.get().content == {}
    assert receiving.offer_of(helper.user) is None


def test_a_pause_is_taken_and_ended_and_nobody_approves_themself(helper):
    offer(helper)
    mine = reverse("volunteers:mine")
    assert "passer ikke lenger" in helper.post(mine, {"go": "pause"}).content.decode()
    assert "passer ikke lenger" in helper.post(mine, {"go": "resume"}).content.decode()
    Volunteer.objects.update(status=Volunteer.Status.APPROVED)
    assert "Du har pause" in helper.post(mine, {"go": "pause"}).content.decode()
    assert "Velkommen tilbake" in helper.post(mine, {"go": "resume"}).content.decode()
    assert "Du som frivillig" in helper.post(mine, {"go": "approve"}).content.decode()
    assert Volunteer.objects.get().status == Volunteer.Status.APPROVED


def test_citizen_service_asks_for_a_caller_and_reads_nothing_afterwards(at_the_desk):
    from tests.accounts.sign_in import staff

    desk = at_the_desk(staff("innbygger", "Innbyggerservice"))
    receipt = ask_for_help(desk, at=reverse("admin:enter_help_request"))
    request = HelpRequest.objects.get()
    assert request.reference in receipt.content.decode()
    assert request.source == HelpRequest.Source.PHONE
    change = reverse("admin:volunteers_helprequest_change", args=[request.pk])
    assert desk.get(change).status_code == 404


def test_a_coordinator_enters_an_offer_only_after_seeing_an_id(at_the_desk):
    desk, at = at_the_desk(coordinator()), reverse("admin:enter_volunteer")
    page = desk.post(at, hidden(desk.get(at)) | {"step": "id"})
    assert "Be om å få se legitimasjon først" in page.content.decode()
    page = desk.post(at, hidden(page) | {"step": "id", "id_seen": "on"})
    for slug, answers in OFFER.items():
        page = desk.post(at, hidden(page) | {"step": slug} | answers)
    desk.post(at, hidden(page) | {"go": "send"})
    made = Volunteer.objects.get()
    assert (made.source, made.citizen) == ("phone", None)


@pytest.mark.parametrize(
    ("born_on", "pid", "fits"),
    [
        (date(1987, 1, 15), "15818799995", True),  # invented: month + 80
        (date(1987, 1, 15), "55018700000", True),  # a D-number
        (date(1987, 1, 15), "15668700000", True),  # invented: month + 65
        (date(1987, 1, 15), "15018700000", True),
        (date(1986, 1, 15), "15818799995", False),
        (date(1987, 2, 15), "15818799995", False),
        (date(1987, 1, 16), "15818799995", False),
    ],
)
def test_a_date_of_birth_fits_a_number_or_does_not(born_on, pid, fits):
    assert age.fits(born_on, pid) is fits


def test_the_born_on_a_leap_day_come_of_age_on_1_march():
    assert age.turns(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert age.turns(date(2008, 2, 29), 16) == date(2024, 2, 29)
    assert not age.old_enough(date(2010, 6, 1), date(2026, 5, 31))
    assert age.old_enough(date(2010, 6, 1), date(2026, 6, 1))
