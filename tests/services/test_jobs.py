"""Working as support contact or carer: applied for, followed, and found by whoever matches a child."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Citizen, User
from casework.access import AccessEntry
from casework.conflicts import Conflict
from casework.drafts import Draft
from services.models import CarerApplication, PoolEntry
from services.models.carer import CertificateTooOld
from tests.accounts.sign_in import signed_in, staff

pytestmark = pytest.mark.django_db

Status = CarerApplication.Status
ANSWERS = {
    "wish": {"work": ["support_contact"], "hours": "5", "long_term": "True", "why": "Jeg liker barn."},
    "about": {
        "name": "Nora Vikeby",
        "born_day": "1",
        "born_month": "2",
        "born_year": "1990",
        "mobile": "400 00 020",
        "email": "nora@demo.invalid",
        "areas": ["asker", "heggedal"],
    },
    "skills": {
        "interests": ["swimming"],
        "languages": ["norwegian", "polish"],
        "licence": "True",
        "car": "False",
    },
    "times": {"times": ["weekday_evening"]},
    "references": {
        "first_name": "Per Lyngmo",
        "first_phone": "400 00 021",
        "first_relation": "Sjef",
        "second_name": "Anne Solbakk",
        "second_phone": "400 00 022",
        "second_relation": "Trener",
    },
}


def citizen(username="c-carer") -> Client:
    user = User.objects.create_user(username, kind=User.Kind.CITIZEN)
    Citizen.objects.create(user=user, pid="", name="Nora Vikeby")
    client = signed_in(user)
    session = client.session
    session["citizen_level"] = "substantial"
    session.save()
    return client


def filled_in(client: Client, **changed) -> str:
    """The address of the check page, after all steps."""
    client.post(reverse("services:begin_job"))
    draft = Draft.objects.get()
    for slug, answers in (ANSWERS | changed).items():
        client.post(reverse("services:job_step", args=[draft.pk, slug]), answers)
    return reverse("services:job_step", args=[draft.pk, "kontroller"])


@pytest.fixture
def recruiter():
    return staff("recruiter", "Rekruttering")


@pytest.fixture
def carer():
    client = citizen()
    client.post(filled_in(client), {"go": "send"})
    return CarerApplication.objects.get()


def at_contract(carer, by):
    for status in (Status.INTERVIEW, Status.APPROVED):
        carer.move_to(status, by=by, event="moved")
    carer.see_certificate(by=by, issued_on=date(2026, 11, 1), on=date(2026, 11, 20))
    carer.move_to(Status.CONTRACT, by=by, event="contract")
    return carer


def test_from_the_first_step_to_received():
    client = citizen()
    check = filled_in(client)
    page = client.get(check)
    assert "Nora Vikeby" in page.text
    assert "politiattest" not in page.text.lower()
    sent = client.post(check, {"go": "send"}, follow=True)
    case = CarerApplication.objects.get()
    assert case.reference in sent.text
    assert case.contact == {"email": "nora@demo.invalid", "mobile": "400 00 020"}
    assert not Draft.objects.exists()


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back():
    address = reverse("services:begin_job")
    assert address in Client().get(reverse("services:jobs")).text
    assert f"next={address}" in Client().get(address).url.replace("%2F", "/")


def test_a_draft_may_be_thrown_away():
    client = citizen()
    filled_in(client)
    address = reverse("services:begin_job")
    assert "utkast fra" in client.get(address).text
    client.post(address, {"go": "delete"})
    assert not Draft.objects.exists()


def test_sent_again_by_reload_or_back_is_one_application():
    client = citizen()
    check = filled_in(client)
    for _press in range(2):
        assert client.post(check, {"go": "send"}, follow=True).status_code == 200
    assert CarerApplication.objects.count() == 1


def test_a_step_that_was_skipped_cannot_be_sent():
    client = citizen()
    check = filled_in(client, times={})
    assert client.post(check, {"go": "send"}, follow=True).redirect_chain[-1][0].endswith("/times/")
    assert not CarerApplication.objects.exists()


def test_another_citizen_meets_neither_draft_nor_application(carer):
    other = citizen("c-other")
    assert other.get(reverse("services:my_job", args=[carer.pk])).status_code == 404
    mine = Draft.objects.create(user=carer.citizen, kind="services.carer")
    assert other.get(reverse("services:job_step", args=[mine.pk, "wish"])).status_code == 404


@time_machine.travel("2026-11-26 12:00+01:00", tick=False)
@pytest.mark.parametrize(
    ("day", "month", "year", "accepted"),
    [("26", "11", "2008", True), ("27", "11", "2008", False), ("31", "2", "1990", False)],
)
def test_eighteen_years_by_the_oslo_date(day, month, year, accepted):
    client = citizen()
    about = ANSWERS["about"] | {"born_day": day, "born_month": month, "born_year": year}
    check = filled_in(client, about=about)
    client.post(check, {"go": "send"})
    assert CarerApplication.objects.exists() == accepted


@pytest.mark.parametrize(
    ("step", "changed", "sentence"),
    [
        ("wish", {"hours": "0"}, "fra 1 til 40"),
        ("wish", {"hours": "200"}, "fra 1 til 40"),
        ("wish", {"work": []}, "minst ett"),
        ("about", {"mobile": "123"}, "åtte sifre"),
        ("about", {"mobile": "66 71 50 59"}, "mobilnummer"),
        ("about", {"email": "nora"}, "navn@eksempel.no"),
        ("references", {"second_phone": "40000021"}, "to ulike personer"),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_the_rest_is_kept(step, changed, sentence):
    client = citizen()
    client.post(reverse("services:begin_job"))
    draft = Draft.objects.get()
    for slug, answers in ANSWERS.items():
        address = reverse("services:job_step", args=[draft.pk, slug])
        if slug == step:
            page = client.post(address, answers | changed)
            assert page.status_code == 400
            assert sentence in page.text
            return
        client.post(address, answers)


# --- recruitment ----------------------------------------------------------------------------------------
def test_the_table_speaks_of_every_status_and_reaches_them_all():
    assert CarerApplication.transitions.keys() == set(Status)
    reached, ahead = set(), {Status.RECEIVED}
    while ahead:
        reached |= ahead
        ahead = {to for one in ahead for to in CarerApplication.transitions[one]} - reached
    assert reached == set(Status)


@pytest.mark.parametrize(("days", "accepted"), [(0, True), (92, True), (93, False)])
def test_a_certificate_counts_for_three_months(carer, recruiter, days, accepted):
    for status in (Status.INTERVIEW, Status.APPROVED):
        carer.move_to(status, by=recruiter, event="moved")
    issued = date(2026, 8, 10)
    shown_on = issued + timedelta(days=days)
    if accepted:
        carer.see_certificate(by=recruiter, issued_on=issued, on=shown_on)
        assert (carer.certificate_seen_on, carer.certificate_seen_by) == (shown_on, "recruiter")
    else:
        with pytest.raises(CertificateTooOld):
            carer.see_certificate(by=recruiter, issued_on=issued, on=shown_on)


def test_recruitment_works_a_case_from_the_list_to_the_pool(carer, recruiter, at_the_desk):
    desk = at_the_desk(recruiter)
    assert "Nora Vikeby" in desk.get(reverse("admin:services_carerapplication_changelist")).text

    def do(verb, **posted):
        carer.refresh_from_db()
        address = reverse("admin:services_carerapplication_verb", args=[carer.pk, verb])
        return desk.post(address, {"version": carer.version, **posted})

    assert do("take").status_code == 302
    assert "Per Lyngmo" in desk.get(reverse("admin:services_carerapplication_change", args=[carer.pk])).text
    assert do("invite", text="Kom til samtale.").status_code == 302
    assert do("approve").status_code == 302
    assert do("certificate", issued_on="2020-01-01").status_code == 400
    assert do("certificate", issued_on=timezone.localdate().isoformat()).status_code == 302
    assert do("contract").status_code == 302
    assert do("available").status_code == 302
    carer.refresh_from_db()
    assert carer.status == Status.AVAILABLE
    assert PoolEntry.objects.get().carer == carer


# --- the pool -------------------------------------------------------------------------------------------
def test_care_services_find_by_every_trait_and_see_nothing_more(carer, recruiter, at_the_desk):
    at_contract(carer, recruiter).make_available(by=recruiter)
    desk = at_the_desk(staff("worker", "Velferdsforvaltning"))
    pool = reverse("admin:services_poolentry_changelist")
    hits = {"work": "support_contact", "area": "heggedal", "interest": "swimming", "language": "polish"}
    page = desk.get(pool, hits | {"time": "weekday_evening"})
    assert "Nora Vikeby" in page.text
    assert "400 00 020" in page.text
    assert not any(word in page.text for word in ("Per Lyngmo", "Jeg liker barn", "nora@demo.invalid"))
    for name, value in {"area": "tofte", "interest": "animals", "language": "somali"}.items():
        assert "Nora Vikeby" not in desk.get(pool, {name: value}).text
    assert AccessEntry.objects.filter(who="worker", action="listed", case_id=carer.pk).exists()
    assert desk.get(reverse("admin:services_carerapplication_changelist")).status_code == 403


def test_the_pool_hides_whom_one_has_declared_a_conflict_with(carer, recruiter, at_the_desk):
    at_contract(carer, recruiter).make_available(by=recruiter)
    worker, colleague = staff("worker", "Velferdsforvaltning"), staff("colleague", "Velferdsforvaltning")
    Conflict.objects.create(user=worker, number=1, digest="a relative").bar(carer)
    entry, pool = PoolEntry.objects.get(), reverse("admin:services_poolentry_changelist")
    page = at_the_desk(worker).get(pool).text
    assert "Nora Vikeby" not in page
    assert "400 00 020" not in page
    look = at_the_desk(worker).get(reverse("admin:services_poolentry_change", args=[entry.pk]))
    assert look.status_code == 302, "as where there is no such entry"
    assert not AccessEntry.objects.filter(who="worker", case_id=carer.pk, action="listed").exists()
    assert "Nora Vikeby" in at_the_desk(colleague).get(pool).text


def test_whoever_pauses_is_out_of_the_pool_and_may_come_back(carer, recruiter):
    at_contract(carer, recruiter).make_available(by=recruiter)
    carer.leave_pool(Status.PAUSED, by=recruiter, event="paused")
    assert not PoolEntry.objects.exists()
    carer.make_available(by=recruiter)
    assert PoolEntry.objects.count() == 1


def test_recruitment_does_not_search_the_pool_and_the_superuser_sees_neither(recruiter, at_the_desk):
    assert at_the_desk(recruiter).get(reverse("admin:services_poolentry_changelist")).status_code == 403
    root = at_the_desk(staff("root", is_superuser=True))
    for page in ("carerapplication", "poolentry"):
        assert root.get(reverse(f"admin:services_{page}_changelist")).status_code == 403


def test_the_list_of_the_pool_does_not_ask_more_with_more_rows(
    carer, recruiter, at_the_desk, django_assert_max_num_queries
):
    at_contract(carer, recruiter).make_available(by=recruiter)
    desk = at_the_desk(staff("worker", "Velferdsforvaltning"))
    with django_assert_max_num_queries(12):
        desk.get(reverse("admin:services_poolentry_changelist"))


# --- following it ---------------------------------------------------------------------------------------
def test_the_applicant_writes_reads_and_withdraws(carer, recruiter):
    client = signed_in(carer.citizen)
    session = client.session
    session["citizen_level"] = "substantial"
    session.save()
    page = reverse("services:my_job", args=[carer.pk])
    assert (
        client.post(page, {"text": "Jeg kan også på lørdager.", "key": "a"}, follow=True).status_code == 200
    )
    assert "lørdager" in client.get(page).text
    assert client.post(page, {"text": ""}).status_code == 400
    client.post(page, {"go": "withdraw"})
    carer.refresh_from_db()
    assert carer.status == Status.WITHDRAWN
    assert "trukket" in client.get(page).text
