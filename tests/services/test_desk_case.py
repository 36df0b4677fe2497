"""The caseworkers' list, search and page, and the life of a case apart from its decision."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from asker_portal import demo_applications
from casework import messages
from casework.access import AccessEntry
from casework.events import Event
from casework.outbox import deliver_waiting
from services import interim
from services.models import CareApplication
from tests.queries import asked
from tests.services.applications import a_citizen, an_application
from tests.services.desk import LIST, SEARCH

pytestmark = pytest.mark.django_db

Status = CareApplication.Status


# --- list, page and search ------------------------------------------------------------------------------
def test_unread_first_then_the_oldest(desk, worker):
    later = an_application(a_citizen("c-2"), "draft-2")
    desk.case.mark_opened(by=worker)
    html = desk.client.get(LIST).text
    assert html.index(later.reference) < html.index(desk.case.reference)
    assert "dager igjen" in html
    assert AccessEntry.objects.filter(who="worker", action="listed").count() == 2


def test_the_list_does_not_ask_more_with_more_rows(desk):
    desk.client.get(LIST)
    before = asked(desk.client, LIST)
    for number in range(4):
        an_application(a_citizen(f"c-{number}"), f"draft-{number}", content={"need": {"night": str(number)}})
    desk.client.get(LIST)
    assert asked(desk.client, LIST) <= before <= 12


def test_the_story_comes_first_on_the_page_and_the_look_is_logged(desk):
    html = desk.page().text
    assert "Våken tre ganger hver natt" in html
    assert html.index("Våken tre ganger") < html.index("Vedtak</h2>") < html.index("Notater</h2>")
    assert AccessEntry.objects.filter(action="opened", case_id=desk.case.pk, purpose="caseworker").exists()


@pytest.mark.parametrize(
    ("searched", "hits"),
    [("granskog", 1), ("Ola Granskog", 1), ("Ola Lyngmo", 0), ("Gransko", 0), ("13847512347", 0)],
)
def test_a_child_is_found_by_the_exact_words_of_the_name(desk, searched, hits):
    deliver_waiting()
    assert desk.client.post(SEARCH, {"words": searched}).text.count(desk.case.reference) == hits


def test_a_child_is_found_by_the_number(desk, monkeypatch):
    number = "17852000152"
    monkeypatch.setattr("accounts.pid.cleaned", lambda words: number)
    case = an_application(a_citizen("c-3"), "x", content={"child": {"child_name": "Eli", "pid": number}})
    deliver_waiting()
    assert case.reference in desk.client.post(SEARCH, {"words": number}).text
    assert desk.case.reference not in desk.client.post(SEARCH, {"words": number}).text


# --- before the decision --------------------------------------------------------------------------------
def test_asked_for_more_the_answer_brings_the_case_back(desk):
    desk.did("ask-more", text="Send legeerklæringen.")
    assert desk.case.status == Status.MORE_ASKED
    messages.post_from_citizen(desk.case, "Her er den.", by=desk.case.citizen, submission_key="a")
    desk.case.refresh_from_db()
    assert (desk.case.status, desk.case.unread) == (Status.ASSESSING, True)
    messages.post_from_citizen(desk.case, "Og en til.", by=desk.case.citizen, submission_key="b")
    assert Event.objects.filter(case_id=desk.case.pk, name="answered").count() == 1


def test_a_home_visit_is_agreed_on_a_day_that_is_to_come(desk):
    today = timezone.localdate()
    assert desk.do("map", on=(today - timedelta(days=1)).isoformat(), text="Vi kommer.").status_code == 400
    desk.did("map", on=(today + timedelta(days=3)).isoformat(), text="Vi kommer.")
    assert desk.case.status == Status.MAPPING


@pytest.mark.parametrize(("day", "drafts"), [("2026-02-24", 0), ("2026-02-25", 1)])
def test_the_interim_reply_lies_ready_after_25_days_and_is_sent_by_one_click(asker, worker, day, drafts):
    with time_machine.travel("2026-01-31 23:30+01:00", tick=False):
        an_application(a_citizen())
    with time_machine.travel(f"{day} 00:05+01:00", tick=False):
        assert (interim.draft_interim_replies(), interim.draft_interim_replies()) == (drafts, 0)


def test_the_interim_reply_is_a_message_with_a_reason_and_a_day(desk):
    with time_machine.travel(timezone.now() + timedelta(days=26)):
        interim.draft_interim_replies()
        desk.again()
        assert "Foreløpig svar ligger klart" in desk.page().text
        proposed = interim.proposed_day(desk.case)
        desk.did("interim", text=interim.proposed_text(desk.case), promised_on=proposed.isoformat())
        assert desk.case.interim_sent_at
        assert desk.do("interim", text="En gang til.", promised_on=proposed.isoformat()).status_code == 409
    [(_message, text, _files)] = messages.thread(desk.case)
    assert "innen en måned" in text
    assert str(proposed.year) in text


# --- the end --------------------------------------------------------------------------------------------
def test_two_that_were_written_for_callers_are_not_taken_for_one_persons(desk):
    """Nobody signed in to either."""
    other = an_application(a_citizen("c-3"), "other")
    CareApplication.objects.update(citizen=None)
    answer = desk.do("merge", into=other.reference)
    assert answer.status_code == 400
    assert CareApplication.objects.filter(status="received").count() == 2


def test_withdrawn_reopened_closed_and_merged(desk):
    desk.did("withdraw", text="Vi har notert det.")
    assert desk.case.status == Status.WITHDRAWN
    desk.did("reopen", text="Mor ringte.")
    assert desk.case.status == Status.ASSESSING
    other = an_application(desk.case.citizen, "draft-2", content={"services": ["bpa"]})
    stranger = an_application(a_citizen("c-2"), "draft-3")
    assert desk.do("merge", into=stranger.reference).status_code == 400
    desk.did("merge", into=other.reference)
    assert desk.case.status == Status.CLOSED
    assert other.applied.count() == 3


def test_what_has_been_decided_is_not_sent_again_by_assessing(desk):
    desk.decided()
    assert desk.do("assess").status_code == 409
    desk.did("close", text="Ferdig.")
    assert desk.case.status == Status.CLOSED


def test_the_demo_has_applications_in_several_states_and_none_twice(asker):
    for _time in range(2):
        demo_applications.receive_all()
    assert sorted(CareApplication.objects.values_list("status", flat=True)) == [
        Status.ASSESSING,
        Status.DECIDED,
        Status.RECEIVED,
        Status.RECEIVED,
    ]
