"""From the first opening to the decision, the appeal and what follows, as desk and applicant meet it."""

import json
import time
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from asker_portal import demo_applications
from casework import messages
from casework.access import AccessEntry
from casework.cases import TransitionRefused
from casework.events import Event
from casework.outbox import deliver_waiting
from services import decisions, interim, letters
from services.models import Appeal, CareApplication, Decision, GrantedService, Provider, ProviderChoice
from tests.accounts.sign_in import signed_in, staff
from tests.services.applications import a_citizen, an_application

pytestmark = pytest.mark.django_db

Status = CareApplication.Status
LIST = reverse("admin:services_careapplication_changelist")
SEARCH = reverse("admin:services_careapplication_search")
GRANTED = {
    "outcome": "granted",
    "what": "Avlastning hjemme",
    "amount": "7.5",
    "unit": "hours_a_week",
    "starts": "2026-12-01",
    "ends": "2027-11-30",
    "reasons": "Familien er våken om natten.",
}
REJECTED = {"outcome": "rejected", "reasons": "Barnet har nok fritid sammen med andre."}


@pytest.fixture
def worker():
    return staff("worker", "Velferdsforvaltning")


@pytest.fixture
def case(asker):
    need = {"times": ["night"], "night_what": "Våken tre ganger hver natt"}
    return an_application(a_citizen(), content={"need": need})


@pytest.fixture
def desk(case, worker, at_the_desk):
    return Desk(at_the_desk(worker), case)


class Desk:
    """A caseworker's browser at one case."""

    def __init__(self, client, case):
        self.client, self.case = client, case

    def do(self, verb, **posted):
        self.case.refresh_from_db()
        address = reverse("admin:services_careapplication_verb", args=[self.case.pk, verb])
        response = self.client.post(address, {"version": self.case.version, **posted})
        self.case.refresh_from_db()
        return response

    def did(self, verb, **posted):
        response = self.do(verb, **posted)
        assert response.status_code == 302, response.text
        assert "login" not in response.url
        return response

    def again(self):
        """Signed in anew, when the first session has run out."""
        signed_in(get_user_model().objects.get(username="worker"), self.client)
        return self

    def page(self):
        address = reverse("admin:services_careapplication_open", args=[self.case.pk])
        return self.client.post(address, {"purpose": "caseworker"}, follow=True)

    def decided(self):
        self.did("decide", key="individual_respite", **GRANTED)
        self.did("decide", key="support_contact", **REJECTED)
        self.did("send-decision")
        return self.case.decisions.get()


def browser(citizen):
    client = signed_in(citizen)
    session = client.session
    session["citizen_level"] = "high"
    session.save()
    return client


def decision_page(case):
    return reverse("services:my_decision", args=[case.pk])


@pytest.fixture
def words(monkeypatch):
    """What a letter says, as the words that are set."""

    def of(decision):
        with monkeypatch.context() as patch:
            patch.setattr(letters, "letter", lambda name, data, **more: json.dumps(data, ensure_ascii=False))
            return letters.render(decision)

    return of


# --- list, page and search ------------------------------------------------------------------------------
def test_unread_first_then_the_oldest(desk, worker):
    later = an_application(a_citizen("c-2"), "draft-2")
    desk.case.mark_opened(by=worker)
    html = desk.client.get(LIST).text
    assert html.index(later.reference) < html.index(desk.case.reference)
    assert "dager igjen" in html
    assert AccessEntry.objects.filter(who="worker", action="listed").count() == 2


def test_the_list_does_not_ask_more_with_more_rows(desk, django_assert_max_num_queries):
    desk.client.get(LIST)
    with django_assert_max_num_queries(12):
        desk.client.get(LIST)
    for number in range(4):
        an_application(a_citizen(f"c-{number}"), f"draft-{number}", content={"need": {"night": str(number)}})
    with django_assert_max_num_queries(12):
        desk.client.get(LIST)


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


