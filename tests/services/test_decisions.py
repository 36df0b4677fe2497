"""A decision from its lines to the letter."""

import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from casework.access import AccessEntry
from casework.events import Event
from casework.outbox import deliver_waiting
from services import decisions, letters
from services.models import CareApplication, Decision, GrantedService
from tests.services.applications import a_citizen, an_application
from tests.services.desk import GRANTED, LIST, REJECTED, Desk

pytestmark = pytest.mark.django_db

Status = CareApplication.Status


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
    desk.page()
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


def test_the_letter_is_in_the_applicants_language_and_stays_so(desk, words):
    CareApplication.objects.update(language="nn")
    decision = desk.decided()
    text = words(decision)
    for said in ("Vedtak om helse- og omsorgstenester", "Innvilga", "Grunngiving:", "Familien er våken"):
        assert said in text, said
    assert "Du kan klage innen " not in text
    CareApplication.objects.update(language="en")
    assert words(Decision.objects.get()) == text
    assert letters.render(decision).startswith(b"%PDF")


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
