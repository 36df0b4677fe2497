"""The dates of an application: a month as calendars have it, four weeks, and one date for both sides."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from services import clocks, deadlines, decisions
from services.admin.verbs import VERBS
from services.diagram import drawn
from services.management.commands.draw_lifecycle import DOCUMENT
from services.models import Appeal, CareApplication, Decision, InterimReply
from tests.services.applications import a_citizen, an_application

Status = CareApplication.Status
# Received in Oslo; the last day of one month; of four weeks; re-evaluated after a year.
ROWS = """
2026-01-01T12:00+01:00  2026-02-01  2026-01-29  2027-01-01
2026-01-15T12:00+01:00  2026-02-15  2026-02-12  2027-01-15
2026-01-28T12:00+01:00  2026-02-28  2026-02-25  2027-01-28
2026-01-29T12:00+01:00  2026-02-28  2026-02-26  2027-01-29
2026-01-30T12:00+01:00  2026-02-28  2026-02-27  2027-01-30
2026-01-31T12:00+01:00  2026-02-28  2026-02-28  2027-01-31
2026-01-31T23:59+01:00  2026-02-28  2026-02-28  2027-01-31
2026-02-01T00:00+01:00  2026-03-01  2026-03-01  2027-02-01
2026-02-27T12:00+01:00  2026-03-27  2026-03-27  2027-02-27
2026-02-28T12:00+01:00  2026-03-28  2026-03-28  2027-02-28
2026-03-01T12:00+01:00  2026-04-01  2026-03-29  2027-03-01
2026-03-28T23:30+01:00  2026-04-28  2026-04-25  2027-03-28
2026-03-29T01:59+01:00  2026-04-29  2026-04-26  2027-03-29
2026-03-29T03:00+02:00  2026-04-29  2026-04-26  2027-03-29
2026-03-30T00:30+02:00  2026-04-30  2026-04-27  2027-03-30
2026-03-31T12:00+02:00  2026-04-30  2026-04-28  2027-03-31
2026-04-30T12:00+02:00  2026-05-30  2026-05-28  2027-04-30
2026-05-31T12:00+02:00  2026-06-30  2026-06-28  2027-05-31
2026-06-30T12:00+02:00  2026-07-30  2026-07-28  2027-06-30
2026-07-31T12:00+02:00  2026-08-31  2026-08-28  2027-07-31
2026-08-31T12:00+02:00  2026-09-30  2026-09-28  2027-08-31
2026-09-30T12:00+02:00  2026-10-30  2026-10-28  2027-09-30
2026-10-24T23:59+02:00  2026-11-24  2026-11-21  2027-10-24
2026-10-25T02:30+02:00  2026-11-25  2026-11-22  2027-10-25
2026-10-25T02:30+01:00  2026-11-25  2026-11-22  2027-10-25
2026-10-31T12:00+01:00  2026-11-30  2026-11-28  2027-10-31
2026-11-30T12:00+01:00  2026-12-30  2026-12-28  2027-11-30
2026-12-01T12:00+01:00  2027-01-01  2026-12-29  2027-12-01
2026-12-24T12:00+01:00  2027-01-24  2027-01-21  2027-12-24
2026-12-31T12:00+01:00  2027-01-31  2027-01-28  2027-12-31
2026-12-31T23:30+00:00  2027-02-01  2027-01-29  2028-01-01
2026-06-30T22:30+00:00  2026-08-01  2026-07-29  2027-07-01
2027-02-28T12:00+01:00  2027-03-28  2027-03-28  2028-02-28
2027-12-31T12:00+01:00  2028-01-31  2028-01-28  2028-12-31
2028-01-28T12:00+01:00  2028-02-28  2028-02-25  2029-01-28
2028-01-29T12:00+01:00  2028-02-29  2028-02-26  2029-01-29
2028-01-30T12:00+01:00  2028-02-29  2028-02-27  2029-01-30
2028-01-31T12:00+01:00  2028-02-29  2028-02-28  2029-01-31
2028-02-01T12:00+01:00  2028-03-01  2028-02-29  2029-02-01
2028-02-28T12:00+01:00  2028-03-28  2028-03-27  2029-02-28
2028-02-29T12:00+01:00  2028-03-29  2028-03-28  2029-02-28
2028-03-01T12:00+01:00  2028-04-01  2028-03-29  2029-03-01
2028-03-31T12:00+02:00  2028-04-30  2028-04-28  2029-03-31
"""
TABLE = [row.split() for row in ROWS.split("\n") if row]
PROMISED = date(2026, 7, 1)
# What is waited for in each status, by whom it is said alike; None where nobody here has a date to keep.
WAITED_FOR = {
    Status.RECEIVED: date(2026, 6, 10),
    Status.MAPPING: date(2026, 6, 10),
    Status.MORE_ASKED: date(2026, 6, 10),
    Status.ASSESSING: date(2026, 6, 10),
    Status.DECIDED: date(2026, 6, 17),
    Status.APPEALED: date(2026, 7, 1),
    Status.FORWARDED: None,
    Status.WITHDRAWN: None,
    Status.CLOSED: None,
}


@pytest.mark.parametrize(("start", "month", "weeks", "year"), TABLE)
def test_the_dates(start, month, weeks, year):
    at = datetime.fromisoformat(start)
    assert clocks.INTERIM.due(at).isoformat() == month
    assert clocks.APPEAL.due(at).isoformat() == weeks
    assert clocks.EVALUATION.due(at).isoformat() == year


def test_the_table_is_long_enough():
    assert len(TABLE) >= 40


@pytest.mark.parametrize("clock", [clocks.INTERIM, clocks.INTERIM_DRAFTED])
@pytest.mark.parametrize("due", [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29)])
def test_what_a_filter_finds_is_what_the_clock_says(clock, due):
    edge = timezone.localdate(deadlines.began_by(clock, due))
    assert clock.due(edge - timedelta(days=1)) <= due < clock.due(edge)


# --- one date for both ----------------------------------------------------------------------------------
def test_every_status_has_its_date_or_none():
    assert deadlines.TABLE.keys() == WAITED_FOR.keys() == set(Status)


@pytest.fixture
def case(db):
    with time_machine.travel("2026-05-10 12:00+02:00", tick=False):
        case = an_application(a_citizen())
    case.notified_at = datetime.fromisoformat("2026-05-20T12:00+02:00")
    Appeal.objects.create(application=case, text="Nei.", at=datetime.fromisoformat("2026-06-01T12:00+02:00"))
    return case


@pytest.mark.parametrize("status", Status)
def test_applicant_and_caseworker_are_told_the_same_date(case, status):
    case.status = status
    found = deadlines.next_date(case)
    assert (found and found[1]) == WAITED_FOR[status]
    desk = deadlines.running(case, date(2026, 6, 8))
    expected = [] if status == Status.DECIDED or found is None else [WAITED_FOR[status]]
    assert [clock.due for clock in desk] == expected


def test_our_promise_pauses_while_we_wait_for_the_family_and_the_law_never_does(case):
    case.status = Status.MORE_ASKED
    assert deadlines.next_date(case)[1] == case.reply_due
    case.interim_sent_at = timezone.now()
    case.interim = InterimReply(application=case, promised_on=PROMISED)
    assert deadlines.next_date(case) is None
    case.status = Status.ASSESSING
    assert deadlines.next_date(case)[1] == PROMISED


@pytest.mark.parametrize(("today", "state"), [(4, "ok"), (5, "soon"), (10, "soon"), (11, "late")])
def test_a_date_stands_out_five_days_before(case, today, state):
    [clock] = deadlines.running(case, date(2026, 6, today))
    assert clock.state == state


# --- the lifecycle --------------------------------------------------------------------------------------
def test_every_status_but_the_first_has_a_verb_that_leads_out(db, case):
    """Whatever happens to an application, somebody at the desk can do something about it."""
    case.save()
    Decision.objects.create(application=case, content={"lines": []}, sent_at=timezone.now())
    for status in Status:
        case.status = status
        moving = [verb.name for verb in VERBS if verb.applies(case, case.citizen)]
        assert moving, status


@pytest.mark.parametrize("status", Status)
def test_the_verbs_offered_are_those_the_table_allows(case, status):
    """A button never leads to a refusal: the table knows a way for each verb that is offered."""
    leads = {
        "map": Status.MAPPING,
        "ask-more": Status.MORE_ASKED,
        "assess": Status.ASSESSING,
        "uphold": Status.FORWARDED,
        "withdraw": Status.WITHDRAWN,
        "merge": Status.CLOSED,
        "close": Status.CLOSED,
        "reopen": Status.ASSESSING,
        "governor-agrees": Status.CLOSED,
    }
    stays = {"interim", "decide", "posted", "date", "plan", "report-concern"}
    judged_below = {"send-decision", "appeal"}
    assert {verb.name for verb in VERBS} == leads.keys() | stays | judged_below
    case.status = status
    for verb in VERBS:
        if verb.name in leads and verb.applies(case, case.citizen):
            assert case.may_move_to(leads[verb.name]), verb.name
    assert (status in decisions.DECIDABLE) == case.may_move_to(Status.DECIDED)
    assert (status in decisions.APPEALABLE) == case.may_move_to(Status.APPEALED)


def test_the_diagram_in_docs_is_the_table():
    document = settings.BASE_DIR / "docs" / DOCUMENT
    assert document.read_text(encoding="utf-8") == drawn()
