"""«Tilgang»: what each person reads there, and what the page refuses to do."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts import recently
from accounts.membership import Membership
from accounts.models import User
from tests.accessibility import violations
from tests.accounts.sign_in import signed_in, staff
from tests.concerns.test_races import all_at_once
from tests.queries import asked as queries

pytestmark = [pytest.mark.usefixtures("roles_synced"), pytest.mark.django_db]

PAGE, START = "/admin/tilgang/", "/admin/"
WELFARE, LEADERS, INVOICING = "Barnevern", "Barnevern – leder", "Faktura"


def day(offset: int) -> str:
    return (timezone.localdate() + timedelta(days=offset)).isoformat()


def form(**changed) -> dict:
    asked = {"group": INVOICING, "username": "person", "last": day(30), "reason": "Vikar i ferien."}
    return {name: value for name, value in (asked | changed).items() if value is not None}


@pytest.fixture
def leader():
    return staff("leder", LEADERS, WELFARE, first_name="Solveig")


@pytest.fixture
def member():
    return staff("medlem", WELFARE, first_name="Turid")


@pytest.fixture
def person():
    return staff("person", "Rekruttering", first_name="Gunvor")


@pytest.fixture
def asked(leader, member, person):
    group, until = Group.objects.get(name=WELFARE), timezone.now() + timedelta(days=30)
    return Membership.ask(person, group, by=leader, reason="Vikar i ferien.", until=until)


def test_a_request_is_counted_shown_and_approved_by_a_member(asked, member, person):
    browser = signed_in(member)
    assert re.search(rf'href="{PAGE}"><b>1</b> Venter på ditt ja', browser.get(START).text)
    page = browser.get(PAGE).text
    assert "Gunvor" in page
    assert "Vikar i ferien." in page
    assert f'name="approve" value="{asked.pk}"' in page
    assert browser.post(PAGE, {"approve": asked.pk}).url == PAGE
    assert User.objects.get(pk=person.pk).in_group(WELFARE)
    page = browser.get(PAGE).text
    assert re.search(r"godkjent\s*\(Turid\)", page)
    assert "Tilgangen er godkjent" in page
    assert "Venter på ditt ja" not in browser.get(START).text
    assert "Gunvor" in signed_in(person).get(PAGE).text


def test_whoever_asked_sees_it_without_a_button_and_is_refused_one(asked, leader):
    browser = signed_in(leader)
    assert "Venter på ditt ja" not in browser.get(START).text
    assert 'name="approve"' not in browser.get(PAGE).text
    answer = browser.post(PAGE, {"approve": asked.pk})
    assert (answer.status_code, "En annen må avgjøre" in answer.text) == (409, True)


def test_the_one_it_is_about_knows_that_they_wait_and_no_more(asked, person):
    browser = signed_in(person)
    page = browser.get(PAGE).text
    assert "Du venter på at et medlem av Barnevern" in page
    assert "Solveig" not in page
    assert "Vikar i ferien" not in page
    assert browser.post(PAGE, {"approve": asked.pk}).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "root", "manager"])
def test_others_find_nothing_of_the_group(asked, who):
    people = {
        "stranger": lambda: staff("x", INVOICING),
        "root": lambda: staff("x", is_superuser=True),
        "manager": lambda: staff("x", "Systemforvalter"),
    }
    browser = signed_in(people[who]())
    page = browser.get(PAGE).text
    assert not any(word in page for word in ("Gunvor", "Solveig", "Barnevern"))
    for verb in ("approve", "refuse", "end"):
        assert browser.post(PAGE, {verb: asked.pk}).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_an_answer_asks_for_a_fresh_sign_in(asked, member):
    browser = signed_in(member)
    session = browser.session
    session[recently.PROVED_AT] = time.time() - 3600
    session.save()
    assert browser.post(PAGE, {"approve": asked.pk}).url.startswith("/ansatt/?next=%2Fadmin%2Ftilgang%2F")
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_the_second_of_two_is_told(asked, member):
    asked.refuse(by=staff("rask", WELFARE))
    answer = signed_in(member).post(PAGE, {"approve": asked.pk})
    assert (answer.status_code, "Noen har alt avgjort dette." in answer.text) == (409, True)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_answer_at_once_one_does(asked, person):
    """Each on a connection of its own: one answer holds, and the others are told."""
    browsers = [signed_in(staff(f"medlem-{number}", WELFARE)) for number in range(4)]
    verbs = ("approve", "refuse", "approve", "refuse")
    pressed = list(zip(browsers, verbs, strict=True))
    answers = all_at_once(lambda one: one[0].post(PAGE, {one[1]: asked.pk}), pressed)
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    asked.refresh_from_db()
    assert User.objects.get(pk=person.pk).in_group(WELFARE) == (asked.state == "in_force")


def test_a_role_removed_while_the_page_is_open_decides_nothing(asked, member, person):
    giver = staff("giver", INVOICING)
    browsers = [signed_in(member), signed_in(giver)]
    member.groups.clear()
    giver.groups.clear()
    assert browsers[0].post(PAGE, {"approve": asked.pk}).status_code == 404
    assert browsers[1].post(PAGE, form()).status_code == 403
    assert not User.objects.get(pk=person.pk).in_group(WELFARE)


def test_access_for_a_time_is_given_read_and_ended(person):
    giver, colleague = (staff(name, INVOICING, first_name=name.capitalize()) for name in ("giver", "kollega"))
    browser = signed_in(giver)
    assert PAGE in browser.get(START).text
    assert browser.post(PAGE, form()).url == PAGE
    one = Membership.objects.get()
    assert one.last_day == timezone.localdate() + timedelta(days=30)
    page = signed_in(colleague).get(PAGE).text
    assert all(word in page for word in ("Gunvor", "Giver", "Vikar i ferien.", "Avslutt nå", "siste dag"))
    assert browser.post(PAGE, {"end": one.pk}).url == PAGE
    assert not User.objects.get(pk=person.pk).in_group(INVOICING)
    assert browser.post(PAGE, {"end": one.pk}).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last": day(-1)}, "kan ikke være før i dag"),
        ({"last": day(90)}, "høyst 90 dager"),
        ({"last": None}, "bare for en tid"),
        ({"last": "x\0"}, "Velg den siste dagen"),
        ({"last": "9999-12-31"}, "høyst 90 dager"),
        ({"last": "0001-01-01"}, "kan ikke være før i dag"),
        ({"reason": "  "}, "Skriv hvorfor"),
        ({"reason": "x" * 301}, "300"),
        ({"username": "giver"}, "deg selv"),
        ({"username": "kollega"}, "alt med"),
        ({"username": "nobody"}, "Finner ingen ansatt"),
        ({"username": "c-1"}, "Finner ingen ansatt"),
        ({"username": None}, "Skriv brukernavnet"),
        ({"group": WELFARE}, "Velg en av gruppene"),
        ({"group": "Ledelsen"}, "Velg en av gruppene"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_the_rest_kept(person, wrong, sentence):
    staff("c-1", kind=User.Kind.CITIZEN)
    staff("kollega", INVOICING)
    answer = signed_in(staff("giver", INVOICING)).post(PAGE, form(**wrong))
    assert answer.status_code == 400
    assert sentence in answer.text
    if "reason" not in wrong:
        assert "Vikar i ferien." in answer.text
    assert not Membership.objects.exists()


@pytest.mark.parametrize("key", ["x", "", "1", "a" * 5000, "\0"])
def test_a_crafted_key_is_not_there(key):
    assert signed_in(staff("giver", INVOICING)).post(PAGE, {"end": key}).status_code == 404


def test_the_page_asks_the_same_however_many_came_and_went(leader, member):
    browser, group = signed_in(member), Group.objects.get(name=WELFARE)
    Membership.objects.create(user=leader, group=group, came="operator", state="in_force")
    few = queries(browser, PAGE)
    for number in range(12):
        one = staff(f"ny-{number}", "Rekruttering")
        Membership.ask(one, group, by=leader, reason="Vikar.", until=timezone.now() + timedelta(days=3))
    for one in Membership.objects.all()[:6]:
        one.approve(by=member)
    assert queries(browser, PAGE) == few


@pytest.mark.django_db(transaction=True)
def test_the_page_is_for_everybody_to_use(page, live_server, asked, leader, member, person, strict_templates):
    """By keyboard on a narrow screen; axe finds nothing before, after, and where something is wrong."""
    for user, steps in ((leader, ("wrong",)), (member, ("approve",))):
        cookie = signed_in(user).cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(live_server.url + PAGE)
        assert violations(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if "wrong" in steps:
            page.get_by_role("button", name="Gi eller be om tilgang").press("Enter")
            page.get_by_text("Skriv brukernavnet til kollegaen.").wait_for()
        else:
            page.get_by_role("button", name="Godkjenn").press("Enter")
            page.get_by_text("Tilgangen er godkjent.").wait_for()
        assert violations(page) == []
    asked.refresh_from_db()
    assert asked.state == "in_force"


def test_an_open_group_is_not_given_from_a_screen_that_somebody_finds_unlocked():
    person, browser = staff("uten", "Rekruttering"), signed_in(staff("gir", "Faktura"))
    session = browser.session
    session["proved_at"] = 0
    session.save()
    last = (timezone.localdate() + timedelta(days=5)).isoformat()
    given = {"group": "Faktura", "username": person.username, "last": last, "reason": "Vikar."}
    assert browser.post(PAGE, given).status_code == 302
    assert not Membership.objects.filter(user=person).exists()