# --- the decision ---------------------------------------------------------------------------------------
def test_each_service_is_decided_before_the_letter_goes(desk):
    desk.did("decide", key="individual_respite", **GRANTED)
    assert desk.do("send-decision").status_code == 409
    assert "Støttekontakt" in desk.page().text.split("Mangler vedtak for:")[1][:60]
    desk.did("decide", key="support_contact", **REJECTED)
    desk.did("send-decision")
    assert desk.case.status == Status.DECIDED
    assert dict(desk.case.applied.values_list("key", "outcome")) == {
        "individual_respite": "granted",
        "support_contact": "rejected",
    }
    assert GrantedService.objects.count() == 1


def test_a_line_written_again_replaces_the_first(desk):
    desk.did("decide", key="individual_respite", **REJECTED)
    desk.did("decide", key="individual_respite", **GRANTED)
    [line] = desk.case.decisions.get().content["lines"]
    assert line["outcome"] == "granted"


def test_a_service_that_nobody_asked_for_may_be_granted(desk):
    desk.did("decide", key="individual_plan", **GRANTED | {"amount": "", "unit": ""})
    desk.decided()
    assert desk.case.applied.get(key="individual_plan").added_by_desk


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"what": ""}, "Skriv hva som innvilges."),
        ({"starts": ""}, "Skriv fra hvilken dag."),
        ({"starts": "2026-02-31"}, "Skriv en ekte dato."),
        ({"ends": "2026-11-30"}, "Siste dag er før første dag."),
        ({"amount": "169"}, "En uke har 168 timer."),
        ({"unit": ""}, "Skriv både hvor mye"),
        ({"reasons": ""}, "Skriv noe her først."),
        ({"outcome": "maybe"}, ""),
        ({"key": "castle"}, ""),
        ({"key": "carers_allowance"}, "Skriv hvor mange kroner"),
    ],
)
def test_what_a_decision_lacks_is_said_beside_the_field(desk, changed, sentence):
    response = desk.do("decide", **{"key": "individual_respite"} | GRANTED | changed)
    assert response.status_code == 400
    assert sentence in response.text
    assert changed.get("reasons", GRANTED["reasons"]) in response.text
    assert not Decision.objects.exists()


def test_two_caseworkers_never_overwrite_and_both_texts_stand_there(desk):
    desk.page()
    desk.did("note", text="Kollegaens notat.")
    address = reverse("admin:services_careapplication_verb", args=[desk.case.pk, "decide"])
    posted = {"version": 0, "key": "individual_respite", **GRANTED}
    response = desk.client.post(address, posted)
    assert response.status_code == 409
    assert "Kollegaens notat." in response.text
    assert GRANTED["reasons"] in response.text


def test_there_is_one_proposal_at_a_time(desk):
    desk.did("decide", key="individual_respite", **GRANTED)
    with pytest.raises(IntegrityError):
        Decision.objects.create(application=desk.case, content={"lines": []})


def test_the_notice_says_nothing_of_the_decision(desk, caplog):
    desk.decided()
    deliver_waiting()
    [told] = mail.outbox
    said = f"{told.subject} {told.body} {caplog.text}"
    assert "/minside/" in told.body
    for word in ("Granskog", "Avlastning", "våken", "nok fritid", "vedtak", desk.case.reference):
        assert word not in said


# --- the letter -----------------------------------------------------------------------------------------
def test_the_letter_says_what_the_law_asks_for(desk, words):
    text = words(desk.decided())
    for said in (
        desk.case.reference,
        "Kari Granskog",
        "Individuell avlastning",
        "Innvilget",
        "7,5 timer i uka",
        "Fra 1. desember 2026 til og med 30. november 2027",
        "§ 3-2",
        "Familien er våken om natten.",
        "Avslått",
        "innen 4 uker",
        "pasient- og brukerrettighetsloven § 7-5",
        "statsforvalteren",
        "forvaltningsloven § 18",
    ):
        assert said in text, said


