"""Whoever is shut out of a case leaves what they had of it to others, also when that happens at once."""

import time

import pytest

from casework.admin.verbs import take
from casework.bars import Bar
from casework.cases import Case, ChangedMeanwhile
from casework.conflicts import Conflict
from casework.referrals import Referral, shut_out
from services.models import CareApplication
from tests.accounts.sign_in import citizen, signed_in, staff
from tests.casework.test_referral_bars import SURE, verb
from tests.casework.test_referrals import do, sent
from tests.concerns.test_races import all_at_once
from tests.services.applications import an_application

pytestmark = pytest.mark.django_db

WELFARE = "Velferdsforvaltning"


@pytest.fixture
def case(db):
    return an_application(citizen())


def again(case) -> CareApplication:
    """The case as somebody else's request has it."""
    return CareApplication.objects.get(pk=case.pk)


def test_at_both_desks_one_steps_aside_from_the_case_as_well(case):
    both, _other = staff("begge", WELFARE, "Rekruttering"), staff("annen", WELFARE)
    case.assign(both, by=both)
    assert do(signed_in(both), sent(case), "recuse", **SURE).status_code == 302
    assert again(case).assigned_to is None


def test_whoever_bars_does_not_go_by_what_their_page_knew(case):
    person, leader, before = staff("a", WELFARE), staff("leder", WELFARE), again(case)
    take(case, by=person)
    shut_out(before, person, by=leader)
    assert again(case).assigned_to is None


def test_whoever_was_barred_meanwhile_takes_nothing(case):
    person, leader = staff("a", WELFARE, "Rekruttering"), staff("leder", WELFARE)
    referral, before = sent(case), again(case)
    shut_out(case, person, by=leader)
    for taken in (lambda: take(before, by=person), lambda: referral.take(by=person)):
        with pytest.raises(ChangedMeanwhile):
            taken()
    assert again(case).assigned_to is None
    assert Referral.objects.get().taken_by is None


def slowly(monkeypatch, event: str) -> None:
    """Let the transaction that writes this event take its time after it."""
    written = Case.note_event

    def wait(self, name, **fields):
        made = written(self, name, **fields)
        time.sleep(0.5 if name == event else 0)
        return made

    monkeypatch.setattr(Case, "note_event", wait)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("slow", ["barred", "assigned"])
def test_barred_and_taking_it_at_once_nobody_barred_has_it(case, monkeypatch, slow):
    person, leader = staff("a", WELFARE), staff("leder", WELFARE)
    slowly(monkeypatch, slow)
    mine, theirs = again(case), again(case)

    def taken():
        time.sleep(0.2 if slow == "barred" else 0)
        try:
            take(mine, by=person)
        except ChangedMeanwhile:
            return False
        return True

    def barred():
        time.sleep(0.2 if slow == "assigned" else 0)
        shut_out(theirs, person, by=leader)

    all_at_once(lambda work: work(), [taken, barred])
    assert again(case).assigned_to is None
    assert Bar.objects.filter(user=person, case_id=case.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_declaration_do_not_wait_for_each_other(case, monkeypatch):
    """Both lock the referral before the case."""
    me, colleague = staff("rekruttering", "Rekruttering"), staff("annen", "Rekruttering")
    referral = sent(case)
    referral.take(by=me)
    conflict = Conflict.objects.create(user=me, number=1, digest="x")
    slowly(monkeypatch, "referral_done")

    def answered():
        Referral.objects.get().finish(by=colleague)

    def declared():
        time.sleep(0.2)
        conflict.bar(again(case))

    all_at_once(lambda work: work(), [answered, declared])
    assert Referral.objects.get().state == Referral.State.DONE
    assert Bar.objects.filter(user=me, case_id=case.pk).exists()


def test_the_last_who_may_open_a_case_stays(case):
    """Else it would be in nobody's list and nobody's count, and nobody could let anybody in again."""
    first, second = staff("en", WELFARE), staff("to", WELFARE)
    staff("sluttet", WELFARE, is_active=False)
    clients = [signed_in(first), signed_in(second)]
    assert verb(clients[0], case, "bar", person=second.pk).status_code == 302
    refused = verb(clients[0], case, "recuse")
    assert (refused.status_code, "ingen igjen som kan åpne saken" in refused.text) == (400, True)
    itself = verb(clients[0], case, "bar", person=first.pk)
    assert (itself.status_code, "ingen igjen som kan åpne saken" in itself.text) == (400, True)
    staff("ny", WELFARE)
    assert verb(clients[0], case, "recuse").status_code == 302
