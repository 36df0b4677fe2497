"""Conflicts of interest at the desk that a case was sent to: whoever has one steps aside, or is shut out."""

import pytest
from django.urls import reverse

from casework.access import AccessEntry
from casework.bars import Bar
from casework.conflicts import Conflict
from casework.events import Event
from casework.referrals import Referral
from tests.accounts.sign_in import citizen, signed_in, staff
from tests.casework.test_referrals import LIST, TEXT, do, opened, page_of, sent
from tests.services.applications import an_application

pytestmark = pytest.mark.django_db

SURE = {"sure": "on"}


@pytest.fixture
def case():
    return an_application(citizen())


@pytest.fixture
def me():
    return staff("rekruttering", "Rekruttering", first_name="Rekrutterer")


@pytest.fixture
def recruiter(me):
    return signed_in(me)


def verb(client, case, name, **posted):
    case.refresh_from_db()
    address = reverse("admin:services_careapplication_verb", args=[case.pk, name])
    return client.post(address, {"version": case.version} | posted)


def test_whoever_has_a_conflict_steps_aside_unread(case, me, recruiter):
    """From the page that asks why: nobody has to read it to know whom it is about."""
    referral = sent(case)
    page = recruiter.get(page_of(referral)).text
    assert "Jeg er inhabil" in page
    assert TEXT not in page
    assert do(recruiter, referral, "recuse").status_code == 400, "pressed by mistake"
    assert do(recruiter, referral, "recuse", **SURE).status_code == 302
    assert recruiter.get(page_of(referral)).status_code == 404
    assert case.reference not in recruiter.get(LIST).text
    assert Bar.objects.filter(user=me, case_id=case.pk, by="rekruttering").exists()
    assert case.reference in signed_in(staff("annen", "Rekruttering")).get(LIST).text


def test_who_had_it_leaves_it_to_the_others(case, me, recruiter):
    referral = sent(case)
    do(recruiter, referral, "take")
    assert do(recruiter, referral, "recuse", version=0, **SURE).status_code == 302, "also from an old page"
    referral.refresh_from_db()
    assert (referral.state, referral.taken_by) == (Referral.State.SENT, None)
    assert Event.objects.of(case).filter(name="referral_released", by="rekruttering").exists()
    colleague = signed_in(staff("annen", "Rekruttering"))
    assert "<b>1</b> Venter på å bli tatt" in colleague.get("/admin/").text
    assert do(colleague, referral, "take").status_code == 302


@pytest.mark.parametrize("how", ["declared", "by the leader of the case"])
def test_what_somebody_has_is_taken_off_their_hands_however_they_are_shut_out(case, me, how, settings):
    settings.ALLOW_SYNTHETIC_IDS = True
    referral = sent(case)
    referral.take(by=me)
    if how == "declared":
        Conflict.declare(case.citizen.national_id, by=me)
    else:
        leader = signed_in(staff("leder", "Velferdsforvaltning"))
        assert verb(leader, case, "bar", person=me.pk).status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.taken_by) == (Referral.State.SENT, None)
    assert signed_in(me).get(page_of(referral)).status_code == 404


def test_the_leader_of_the_case_shuts_out_and_lets_in_those_it_was_sent_to(case, me):
    """Others' employees are only named where the case was sent to them."""
    leader = signed_in(staff("leder", "Velferdsforvaltning"))
    stranger = staff("frivillig", "Frivilligkoordinator")
    assert verb(leader, case, "bar", person=me.pk).status_code == 400, "nothing was sent"
    referral = sent(case)
    form = leader.get(reverse("admin:services_careapplication_verb", args=[case.pk, "bar"])).text
    assert "Rekrutterer" in form
    assert verb(leader, case, "bar", person=stranger.pk).status_code == 400
    assert verb(leader, case, "assign", person=me.pk).status_code == 400, "the case itself stays at its desk"
    assert verb(leader, case, "bar", person=me.pk).status_code == 302
    assert signed_in(me).get(page_of(referral)).status_code == 404
    assert verb(leader, case, "lift", person=me.pk).status_code == 302
    assert signed_in(me).get(page_of(referral)).status_code == 200


def test_a_colleague_takes_over_and_whoever_has_it_puts_it_back(case, recruiter):
    referral = sent(case)
    do(recruiter, referral, "take")
    mine = recruiter.get(page_of(referral)).text
    assert "Legg tilbake" in mine
    assert "Ta den" not in mine
    assert do(recruiter, referral, "take").status_code == 409, "it is theirs already"
    colleague = signed_in(staff("annen", "Rekruttering"))
    opened(colleague, referral)
    assert "Legg tilbake" not in colleague.get(page_of(referral)).text
    assert do(colleague, referral, "release").status_code == 409
    assert do(colleague, referral, "take").status_code == 302
    referral.refresh_from_db()
    assert referral.taken_by.username == "annen"
    assert do(colleague, referral, "release").status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.taken_by) == (Referral.State.SENT, None)


def test_what_is_over_is_stepped_aside_from_too(case, me, recruiter):
    referral = sent(case)
    referral.take(by=me)
    referral.finish(by=me)
    assert do(recruiter, referral, "recuse", **SURE).status_code == 302
    referral.refresh_from_db()
    assert referral.state == Referral.State.DONE
    assert recruiter.get(page_of(referral)).status_code == 404


def test_the_citizen_does_not_find_the_desk_among_the_readers_for_stepping_aside(case, recruiter):
    do(recruiter, sent(case), "recuse", **SURE)
    assert not AccessEntry.objects.filter(who="rekruttering", action="opened").exists()


def test_a_case_deleted_meanwhile_is_not_there(case, recruiter):
    referral = sent(case)
    type(case).objects.filter(pk=case.pk).delete()
    assert do(recruiter, referral, "recuse", **SURE).status_code == 404
    assert do(recruiter, referral, "take").status_code == 404
