"""The second guardian: one code, the same answer to all that is wrong, and not a word of the first."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from casework.outbox import deliver_waiting
from services.models import SecondGuardian
from services.models.guardian import (
    KEPT,
    REMIND_AFTER,
    CannotInvite,
    remind_of_invitations,
    tell_of_expired_invitations,
)
from tests.accounts.sign_in import citizen, signed_in_citizen
from tests.services.applications import an_application

pytestmark = pytest.mark.django_db

CHILD, OTHER_CHILD = "14838821198", "05841290056"
MARKED = {
    "child": {"child_name": "Ola Granskog", "pid": CHILD, "school": "Skjultskole"},
    "guardian": {"second": "named", "guardian_name": "Per Granskog"},
    "contact": {"name": "Kari Hemmelig", "mobile": "40000010", "address": "Gjemselveien 9"},
    "health": {"health": "Tysteord"},
}
SECRET = ("Hemmelig", "40000010", "Gjemselveien", "Tysteord", "Skjultskole")
SIGN = "/soknad/medsignatur/"


@pytest.fixture(autouse=True)
def _setup(settings):
    settings.ALLOW_SYNTHETIC_IDS = True
    cache.clear()


@pytest.fixture
def parent():
    return citizen()


@pytest.fixture
def case(parent):
    return an_application(parent, content=MARKED)


@pytest.fixture
def second():
    return signed_in_citizen(citizen("15838821190", "Per Granskog"))


def invited(case) -> str:
    return SecondGuardian.invite(case, by=case.citizen)


def test_the_code_is_shown_once_and_only_its_hash_is_kept(parent, case):
    page = signed_in_citizen(parent).post(reverse("services:invite_guardian", args=[case.pk]))
    code = page.context["code"]
    assert code in page.text
    assert code not in str(SecondGuardian.objects.values())
    assert code not in signed_in_citizen(parent).get(reverse("services:my_application", args=[case.pk])).text


@pytest.mark.parametrize("go", ["sign", "decline"])
def test_the_invited_sees_child_and_services_and_answers_once(case, second, go):
    code = invited(case)
    page = second.post(SIGN, {"code": code.lower(), "pid": CHILD})
    assert "Ola Granskog" in page.text
    assert "Støttekontakt" in page.text
    thanks = [second.post(SIGN, {"go": go, "state": page.context["state"]}) for _press in range(2)]
    assert [each.status_code for each in thanks] == [200, 200]
    assert SecondGuardian.objects.get().answer == {"sign": "signed", "decline": "declined"}[go]
    deliver_waiting()
    told = " ".join(f"{one.subject} {one.body}" for one in mail.outbox)
    for answer in (page, *thanks, second.get("/minside/")):
        assert not any(word in answer.text for word in SECRET)
    assert not any(word in told for word in (*SECRET, "Granskog", case.reference))


def test_the_other_case_stays_closed_to_the_second_guardian(case, second):
    page = second.post(SIGN, {"code": invited(case), "pid": CHILD})
    second.post(SIGN, {"go": "sign", "state": page.context["state"]})
    for name in ("my_application", "application_receipt", "application_json", "application_pdf"):
        assert second.get(reverse(f"services:{name}", args=[case.pk])).status_code == 404


def test_all_that_is_wrong_is_answered_the_same(parent, case, second):
    code = invited(case)
    new = invited(case)
    refused = [
        second.post(SIGN, {"code": "0000-0000-0000-0000-0000", "pid": CHILD}),
        second.post(SIGN, {"code": new, "pid": OTHER_CHILD}),
        second.post(SIGN, {"code": code, "pid": CHILD}),  # replaced by a new one
        signed_in_citizen(parent).post(SIGN, {"code": new, "pid": CHILD}),  # oneself
    ]
    with time_machine.travel(timezone.now() + KEPT):
        client = signed_in_citizen(citizen("24866422128"))
        refused.append(client.post(SIGN, {"code": new, "pid": CHILD}))
    page = second.post(SIGN, {"code": new, "pid": CHILD})
    second.post(SIGN, {"go": "sign", "state": page.context["state"]})
    refused.append(second.post(SIGN, {"code": new, "pid": CHILD}))  # used
    assert {answer.status_code for answer in refused} == {400}
    assert len({str(answer.context["form"].errors) for answer in refused}) == 1


def test_guessing_is_slowed_down(case, second):
    for _try in range(11):
        page = second.post(SIGN, {"code": "0000", "pid": CHILD})
    assert "Vent en time" in page.text


@pytest.mark.parametrize(
    "changed",
    [
        {"guardian": {"second": "no_contact", "why_no_contact": "Tysteord"}},
        {"guardian": {"second": "alone"}},
        {"child": {"child_name": "Ola Granskog", "pid": ""}},
    ],
)
def test_nobody_is_invited_where_nobody_may_be(parent, changed):
    case = an_application(parent, content=MARKED | changed)
    with pytest.raises(CannotInvite):
        invited(case)
    page = signed_in_citizen(parent).get(reverse("services:my_application", args=[case.pk]))
    assert "Lag kode" not in page.text


def test_who_has_answered_is_not_invited_again(case, second):
    page = second.post(SIGN, {"code": invited(case), "pid": CHILD})
    second.post(SIGN, {"go": "decline", "state": page.context["state"]})
    with pytest.raises(CannotInvite):
        invited(case)


def test_inviting_again_after_the_answer_leads_back_to_the_page_that_says_it(parent, case, second):
    page = second.post(SIGN, {"code": invited(case), "pid": CHILD})
    second.post(SIGN, {"go": "sign", "state": page.context["state"]})
    page = signed_in_citizen(parent).post(reverse("services:invite_guardian", args=[case.pk]), follow=True)
    assert "Den andre forelderen skrev under" in page.text
    assert "Lag en ny kode" not in page.text


def test_an_invitation_that_ran_out_is_told_of_once_and_said_on_the_page(parent, case, second):
    def runs_out(days: int) -> tuple[int, int]:
        with time_machine.travel(timezone.now() + timedelta(days=days, minutes=1)):
            return tell_of_expired_invitations(), tell_of_expired_invitations()

    code = invited(case)
    assert runs_out(KEPT.days - 1) == (0, 0)
    assert runs_out(KEPT.days) == (1, 0)
    with time_machine.travel(timezone.now() + KEPT + timedelta(hours=1)):
        page = signed_in_citizen(parent).get(reverse("services:my_application", args=[case.pk]))
        assert "uten at noen svarte" in page.text
        assert second.post(SIGN, {"code": code, "pid": CHILD}).status_code in (302, 400)
        invited(case)
    assert runs_out(2 * KEPT.days + 1) == (1, 0)  # a new code has its own time


def test_an_answered_invitation_never_runs_out(case, second):
    page = second.post(SIGN, {"code": invited(case), "pid": CHILD})
    second.post(SIGN, {"go": "sign", "state": page.context["state"]})
    with time_machine.travel(timezone.now() + 2 * KEPT):
        assert tell_of_expired_invitations() == 0


def test_the_applicant_is_reminded_once(case):
    invited(case)
    assert remind_of_invitations() == 0
    with time_machine.travel(timezone.now() + REMIND_AFTER + timedelta(minutes=1)):
        assert [remind_of_invitations(), remind_of_invitations()] == [1, 0]