def test_the_letter_is_the_same_later_and_made_in_a_tenth_of_a_second(desk):
    decision = desk.decided()
    first = letters.render(decision)
    begun = time.perf_counter()
    again = letters.render(Decision.objects.get())
    assert time.perf_counter() - begun < 0.5  # on a loaded machine; measured alone it takes a tenth of that
    assert first == again


def test_a_protected_address_stands_in_no_letter(worker, asker):
    content = {"contact": {"name": "Kari Granskog", "address": "Bringebærstien 12"}}
    case = an_application(a_citizen(), content=content, address_is_protected=True)
    open_one = an_application(a_citizen("c-2"), "draft-2", content=content)
    assert "Bringebærstien 12" in decisions.addressee_of(open_one)
    assert "Bringebærstien 12" not in decisions.addressee_of(case)


def test_a_get_prints_nothing_and_a_print_is_kept(desk):
    decision = desk.decided()
    address = reverse("admin:services_careapplication_letter", args=[desk.case.pk, decision.pk])
    assert desk.client.get(address).status_code == 405
    assert desk.client.post(address).status_code == 302  # not opened
    desk.page()
    assert desk.client.post(address).content.startswith(b"%PDF")
    assert Event.objects.filter(case_id=desk.case.pk, name="letter_printed").count() == 1
    assert AccessEntry.objects.filter(action="downloaded", case_id=desk.case.pk).exists()


def test_whoever_cannot_be_told_gets_the_letter_by_post(asker, worker, at_the_desk):
    case = an_application(a_citizen())
    case.contact = {}
    case.save(update_fields=["contact"])
    desk = Desk(at_the_desk(worker), case)
    desk.decided()
    assert desk.case.notified_at is None
    assert desk.case.reference in desk.client.get(LIST, {"waits": "post"}).text
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert desk.do("posted", on=tomorrow.isoformat()).status_code == 400
    desk.did("posted", on=timezone.localdate().isoformat())
    assert desk.case.appeal_due == timezone.localdate() + timedelta(days=28)
    assert desk.case.reference not in desk.client.get(LIST, {"waits": "post"}).text


# --- the citizen's page ---------------------------------------------------------------------------------
def test_the_applicant_reads_the_decision_and_keeps_the_letter(desk):
    client = browser(desk.case.citizen)
    assert client.get(decision_page(desk.case)).status_code == 404
    desk.did("decide", key="individual_respite", **GRANTED)
    assert client.get(decision_page(desk.case)).status_code == 404  # a proposal is nobody's to read
    decision = desk.decided()
    html = client.get(decision_page(desk.case)).text
    assert "Familien er våken om natten." in html
    address = reverse("services:my_letter", args=[desk.case.pk, decision.pk])
    assert client.get(address).content.startswith(b"%PDF")
    other = browser(a_citizen("c-other"))
    assert other.get(decision_page(desk.case)).status_code == 404
    assert other.get(address).status_code == 404


@pytest.mark.parametrize(("days", "late"), [(0, False), (28, False), (29, True), (200, True)])
def test_an_appeal_is_taken_in_and_a_late_one_flagged(desk, days, late):
    desk.decided()
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        client = browser(desk.case.citizen)
        assert client.post(decision_page(desk.case), {"text": ""}).status_code == 400
        assert client.post(decision_page(desk.case), {"text": "Jeg er uenig."}).status_code == 302
        html = client.get(decision_page(desk.case)).text
    desk.case.refresh_from_db()
    assert (desk.case.status, Appeal.objects.get().is_late) == (Status.APPEALED, late)
    assert ("etter fristen" in html) == late


def test_a_second_press_keeps_one_appeal_and_the_text(desk):
    desk.decided()
    client = browser(desk.case.citizen)
    client.post(decision_page(desk.case), {"text": "Jeg er uenig."})
    again = client.post(decision_page(desk.case), {"text": "Jeg er uenig."})
    assert (again.status_code, Appeal.objects.count()) == (409, 1)
    assert "Jeg er uenig." in again.text


