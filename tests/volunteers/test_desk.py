"""The coordinator's whole desk: what waits, a wave, a log, a block, and the end of a crisis."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from casework.outbox import deliver_waiting
from tests.volunteers.people import area, coordinator, help_request, task, volunteer
from tests.volunteers.test_journey import act, address, open_case, sent  # noqa: F401 - a fixture
from volunteers import asking, deciding, notices, policy, pool
from volunteers.models import Ask, Block, Crisis, HelpRequest, Match, Problem, TaskType, Volunteer

pytestmark = pytest.mark.django_db

BOARD = reverse("admin:volunteers_helprequest_board")
REQUESTS = reverse("admin:volunteers_helprequest_changelist")
CRISES = reverse("admin:volunteers_crisis_changelist")


@pytest.fixture
def desk(at_the_desk):
    call_command("sync_roles", verbosity=0)
    return at_the_desk(coordinator())


def text(page):
    return page.content.decode()


def post(desk, case, verb, **fields):
    """Press a verb's button; the answer, whatever it is."""
    case.refresh_from_db()
    seen = {"version": case.version, "seen": timezone.now().isoformat()}
    return desk.post(address(case, "verb", verb), seen | fields)


def indexed(case, number):
    """As the worker leaves it: findable by telephone number."""
    case.content = case.content | {"phone": number}
    case.save()
    notices.index(case._meta.label, str(case.pk))
    case.refresh_from_db()
    return case


def in_order(page, *references):
    places = [text(page).index(reference) for reference in references]
    return places == sorted(places)


# --- lists ----------------------------------------------------------------------------------------------
def test_requests_stand_by_urgency_and_then_by_age(desk):
    now = timezone.now()
    later = help_request(urgency=1, received_at=now)
    calm = help_request(urgency=3, received_at=now - timedelta(days=9))
    first = help_request(urgency=1, received_at=now - timedelta(days=2))
    page = desk.get(REQUESTS)
    assert in_order(page, first.reference, later.reference, calm.reference)
    assert "2 dager" in text(page)


def test_what_waits_is_a_list_of_its_own_for_each_thing(desk):
    problem, new, not_met = help_request(), help_request(status="received"), help_request(status="not_met")
    unanswered = help_request()
    asking.ask(unanswered, [volunteer()], by=coordinator("k1"))
    asking.decline(Ask.objects.get())
    Problem.objects.create(request=problem, side="seeker", text="Noe.")
    for name, one in {
        "problem": problem,
        "new": new,
        "not_met": not_met,
        "unanswered": unanswered,
        "open": problem,
    }.items():
        page = text(desk.get(REQUESTS, {"waits": name}))
        others = {problem, new, not_met, unanswered} - {one}
        assert one.reference in page, name
        assert not any(other.reference in page for other in others), name


def test_a_case_is_found_by_telephone_number_and_by_no_part_of_it(desk):
    one = indexed(help_request(), "400 55 123")
    search = reverse("admin:volunteers_helprequest_search")
    found = desk.post(search, {"words": "+47 40055123"}, follow=True)
    assert one.reference in text(found)
    assert one.reference not in text(desk.post(search, {"words": "55123"}, follow=True))


# --- waves ----------------------------------------------------------------------------------------------
def test_a_wave_is_asked_from_the_page_with_its_reasons(desk, sent):  # noqa: F811
    helpers, case = [volunteer() for _ in range(3)], help_request()
    page = text(open_case(desk, case))
    assert "samme område" in page
    assert "100 % av tidene" in page
    act(desk, case, "ask", volunteers=[str(one.pk) for one in helpers[:2]])
    act(desk, case, "ask", volunteers=[str(helpers[2].pk)])
    assert sorted(Ask.objects.values_list("wave", flat=True)) == [1, 1, 2]
    deliver_waiting()
    assert len(sent()) == 3
    assert all("Handle" not in message for _number, message in sent())


def test_a_wave_of_nobody_too_many_or_one_who_may_not_is_answered_on_the_page(desk, monkeypatch):
    outside = volunteer(declared_at=None)
    helpers, case = [volunteer(), volunteer()], help_request()
    assert "Velg minst én" in text(post(desk, case, "ask"))
    assert "kan ikke spørres lenger" in text(post(desk, case, "ask", volunteers=[str(outside.pk)]))
    monkeypatch.setattr(policy, "MOST_IN_A_WAVE", policy.Rule(1, "a test", verified=True))
    both = [str(one.pk) for one in helpers]
    assert "Spør høyst 1 om gangen" in text(post(desk, case, "ask", volunteers=both))
    assert not Ask.objects.exists()


