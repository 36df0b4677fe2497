"""What child welfare may decide, at which point, and what each decision leaves behind."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from casework.cases import ChangedMeanwhile, TransitionRefused
from casework.events import Event
from concerns import decisions
from concerns.admin import ConcernReportAdmin
from concerns.models import CHILD_WELFARE, CHILD_WELFARE_LEADER, ConcernReport, Decision
from tests.accounts.sign_in import staff
from tests.concerns.desk import act, open_case, verb
from tests.concerns.reports import child_welfare_worker, received

pytestmark = pytest.mark.django_db

Status = ConcernReport.Status
FIELDS = {
    "assign": lambda: {"person": staff("colleague", CHILD_WELFARE).pk},
    "bar": lambda: {"person": staff("colleague", CHILD_WELFARE).pk},
    "check": lambda: {"items": ["today"]},
    "note": lambda: {"text": "Ringte skolen."},
    "decide": lambda: {"outcome": "unfounded"},
    "extend": lambda: {"reason": "Venter på sakkyndig."},
    "conclude": lambda: {"conclusion": "measures"},
    "reopen": lambda: {"reason": "Nye opplysninger."},
    "feedback-sent": lambda: {"how": "letter"},
    "answer": lambda: {"text": "Takk for meldingen."},
    "confirm": lambda: {"text": "Meldingen er mottatt."},
}
ALWAYS = {"recuse", "bar", "note", "feedback-sent", "answer", "confirm"}
OPEN = ALWAYS | {"take", "assign", "check"}
ALLOWED = {
    Status.RECEIVED: OPEN | {"start-review", "decide"},
    Status.IN_REVIEW: OPEN | {"decide"},
    Status.INVESTIGATING: OPEN | {"extend", "conclude"},
    Status.CLOSED: ALWAYS | {"reopen"},
}
VERBS = sorted({one.name for one in ConcernReportAdmin.verbs})


@pytest.fixture
def leader(at_the_desk):
    user = staff("leder", CHILD_WELFARE_LEADER)
    client = at_the_desk(user)
    client.user = user
    return client


@pytest.fixture
def report():
    return received()


def at(status, report):
    ConcernReport.objects.filter(pk=report.pk).update(status=status)
    report.refresh_from_db()
    return report


# --- which verb at which point --------------------------------------------------------------------------
def test_every_status_has_its_verbs():
    assert ALLOWED.keys() == set(Status)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("name", VERBS)
def test_each_verb_is_offered_and_done_only_where_it_belongs(leader, report, status, name):
    at(status, report)
    staff("kollega", CHILD_WELFARE)  # to whom the case is left
    page = open_case(leader, report).content.decode()
    answer = act(leader, report, name, **FIELDS.get(name, dict)())
    allowed = name in ALLOWED[status]
    assert (verb(report, name) in page) is allowed
    assert answer.status_code == (302 if allowed else 409)
    report.refresh_from_db()
    assert (report.version == 0) == (not allowed or name in ("recuse", "bar"))


def test_a_case_with_a_bar_offers_to_lift_it(leader, report):
    person = staff("colleague", CHILD_WELFARE)
    assert act(leader, report, "lift", person=person.pk).status_code == 409
    act(leader, report, "bar", person=person.pk)
    assert verb(report, "lift") in open_case(leader, report).content.decode()
    assert act(leader, report, "lift", person=person.pk).status_code == 302
    assert ConcernReport.objects.visible_to(person).exists()


def test_a_case_taken_up_again_can_be_closed_with_the_outcome_it_had(leader, report):
    assert act(leader, report, "close").status_code == 409
    act(leader, report, "decide", outcome="dismissed", reason="Ikke grunnlag.")
    act(leader, report, "reopen", reason="Ny beskjed fra melder.")
    assert act(leader, report, "close").status_code == 302
    report.refresh_from_db()
    assert (report.status, report.outcome) == ("closed", "dismissed")
    assert report.closed_at > report.reviewed_at


# --- outcomes -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("outcome", "needed", "status"),
    [
        ("investigation", {}, "investigating"),
        ("acute", {}, "investigating"),
        ("merged", {"merged_into": "2026/1234"}, "closed"),
        ("dismissed", {"reason": "Ikke grunnlag for undersøkelse."}, "closed"),
        ("unfounded", {}, "closed"),
        ("forwarded", {"municipality": "Harstad"}, "closed"),
    ],
)
def test_each_outcome_asks_for_what_it_needs_and_leads_on(leader, report, outcome, needed, status):
    open_case(leader, report)
    if needed:
        page = act(leader, report, "decide", outcome=outcome)
        assert page.status_code == 400
        assert f'id="decide_{next(iter(needed))}_error"' in page.content.decode()
    assert act(leader, report, "decide", outcome=outcome, **needed).status_code == 302
    report.refresh_from_db()
    assert (report.status, report.outcome) == (status, outcome)
    assert report.reviewed_at
    assert bool(report.closed_at) == (status == "closed")
    event = Event.objects.get(name="reviewed")
    assert (event.detail, event.by) == (outcome, "leder")
    decision = Decision.objects.get()
    assert (decision.outcome, decision.detail) == (outcome, needed)


def test_every_outcome_is_tried_above():
    assert set(ConcernReport.Outcome) == {
        "investigation",
        "acute",
        "merged",
        "dismissed",
        "unfounded",
        "forwarded",
    }


def test_a_decision_by_another_door_is_held_to_the_same(report):
    for outcome in ("dismissed", "merged", "forwarded"):
        with pytest.raises(decisions.Incomplete):
            decisions.decide(report, by=None, outcome=outcome)
    with pytest.raises(ValueError, match="nonsense"):
        decisions.decide(report, by=None, outcome="nonsense")
    assert not Event.objects.exclude(name="received").exists()


def test_reasons_are_sealed_and_shown_on_the_case(leader, report):
    act(leader, report, "decide", outcome="dismissed", reason="Hemmelig begrunnelse.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT detail FROM concerns_decision")
        assert b"Hemmelig" not in bytes(cursor.fetchone()[0])
    assert "Hemmelig begrunnelse." in open_case(leader, report).content.decode()


def test_an_investigation_is_extended_once_and_ended(leader, report):
    act(leader, report, "decide", outcome="investigation")
    assert act(leader, report, "extend").status_code == 400
    assert act(leader, report, "extend", reason="Sakkyndig.").status_code == 302
    assert act(leader, report, "extend", reason="Sakkyndig.").status_code == 409
    assert act(leader, report, "conclude", conclusion="measures").status_code == 302
    report.refresh_from_db()
    assert (report.is_extended, report.conclusion, report.status) == (True, "measures", "closed")
    assert report.closed_at == report.concluded_at


def test_feedback_is_sent_once_and_to_a_duty_reporter_again_at_the_end(leader, report):
    act(leader, report, "decide", outcome="investigation")
    assert act(leader, report, "feedback-sent", how="letter").status_code == 302
    act(leader, report, "conclude", conclusion="dismissed")
    assert act(leader, report, "feedback-sent", how="letter").status_code == 409
    ConcernReport.objects.update(reporter="professional")
    assert act(leader, report, "feedback-sent", how="message").status_code == 302
    assert [event.detail for event in Event.objects.filter(name="feedback_sent").order_by("at")] == [
        "letter",
        "message",
    ]


def test_a_duty_reporter_told_before_the_review_is_told_again_after_it(leader, report):
    ConcernReport.objects.update(reporter="professional", identity="named")
    assert act(leader, report, "feedback-sent", how="letter").status_code == 302
    assert act(leader, report, "feedback-sent", how="letter").status_code == 409
    act(leader, report, "decide", outcome="investigation")
    assert act(leader, report, "feedback-sent", how="letter").status_code == 302


def test_whoever_gets_no_letter_is_sent_the_confirmation_in_the_dialogue(leader, report):
    open_case(leader, report)
    proposal = leader.get(verb(report, "confirm")).content.decode()
    assert "mottok" in proposal.split("<textarea")[1]
    assert act(leader, report, "confirm", text="Vi har mottatt meldingen.").status_code == 302
    report.refresh_from_db()
    assert report.messages.get().text == "Vi har mottatt meldingen."
    assert report.feedback_sent_at
    assert act(leader, report, "confirm", text="En gang til.").status_code == 409
    assert report.messages.count() == 1


def test_whoever_gets_a_letter_is_not_offered_a_message_in_its_place(leader, report):
    ConcernReport.objects.update(identity="named")
    assert verb(report, "confirm") not in open_case(leader, report).content.decode()


def test_whoever_is_behind_decides_nothing(report):
    mine, theirs = ConcernReport.objects.get(), ConcernReport.objects.get()
    worker = child_welfare_worker()
    decisions.decide(mine, by=worker, outcome="investigation")
    with pytest.raises(ChangedMeanwhile):
        decisions.decide(theirs, by=worker, outcome="unfounded")
    with pytest.raises(TransitionRefused):
        decisions.decide(mine, by=worker, outcome="unfounded")
    assert Decision.objects.count() == 1


def test_a_decision_and_its_trace_are_written_together_or_not_at_all(report, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Decision.objects, "create", full)
    with pytest.raises(OSError, match="disk full"):
        decisions.decide(report, by=child_welfare_worker(), outcome="unfounded")
    assert ConcernReport.objects.get().status == "received"
    assert not Event.objects.filter(name="reviewed").exists()


# --- what is said before and after -----------------------------------------------------------------------
def test_the_page_of_a_verb_says_what_it_will_do_and_repeats_nothing(leader, report):
    open_case(leader, report)
    page = leader.get(verb(report, "decide")).content.decode()
    assert "Det går ingen beskjed til melderen av seg selv" in page
    assert "Han er alene om kvelden." not in page


def test_a_professionals_case_says_which_letter_is_due_by_when(leader, report):
    ConcernReport.objects.update(reporter="professional", identity="named")
    due = timezone.localdate(report.received_at) + timedelta(days=21)
    open_case(leader, report)
    for page in (
        leader.get(verb(report, "decide")),
        leader.post(
            verb(report, "decide"),
            {"version": 0, "outcome": "unfounded"},
            follow=True,
        ),
    ):
        text = page.content.decode()
        assert "Fagpersonen skal ha brev" in text
        assert f"{due.day}. " in text


# --- two writers ------------------------------------------------------------------------------------------
def test_both_texts_are_kept_when_two_write_at_once(leader, at_the_desk, report):
    other = at_the_desk(child_welfare_worker())
    for client in (leader, other):
        open_case(client, report)
    assert act(leader, report, "note", text="Skolen er ringt.").status_code == 302
    page = act(other, report, "note", version=0, seen="2026-01-01T00:00:00+00:00", text="Mor er ringt.")
    text = page.content.decode()
    assert page.status_code == 409
    assert "Skolen er ringt." in text
    assert "Mor er ringt." in text
    assert [note.text for note in report.notes.all()] == ["Skolen er ringt."]
    assert act(other, report, "note", text="Mor er ringt.").status_code == 302
    assert report.notes.count() == 2


def test_a_colleagues_words_are_kept_from_whoever_has_not_opened_the_case(leader, at_the_desk, report):
    other = at_the_desk(child_welfare_worker())
    act(leader, report, "note", text="Skolen er ringt.")
    page = act(other, report, "note", version=0, seen="2026-01-01T00:00:00+00:00", text="Mor er ringt.")
    assert "Skolen er ringt." not in page.content.decode()
    assert "Mor er ringt." in page.content.decode()
    assert "Hvorfor åpner du saken?" in page.content.decode()


def test_a_reason_survives_that_the_case_went_elsewhere(leader, at_the_desk, report):
    act(leader, report, "decide", outcome="investigation")
    other = at_the_desk(child_welfare_worker())
    open_case(other, report)
    page = act(other, report, "decide", version=0, outcome="dismissed", reason="Jeg mente noe annet.")
    assert page.status_code == 409
    assert "passer ikke lenger" in page.content.decode()
    assert "Jeg mente noe annet." in page.content.decode()


@pytest.mark.parametrize("seen", ["", "x", "2026-13-40", "2026-01-01T00:00:00", "9" * 400])
def test_a_strange_time_in_the_form_harms_nothing(leader, report, seen):
    assert act(leader, report, "note", version=7, seen=seen, text="Hei.").status_code == 409


def test_text_is_kept_when_a_field_is_wrong(leader, report):
    open_case(leader, report)
    page = act(leader, report, "decide", reason="Lang begrunnelse.")
    assert page.status_code == 400
    assert "Lang begrunnelse." in page.content.decode()
    assert "Velg ett av svarene." in page.content.decode()