def test_an_appeal_that_came_on_paper_counts_from_the_day_it_came(desk):
    desk.decided()
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        came = timezone.localdate() - timedelta(days=15)
        desk.again().did("appeal", on=came.isoformat(), text="Brev fra mor.")
    assert not Appeal.objects.get().is_late


def test_an_appeal_is_upheld_and_forwarded_or_leads_to_another_decision(desk):
    desk.decided()
    desk.did("appeal", on=timezone.localdate().isoformat(), text="Uenig.")
    desk.did("uphold", text="Vi endrer ikke vedtaket.")
    assert desk.case.status == Status.FORWARDED
    desk.did("decide", key="support_contact", **GRANTED)
    desk.did("send-decision")
    assert desk.case.status == Status.DECIDED
    assert desk.case.applied.get(key="support_contact").outcome == "granted"
    assert desk.case.decisions.count() == 2


def test_when_statsforvalteren_agrees_the_case_ends(desk):
    desk.decided()
    desk.did("appeal", on=timezone.localdate().isoformat(), text="Uenig.")
    desk.did("uphold", text="Vi endrer ikke vedtaket.")
    desk.did("governor-agrees", text="Vedtaket står.")
    assert desk.case.status == Status.CLOSED


def test_a_corrected_decision_begins_the_weeks_anew(desk):
    desk.decided()
    first = desk.case.appeal_due
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        desk.again().did("decide", key="individual_respite", **GRANTED | {"amount": "9"})
        desk.did("send-decision")
    assert desk.case.appeal_due == first + timedelta(days=3)


# --- BPA, allowance, plan and dates ---------------------------------------------------------------------
def test_the_manager_chooses_a_provider_after_the_grant_and_may_change(desk):
    provider, other = Provider.objects.in_force(timezone.localdate())[:2]
    with pytest.raises(TransitionRefused):
        decisions.choose_provider(desk.case, by=desk.case.citizen, provider=provider)
    desk.did("decide", key="bpa", **GRANTED)
    desk.decided()
    client = browser(desk.case.citizen)
    for one in (provider, other):
        posted = {"go": "provider", "provider": str(one.pk)}
        assert client.post(decision_page(desk.case), posted).status_code == 302
    assert [choice.provider for choice in ProviderChoice.objects.all()] == [provider, other]
    assert client.post(decision_page(desk.case), {"go": "provider", "provider": "x"}).status_code == 400
    assert "Kvaliteten følges opp" in desk.page().text
    assert GrantedService.objects.get(applied__key="bpa").follow_up_on.isoformat() == "2027-06-01"


def test_an_allowance_is_a_monthly_sum_looked_at_again_each_year(desk, words):
    desk.did("decide", key="carers_allowance", **GRANTED | {"kroner": "8500", "ends": ""})
    decision = desk.decided()
    line = next(one for one in decision.content["lines"] if one["key"] == "carers_allowance")
    assert line["ore"] == 850_000
    assert "8 500 kroner i måneden" in words(decision)
    assert GrantedService.objects.get(applied__key="carers_allowance").evaluate_on.isoformat() == "2027-12-01"


def test_dates_of_a_service_are_set_and_taken_away(desk):
    desk.decided()
    granted = GrantedService.objects.get()
    desk.did("date", granted=granted.pk, which="waiting_since", on="2026-12-24")
    granted.refresh_from_db()
    assert granted.waiting_since.isoformat() == "2026-12-24"
    assert "24. desember 2026" in desk.page().text
    desk.did("date", granted=granted.pk, which="waiting_since", on="")
    granted.refresh_from_db()
    assert granted.waiting_since is None


def test_a_plan_has_one_contact_and_the_family_reads_it(desk):
    plan = {"contact": "Barnekoordinator", "participants": "Skolen", "goals": "Sove."}
    desk.did("plan", review_on="2027-01-15", **plan)
    html = browser(desk.case.citizen).get(decision_page(desk.case)).text
    assert "Barnekoordinator" in html
    assert "15. januar 2027" in html


# --- the end --------------------------------------------------------------------------------------------
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