def test_the_board_is_accepted_line_by_line_and_a_stale_line_is_named(desk):
    volunteer(), volunteer(), volunteer()
    cases = [help_request(), help_request(), help_request()]
    page = text(desk.get(BOARD))
    assert page.count('name="line"') == 3
    assert not Ask.objects.exists()
    lines = {value.split(":")[0]: value for value in re.findall(r'name="line" value="([^"]+)"', page)}
    kept, changed, left = (str(one.pk) for one in cases)
    deciding.protect(HelpRequest.objects.get(pk=changed), by=coordinator("k1"))
    answer = desk.post(BOARD, {"line": [lines[kept], lines[changed], "nonsense"]}, follow=True)
    assert "1 er spurt." in text(answer)
    assert HelpRequest.objects.get(pk=changed).reference in text(answer)
    assert [str(ask.request_id) for ask in Ask.objects.all()] == [kept]
    assert HelpRequest.objects.get(pk=left).status == HelpRequest.Status.OPEN


def test_the_board_of_nothing_says_so(desk):
    assert "Ingen forespørsler venter" in text(desk.get(BOARD))
    assert "Kryss av" in text(desk.post(BOARD, follow=True))


# --- the contact log ------------------------------------------------------------------------------------
@pytest.mark.parametrize("make", [help_request, volunteer])
def test_a_contact_is_logged_and_comes_back_on_its_day(desk, make):
    case, today = make(), timezone.localdate()
    assert "Skriv noe i loggen" in text(post(desk, case, "note", text=" "))
    act(desk, case, "note", text="Ringte. Vil vente.", how="phone", follow_up_on=today.isoformat())
    page = text(open_case(desk, case))
    assert "Ringte. Vil vente." in page
    assert "Telefon" in page
    due = reverse(f"admin:volunteers_{case._meta.model_name}_changelist") + "?follow=due"
    assert case.reference in text(desk.get(due))
    act(desk, case, "follow-up")
    assert case.reference not in text(desk.get(due))


# --- certificates ---------------------------------------------------------------------------------------
def test_a_certificate_is_asked_about_only_where_a_law_says_so(desk):
    plain = volunteer()
    with_law = task("barn", certificate="health", legal_basis="hol. § 5-4", minimum_age=18)
    wanting, case = volunteer([with_law]), help_request(task=with_law)
    assert "Attest" not in text(open_case(desk, plain))
    assert "Attest er sett" in text(open_case(desk, wanting))
    assert not pool.suggestions(case, timezone.localdate())
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    asked = {"certificate": "health", "seen_on": tomorrow}
    assert "framtida" in text(post(desk, wanting, "certificate", **asked))
    other = {"certificate": "organisation", "seen_on": timezone.localdate().isoformat()}
    assert post(desk, wanting, "certificate", **other).status_code == 400
    act(desk, wanting, "certificate", certificate="health", seen_on=timezone.localdate().isoformat())
    assert "Sett av koordinator" in text(open_case(desk, wanting))
    assert [one.helper.pk for one in pool.suggestions(case, timezone.localdate())] == [wanting.pk]


def test_a_task_cannot_ask_for_a_certificate_without_its_law(desk):
    one = task()
    fields = {"name_nb": "Handle", "slug": "handle", "order": "1", "minimum_age": "18", "is_active": "on"}
    change = reverse("admin:volunteers_tasktype_change", args=[one.pk])
    answer = desk.post(change, fields | {"certificate": "health", "legal_basis": ""})
    assert "En attest kan bare kreves når loven sier det" in text(answer)
    assert TaskType.objects.get().certificate == ""
    assert desk.post(change, fields).status_code == 302


# --- safety ---------------------------------------------------------------------------------------------
def test_a_blocked_volunteer_is_called_off_and_let_in_again_by_the_coordinator_alone(desk):
    helper, case = volunteer(), help_request()
    match = asking.reserve(asking.ask(case, [helper], by=coordinator("k1"))[0])
    act(desk, helper, "block", reason="Ble meldt.")
    match.refresh_from_db()
    assert match.status == Match.Status.CANCELLED
    assert "Frivillig sperret" in text(desk.get(reverse("admin:volunteers_block_changelist")))
    act(desk, helper, "unblock")
    assert Volunteer.objects.get().status == Volunteer.Status.APPROVED
    assert not Block.objects.exists()


