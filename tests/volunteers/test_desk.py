"""The coordinator's desk: what waits, why somebody is suggested, the whole board, the log and the crisis."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from casework.access import AccessEntry
from tests.accounts.sign_in import staff
from tests.queries import asked
from tests.volunteers.people import area, coordinator, help_request, task, volunteer
from tests.volunteers.test_journey import act, address, open_case
from volunteers import asking
from volunteers.models import Ask, Block, Crisis, HelpRequest, Volunteer
from volunteers.notices import hash_of

pytestmark = pytest.mark.django_db

REQUESTS = reverse("admin:volunteers_helprequest_changelist")
BOARD = reverse("admin:volunteers_helprequest_board")
NEW_CRISIS = reverse("admin:volunteers_crisis_add")
Urgency = HelpRequest.Urgency


@pytest.fixture
def by(db):
    call_command("sync_roles", verbosity=0)
    return coordinator()


@pytest.fixture
def desk(at_the_desk, by):
    return at_the_desk(by)


def told(page) -> str:
    return page.getvalue().decode()


def test_the_most_urgent_and_then_the_oldest_come_first(desk):
    later, oldest = help_request(urgency=Urgency.ANY), help_request(urgency=Urgency.NOW)
    newest = help_request(urgency=Urgency.NOW, received_at=timezone.now())
    page = told(desk.get(REQUESTS))
    places = [page.index(one.reference) for one in (oldest, newest, later)]
    assert places == sorted(places)


def test_a_suggestion_says_why(desk):
    volunteer(content={"name": "Kari Lyngmo"}, languages=["nb", "pl"])
    request = help_request(languages=["pl"])
    page = told(open_case(desk, request))
    for reason in ("Kari Lyngmo", "samme område", "polsk"):
        assert reason in page


def test_the_page_of_one_asks_the_same_however_many_fit_and_were_asked(desk, by):
    """Finding somebody takes queries of its own. The rest is as in any case."""
    request = help_request(contact_hash=hash_of("400 20 555"))
    asking.ask(request, [volunteer()], by=by)
    volunteer()
    page = address(request, "change")
    open_case(desk, request)
    few = asked(desk, page)
    asking.ask(request, [volunteer() for _one in range(3)], by=by)
    for _more in range(8):
        volunteer()
    assert asked(desk, page) == few
    assert few <= 16


def test_the_board_proposes_by_looking_and_asks_only_those_that_are_ticked(desk):
    near, far = area("Solbygda"), area("Skyggebygda")
    helpers = [volunteer(areas=[near]), volunteer(areas=[far])]
    requests = [help_request(area=near), help_request(area=far)]
    page = told(desk.get(BOARD))
    assert not Ask.objects.exists()
    lines = [f"{case.pk}:{case.version}:{who.pk}" for case, who in zip(requests, helpers, strict=True)]
    assert all(line in page for line in lines)
    desk.post(BOARD, {"line": lines[:1]})
    [asked] = Ask.objects.all()
    assert (asked.request, asked.volunteer) == (requests[0], helpers[0])
    listed = AccessEntry.objects.filter(action="listed").values_list("case_id", flat=True)
    assert {one.pk for one in (*helpers, *requests)} <= set(listed)


def test_a_line_that_no_longer_fits_is_refused_and_the_others_asked(desk, by):
    helpers, requests = [volunteer(capacity=1) for _ in range(2)], [help_request() for _ in range(2)]
    lines = [f"{case.pk}:{case.version}:{who.pk}" for case, who in zip(requests, helpers, strict=True)]
    asking.ask(requests[0], [volunteer()], by=by)
    desk.post(BOARD, {"line": [*lines, "x:y:z", f"{requests[1].pk}:x:{helpers[0].pk}"]})
    assert [one.request for one in Ask.objects.filter(volunteer__in=helpers)] == [requests[1]]


def test_what_is_to_be_taken_up_again_stands_on_the_first_page_until_it_has_been(desk):
    request, due = help_request(), f"{REQUESTS}?follow=due"
    day = timezone.localdate().isoformat()
    act(desk, request, "note", text="Ringte, ingen svarte.", how="phone", follow_up_on=day)
    assert request.reference in told(desk.get(due))
    assert "Ringte, ingen svarte." in told(open_case(desk, request))
    act(desk, request, "follow-up")
    assert request.reference not in told(desk.get(due))


def test_a_note_for_tomorrow_waits(desk):
    request = help_request()
    tomorrow = timezone.localdate() + timedelta(days=1)
    act(desk, request, "note", text="Ring i morgen.", how="phone", follow_up_on=tomorrow.isoformat())
    assert request.reference not in told(desk.get(f"{REQUESTS}?follow=due"))


def test_the_block_list_shows_why_and_is_lifted_there(desk, by):
    request, other = help_request(contact_hash="x" * 64), help_request(contact_hash="x" * 64)
    act(desk, request, "block-number", reason="Har truet to frivillige.")
    block = Block.objects.get()
    page = told(desk.get(reverse("admin:volunteers_block_change", args=[block.pk])))
    assert "Har truet to frivillige." in page
    with pytest.raises(asking.CannotBeAsked):
        asking.ask(other, [volunteer()], by=by)
    desk.post(reverse("admin:volunteers_block_delete", args=[block.pk]), {"post": "yes"})
    asking.ask(HelpRequest.objects.get(pk=other.pk), [volunteer()], by=by)


def test_a_certificate_is_asked_about_only_where_the_law_allows(desk):
    care = task("følge", certificate="health", legal_basis="hol. § 5-4", minimum_age=18)
    plain, carer = volunteer(), volunteer(tasks=[care])
    assert address(plain, "verb", "certificate") not in told(open_case(desk, plain))
    assert address(carer, "verb", "certificate") in told(open_case(desk, carer))
    tomorrow = timezone.localdate() + timedelta(days=1)
    written = {"version": carer.version, "seen": timezone.now().isoformat(), "certificate": "health"}
    answer = desk.post(address(carer, "verb", "certificate"), written | {"seen_on": tomorrow.isoformat()})
    assert "Dagen kan ikke være i framtida." in told(answer)
    act(desk, carer, "certificate", certificate="health", seen_on=timezone.localdate().isoformat())
    carer.refresh_from_db()
    assert carer.certificate_seen_by == "koordinator"


def new_crisis(desk, name: str):
    texts = {"notice_nb": "", "notice_nn": "", "notice_en": ""}
    return desk.post(NEW_CRISIS, {"name": name, "opened_on": timezone.localdate().isoformat(), **texts})


def test_a_second_crisis_at_once_is_refused_with_a_sentence(desk):
    assert new_crisis(desk, "Flom").status_code == 302
    assert "Det er en åpen krise allerede. Lukk den først." in told(new_crisis(desk, "Ras"))
    assert Crisis.objects.count() == 1


def test_a_crisis_is_closed_exported_and_forgotten(desk, by):
    new_crisis(desk, "Flom")
    crisis = Crisis.objects.get()
    request, helper = help_request(crisis=crisis), volunteer(crisis=crisis)
    request.notes.create(text="Notat", by="k")
    step = {name: reverse("admin:volunteers_crisis_step", args=[crisis.pk, name]) for name in STEPS}
    assert "Krisen må lukkes" in told(desk.post(step["anonymise"], SURE, follow=True))
    assert "Kryss av for at du er sikker" in told(desk.post(step["close"], follow=True))
    assert "1 åpen sak er avsluttet" in told(desk.post(step["close"], SURE, follow=True))
    sheet = told(desk.post(step["export"]))
    assert request.reference in sheet
    assert request.content["name"] not in sheet
    desk.post(step["anonymise"], SURE)
    request.refresh_from_db()
    helper.refresh_from_db()
    assert (request.content, request.contact, request.notes.count()) == ({}, {}, 0)
    assert (helper.status, helper.content) == (Volunteer.Status.LEFT, {})
    assert told(desk.post(step["export"])) == sheet, "what was done is still counted"


STEPS, SURE = ("close", "export", "anonymise"), {"sure": "yes"}


@pytest.mark.parametrize("step", ["export", "anonymise"])
def test_what_leaves_or_is_deleted_asks_for_a_new_sign_in(desk, step):
    crisis = Crisis.objects.create(name="Flom", opened_on="2026-11-01", closed_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        answer = desk.post(reverse("admin:volunteers_crisis_step", args=[crisis.pk, step]), SURE)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    crisis.refresh_from_db()
    assert crisis.anonymised_at is None


@pytest.mark.parametrize("step", STEPS)
def test_nobody_else_ends_a_crisis(at_the_desk, by, step):
    crisis = Crisis.objects.create(name="Flom", opened_on="2026-11-01")
    root = at_the_desk(staff("root", is_superuser=True))
    answer = root.post(reverse("admin:volunteers_crisis_step", args=[crisis.pk, step]))
    assert answer.status_code == 403
    crisis.refresh_from_db()
    assert crisis.closed_at is None


def test_the_list_asks_the_same_however_many_there_are(desk):
    for _ in range(30):
        help_request()
    assert asked(desk, REQUESTS) <= 12
