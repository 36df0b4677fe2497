"""What an employee declares about themselves: whose cases are gone for them, and what is kept of it."""

import pytest
from django.urls import reverse

from accounts import pid
from casework.bars import Bar, bar, lift
from casework.conflicts import Conflict
from casework.events import Event
from casework.outbox import deliver_waiting
from concerns.models import ConcernReport, NameToken
from concerns.models.names import number_token
from services.models import ApplicationToken, CareApplication, SecondGuardian
from tests.accounts.sign_in import citizen, staff
from tests.concerns.reports import child_welfare_worker, received
from tests.services.applications import an_application

pytestmark = pytest.mark.django_db

MOTHER, FATHER, CHILD = "14838821198", "13857621089", "07881498374"
PAGE = reverse("admin:conflicts")
LIST = "/admin/services/careapplication/"


@pytest.fixture(autouse=True)
def _numbers_of_the_demo(settings, monkeypatch):
    settings.ALLOW_SYNTHETIC_IDS = True
    monkeypatch.setattr(pid, "_checks_out", lambda number: True)


@pytest.fixture
def worker():
    return staff("worker", "Velferdsforvaltning")


@pytest.fixture
def desk(worker, at_the_desk):
    return at_the_desk(worker)


def application():
    case = an_application(citizen(MOTHER), content={"child": {"child_name": "Ola", "pid": CHILD}})
    ApplicationToken.index(case)
    return case


def seen_by(user):
    return set(CareApplication.objects.visible_to(user).values_list("pk", flat=True))


@pytest.mark.parametrize("who", [MOTHER, CHILD])
def test_a_declared_persons_cases_are_gone_at_once(desk, worker, who):
    case, other = application(), an_application(citizen("01810750115"))
    case.assign(worker, by=worker)
    assert desk.post(PAGE, {"pid": f"{who[:6]} {who[6:]}"}).status_code == 302
    assert case.reference not in desk.get(LIST).text
    assert desk.get(f"{LIST}{case.pk}/change/").status_code in (302, 404)
    assert seen_by(worker) == {other.pk}
    assert seen_by(staff("colleague", "Velferdsforvaltning")) == {case.pk, other.pk}
    case.refresh_from_db()
    assert case.assigned_to is None
    assert [one.by for one in Event.objects.of(case).filter(name="barred")] == ["worker"]


def test_of_the_number_nothing_is_kept_but_a_hash_that_no_case_has(desk, worker):
    application()
    desk.post(PAGE, {"pid": CHILD})
    kept = Conflict.objects.get()
    assert CHILD not in f"{vars(kept)}"
    assert not ApplicationToken.objects.filter(token=kept.digest).exists()
    assert CHILD not in desk.get(PAGE).text
    assert CHILD not in str(list(Event.objects.values()))


@pytest.mark.parametrize("who", [MOTHER, CHILD, FATHER])
def test_a_case_that_comes_later_is_gone_too(worker, who):
    Conflict.declare(who, by=worker)
    case = an_application(citizen(MOTHER), content={"child": {"child_name": "Ola", "pid": CHILD}})
    SecondGuardian.objects.create(application=case, code_digest="a").give_answer("signed", by=citizen(FATHER))
    deliver_waiting()
    assert seen_by(worker) == set()


def test_a_case_that_comes_in_while_one_declares_is_caught(worker, django_capture_on_commit_callbacks):
    """The declaration does not see a child that is not indexed yet: it looks once more after its commit."""
    case = an_application(citizen(MOTHER), content={"child": {"child_name": "Ola", "pid": CHILD}})
    with django_capture_on_commit_callbacks(execute=True):
        Conflict.declare(CHILD, by=worker)
        assert seen_by(worker) == {case.pk}
        ApplicationToken.index(case)
    assert seen_by(worker) == set()


def test_a_report_is_found_by_its_child(monkeypatch):
    worker, report = child_welfare_worker(), received()
    NameToken.objects.create(report=report, token=number_token(CHILD))
    Conflict.declare(CHILD, by=worker)
    assert not ConcernReport.objects.visible_to(worker).exists()
    later = received("later")
    monkeypatch.setattr(ConcernReport, "children", [{"child_name": "Ola", "pid": CHILD}])
    deliver_waiting()
    assert later.pk in Bar.objects.filter(user=worker).values_list("case_id", flat=True)


def test_taking_back_lifts_what_it_barred_and_nothing_else(desk, worker):
    case, leader = application(), staff("leader", "Velferdsforvaltning")
    for who in (MOTHER, CHILD):
        desk.post(PAGE, {"pid": who})
    first, second = Conflict.objects.all()
    bar(case, worker, by=leader)
    desk.post(PAGE, {"remove": str(first.pk)})
    desk.post(PAGE, {"remove": str(second.pk)})
    assert not Conflict.objects.exists()
    assert seen_by(worker) == set()
    lift(case, worker, by=leader)
    assert seen_by(worker) == {case.pk}


def test_no_leader_lifts_what_an_employee_declared(worker):
    case = application()
    Conflict.declare(CHILD, by=worker)
    lift(case, worker, by=staff("leader", "Velferdsforvaltning"))
    assert seen_by(worker) == set()


def test_nobody_sees_or_takes_back_anothers(desk, worker, at_the_desk):
    Conflict.declare(CHILD, by=worker)
    stranger, theirs = at_the_desk(staff("stranger", "Velferdsforvaltning")), Conflict.objects.get()
    assert str(theirs.pk) not in stranger.get(PAGE).text
    assert stranger.post(PAGE, {"remove": str(theirs.pk)}).status_code == 404
    assert stranger.post(PAGE, {"remove": "x"}).status_code == 302
    assert Conflict.objects.exists()


def test_bad_numbers_and_too_many_are_said_beside_the_field(desk, worker, settings, monkeypatch):
    assert "har 11 sifre" in desk.post(PAGE, {"pid": "123"}).text
    monkeypatch.setattr("casework.conflicts.MOST", 1)
    desk.post(PAGE, {"pid": CHILD})
    answer = desk.post(PAGE, {"pid": MOTHER})
    assert (answer.status_code, Conflict.objects.count()) == (400, 1)
    settings.ALLOW_SYNTHETIC_IDS = False
    assert "testnummer" in desk.post(PAGE, {"pid": MOTHER}).text