def test_two_are_kept_apart_and_a_number_is_blocked_until_the_row_is_deleted(desk):
    helper, other = volunteer(), volunteer()
    case = indexed(help_request(), "400 55 124")
    again = indexed(help_request(), "400 55 124")
    asking.ask(case, [helper], by=coordinator("k1"))
    act(desk, case, "keep-apart", volunteer=str(helper.pk), reason="Vil ikke møtes.")

    def fit(one):
        return {found.helper.pk for found in pool.suggestions(one, timezone.localdate())}

    assert fit(again) == {other.pk}
    act(desk, case, "block-number", reason="Truet noen.")
    assert fit(again) == set()
    assert "Ingen blir sendt til dette telefonnummeret" in text(open_case(desk, again))
    assert "Ingen passer akkurat nå" in text(open_case(desk, again))
    for block in Block.objects.all():
        page = text(desk.get(reverse("admin:volunteers_block_change", args=[block.pk])))
        assert block.reason in page
        desk.post(reverse("admin:volunteers_block_delete", args=[block.pk]), {"post": "yes"})
    assert fit(again) == {helper.pk, other.pk}


def test_a_problem_stands_first_until_it_is_followed_up(desk):
    case = help_request()
    deciding.tell_problem(case, None, "seeker", "Hen kom ikke.")
    assert "Hen kom ikke." in text(open_case(desk, case))
    act(desk, case, "problems-handled")
    assert case.reference not in text(desk.get(REQUESTS, {"waits": "problem"}))
    assert Problem.objects.get().handled_by == "koordinator"


def test_a_protected_address_is_hidden_from_the_desk_too(desk):
    case = help_request(content={"address": "Lysløypa 9"}, area=area("Solbygda"))
    assert "Lysløypa 9" in text(open_case(desk, case))
    act(desk, case, "protect")
    page = text(open_case(desk, case))
    assert "Lysløypa 9" not in page
    assert "Solbygda" not in page


def test_after_it_went_wrong_somebody_else_is_found(desk):
    helper, other, case = volunteer(), volunteer(), help_request()
    match = asking.reserve(asking.ask(case, [helper], by=coordinator("k1"))[0])
    asking.confirm(match)
    asking.say_outcome(match, "seeker", Match.Outcome.NOT_MET)
    act(desk, case, "find-anew")
    act(desk, case, "ask", volunteers=[str(other.pk)])
    assert asking.reserve(Ask.objects.get(volunteer=other)).place == 1


# --- a crisis -------------------------------------------------------------------------------------------
def crisis(**fields):
    return Crisis.objects.create(**{"name": "Flom", "opened_on": timezone.localdate()} | fields)


def step(desk, one, name):
    return desk.post(reverse("admin:volunteers_crisis_step", args=[one.pk, name]), follow=True)


def test_a_second_crisis_is_refused_with_a_sentence(desk):
    one = crisis()
    fields = {"name": "Storm", "opened_on": timezone.localdate().isoformat()}
    answer = desk.post(reverse("admin:volunteers_crisis_add"), fields)
    assert answer.status_code == 200
    assert "Det er en åpen krise allerede. Lukk den først." in text(answer)
    change = reverse("admin:volunteers_crisis_change", args=[one.pk])
    assert desk.post(change, fields | {"name": "Storflom"}).status_code == 302
    step(desk, one, "close")
    assert desk.post(reverse("admin:volunteers_crisis_add"), fields).status_code == 302


def test_the_end_of_a_crisis_closes_exports_and_forgets(desk, sent):  # noqa: F811
    one = crisis()
    of_it = {"crisis": one, "content": {"name": "=HYPERLINK(1)", "text": "Kanari"}}
    case, before = help_request(**of_it), help_request()
    helper, old_helper = volunteer(crisis=one), volunteer()
    match = asking.reserve(asking.ask(case, [helper], by=coordinator("k1"))[0])
    asking.confirm(match)
    assert "Krisen må lukkes før" in text(step(desk, one, "anonymise"))
    assert "1 åpen sak" in text(step(desk, one, "close"))
    case.refresh_from_db(), before.refresh_from_db()
    assert (case.status, before.status) == (HelpRequest.Status.CLOSED, HelpRequest.Status.OPEN)
    exported = desk.post(reverse("admin:volunteers_crisis_step", args=[one.pk, "export"]))
    [row] = list(csv.DictReader(io.StringIO(text(exported)), delimiter=";"))
    assert (row["reference"], row["task"], row["agreed"]) == (case.reference, "handle", "1")
    assert not [word for word in ("HYPERLINK", "Kanari", "400 ", "Lysløypa") if word in text(exported)]
    assert "Alle personopplysninger fra krisen er slettet" in text(step(desk, one, "anonymise"))
    case.refresh_from_db(), helper.refresh_from_db(), old_helper.refresh_from_db()
    assert (case.content, case.contact, helper.content, helper.contact) == ({}, {}, {}, {})
    assert helper.status == Volunteer.Status.LEFT
    assert old_helper.content["name"]
    assert before.pk in HelpRequest.objects.filter(anonymised_at=None).values_list("pk", flat=True)
