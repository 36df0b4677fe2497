"""What follows a decision: the citizen reads it, appeals, chooses, and dates are kept."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.cases import TransitionRefused
from services import decisions
from services.models import Appeal, CareApplication, GrantedService, Provider, ProviderChoice
from tests.services.applications import a_citizen
from tests.services.desk import GRANTED, LIST, browser, decision_page

pytestmark = pytest.mark.django_db

Status = CareApplication.Status


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


@pytest.mark.parametrize(("days", "listed"), [(30, True), (31, False)])
def test_plans_to_go_through_and_services_to_look_at_again_stand_on_lists(desk, days, listed):
    day = timezone.localdate() + timedelta(days=days)
    desk.did("plan", review_on=day.isoformat(), contact="K", participants="S", goals="M")
    desk.did(
        "decide", key="individual_respite", **GRANTED | {"ends": day.isoformat(), "starts": "2026-01-01"}
    )
    desk.did("decide", key="support_contact", outcome="rejected", reasons="Nei.")
    desk.did("send-decision")
    for due in ("plan", "evaluate"):
        assert (desk.case.reference in desk.client.get(LIST, {"due": due}).text) == listed
    desk.did("date", granted=GrantedService.objects.get().pk, which="evaluate_on", on="")
    assert desk.case.reference not in desk.client.get(LIST, {"due": "evaluate"}).text
