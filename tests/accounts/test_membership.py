"""Who lets whom into a group, and out of it: the rules, as the model keeps them."""

import importlib
import io
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import membership, roles
from accounts.membership import Membership, Refused
from accounts.models import User
from asker_portal.roles import ROLES
from casework.admin import CaseAdmin
from casework.outbox import Message, deliver_waiting
from tests.accounts.sign_in import signed_in, staff

pytestmark = pytest.mark.usefixtures("roles_synced")

WELFARE, LEADERS, OFFICER, INVOICING = "Barnevern", "Barnevern – leder", "Personvernombud", "Faktura"
LIST = "/admin/invoices/invoicerequest/"
WHY = "Vikar i ferien."


def group(name: str = WELFARE) -> Group:
    return Group.objects.get(name=name)


def in_days(number: float):
    return timezone.now() + timedelta(days=number)


def names(user: User) -> frozenset[str]:
    return User.objects.get(pk=user.pk).group_names


def anew(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.fixture
def leader(db):
    return staff("leder", LEADERS, WELFARE)


@pytest.fixture
def member(db):
    return staff("medlem", WELFARE, email="medlem@kommune.example")


@pytest.fixture
def person(db):
    return staff("person", "Rekruttering")


@pytest.fixture
def asked(leader, member, person):
    """A leader has asked for a colleague."""
    return Membership.ask(person, group(), by=leader, reason=WHY, until=in_days(30))


# --- for a time ---------------------------------------------------------------------------------------------
def test_a_colleague_gives_a_group_for_a_time_at_once(person):
    giver = staff("giver", INVOICING)
    given = Membership.ask(person, group(INVOICING), by=giver, reason=WHY, until=in_days(89))
    assert (given.state, given.asked_by, given.reason) == ("in_force", giver, WHY)
    assert names(person) == {"Rekruttering", INVOICING}


def test_at_its_end_the_lists_answer_as_to_a_stranger_in_the_same_session(person):
    """To the second, before the worker has been round; what the person has otherwise, stays."""
    giver = staff("giver", INVOICING)
    with time_machine.travel("2026-03-02 09:00 +0000", tick=False) as clock:
        until = timezone.now() + timedelta(minutes=10)
        Membership.ask(person, group(INVOICING), by=giver, reason=WHY, until=until)
        browser = signed_in(person)
        clock.move_to(until - timedelta(seconds=1))
        assert browser.get(LIST).status_code == 200
        clock.move_to(until)
        assert browser.get(LIST).status_code == 403
        assert LIST not in browser.get("/admin/").text
        assert names(person) == {"Rekruttering"}
        assert anew(person).group_permissions == ROLES["Rekruttering"].permissions
        assert person not in membership.members_of(group(INVOICING))


def test_the_worker_ends_it_and_what_nobody_answered(person, asked):
    giver = staff("giver", INVOICING)
    given = Membership.ask(person, group(INVOICING), by=giver, reason=WHY, until=in_days(1))
    membership.end_lapsed()
    assert INVOICING in names(person)
    with time_machine.travel(in_days(31)):
        membership.end_lapsed()
        for one in (given, asked):
            one.refresh_from_db()
            assert (one.state, one.ended_by, one.ended_at is None) == ("ended", None, False)
    assert set(person.groups.values_list("name", flat=True)) == {"Rekruttering"}


def test_groups_and_their_end_are_one_query(person, django_assert_num_queries):
    user = anew(person)
    with django_assert_num_queries(1):
        assert user.group_names
        assert user.group_permissions is not None


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"until": timedelta(0)}, "før i dag"),
        ({"until": timedelta(days=90, seconds=1)}, "90 dager"),
        ({"until": None}, "bare for en tid"),
        ({"reason": " \n"}, "Skriv hvorfor"),
        ({"by": "stranger"}, "gir ikke tilgang"),
        ({"by": "root"}, "gir ikke tilgang"),
        ({"user": "giver"}, "deg selv"),
        ({"user": "other"}, "alt med"),
        ({"user": "citizen"}, "Finner ingen ansatt"),
        ({"user": "closed"}, "Finner ingen ansatt"),
        ({"user": "locked out"}, "Finner ingen ansatt"),
        ({"group": WELFARE}, "gir ikke tilgang"),
    ],
    ids=str,
)
def test_it_is_refused_with_a_sentence(person, what, sentence):
    people = {
        "giver": staff("giver", INVOICING),
        "other": staff("other", INVOICING),
        "stranger": staff("stranger", "Kommunikasjon", "Systemforvalter"),
        "root": staff("root", is_superuser=True),
        "citizen": staff("c-1", kind=User.Kind.CITIZEN),
        "closed": staff("closed", is_active=False),
        "locked out": staff("locked out"),
        "person": person,
    }
    people["locked out"].follow_entra([])
    with time_machine.travel(timezone.now(), tick=False):
        span = what.get("until", timedelta(days=90))
        with pytest.raises(Refused, match=sentence):
            Membership.ask(
                people[what.get("user", "person")],
                group(what.get("group", INVOICING)),
                by=people[what.get("by", "giver")],
                reason=what.get("reason", WHY),
                until=span if span is None else timezone.now() + span,
            )
    assert not Membership.objects.exists()


def test_it_ends_at_once_by_whoever_gives_it_and_by_nobody_else(person):
    giver, stranger = staff("giver", INVOICING), staff("stranger", "Kommunikasjon")
    given = Membership.ask(person, group(INVOICING), by=giver, reason=WHY, until=in_days(5))
    with pytest.raises(Refused):
        given.end(by=stranger)
    given.end(by=giver)
    assert (given.state, given.ended_by) == ("ended", giver)
    assert names(person) == {"Rekruttering"}
    with pytest.raises(Refused):
        given.end(by=giver)


# --- a sealed group -----------------------------------------------------------------------------------------
def test_nobody_is_in_before_a_member_says_yes(asked, member, person):
    assert asked.state == "asked"
    assert WELFARE not in names(person)
    asked.approve(by=member)
    assert (asked.state, asked.decided_by) == ("in_force", member)
    assert WELFARE in names(person)


@pytest.mark.parametrize("who", ["person", "leader", "root", "manager", "superuser in another group"])
@pytest.mark.parametrize("verb", ["approve", "refuse"])
def test_only_another_member_decides(asked, leader, person, who, verb):
    """Neither the one it is about, nor whoever asked, nor power over users."""
    by = {
        "person": lambda: person,
        "leader": lambda: leader,
        "root": lambda: staff("root", is_superuser=True),
        "manager": lambda: staff("forvalter", "Systemforvalter"),
        "superuser in another group": lambda: staff("su", INVOICING, is_superuser=True),
    }[who]()
    assert not Membership.objects.waiting_for(by)
    with pytest.raises(Refused):
        getattr(asked, verb)(by=by)
    assert WELFARE not in names(person)


def test_the_one_it_is_about_does_not_decide_with_another_way_in(asked, leader, member, person):
    """A member for a time must not make themself one for good."""
    standing = Membership.ask(person, group(), by=leader, reason=WHY)
    asked.approve(by=member)
    assert anew(person).in_group(WELFARE)
    with pytest.raises(Refused, match="En annen"):
        standing.approve(by=anew(person))


def test_the_database_keeps_the_second_person_too(asked, person, leader):
    for by in (person, leader):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(pk=asked.pk).update(decided_by=by)


@pytest.mark.parametrize("first", ["approve", "refuse"])
def test_of_two_answers_the_second_is_told(asked, member, person, first):
    """Both have the page open; whoever comes second changes nothing."""
    second = Membership.objects.get(pk=asked.pk)
    getattr(asked, first)(by=member)
    before = names(person)
    with pytest.raises(Refused, match="alt avgjort"):
        second.approve(by=staff("annen", WELFARE))
    assert names(person) == before
    assert Membership.objects.get(pk=asked.pk).decided_by == member


def test_a_request_whose_end_has_passed_is_not_approved(asked, member):
    with time_machine.travel(in_days(31)), pytest.raises(Refused, match="passert"):
        asked.approve(by=member)


def test_nobody_asks_twice(asked, leader, person):
    with pytest.raises(Refused, match="alt bedt"):
        Membership.ask(person, group(), by=leader, reason=WHY, until=in_days(3))


def test_every_member_is_told_by_a_mail_that_names_nobody(asked, leader, member, person):
    asked.approve(by=member)
    User.objects.filter(pk=leader.pk).update(email="leder@kommune.example")
    deliver_waiting()
    assert {one.to[0] for one in mail.outbox} == {"medlem@kommune.example"}
    assert len(mail.outbox) == 2  # asked, and approved
    for one in mail.outbox:
        assert one.subject == "Du har en ny beskjed"
        assert WELFARE in one.body
        assert "/admin/tilgang/" in one.body
        assert not any(word in one.body for word in ("person", "leder", WHY))


def test_whoever_has_left_meanwhile_gets_no_mail(asked, member):
    member.groups.clear()
    deliver_waiting()
    assert mail.outbox == []
    assert not Message.objects.exists()


# --- Entra ID -----------------------------------------------------------------------------------------------
def test_a_claim_of_a_sealed_group_only_asks(member, person):
    person.follow_entra(["ChildWelfare", "Invoicing"])
    assert names(person) == {INVOICING}
    asked = Membership.objects.get(state="asked")
    assert (asked.user, asked.asked_by, asked.until) == (person, person, None)
    person.follow_entra(["ChildWelfare", "Invoicing"])
    assert Membership.objects.filter(state="asked").count() == 1
    asked.approve(by=member)
    person.follow_entra(["ChildWelfare"])
    assert names(person) == {WELFARE}


def test_without_the_claim_the_standing_membership_ends_and_asks_anew(member, person):
    person.follow_entra(["ChildWelfare"])
    Membership.objects.get(state="asked").approve(by=member)
    person.follow_entra(["Invoicing"])
    assert names(person) == {INVOICING}
    person.follow_entra(["ChildWelfare"])
    assert names(person) == frozenset()
    assert [one.state for one in Membership.objects.filter(group=group())] == ["asked", "ended"]


def test_a_request_that_is_no_longer_claimed_is_taken_back(person, member):
    person.follow_entra(["ChildWelfare"])
    asked = Membership.objects.get(state="asked")
    person.follow_entra(["Invoicing"])
    with pytest.raises(Refused, match="alt avgjort"):
        asked.approve(by=member)
    assert WELFARE not in names(person)


def test_what_was_refused_is_not_asked_at_each_sign_in(person, member):
    person.follow_entra(["ChildWelfare"])
    Membership.objects.get(state="asked").refuse(by=member)
    person.follow_entra(["ChildWelfare"])
    assert not Membership.objects.filter(state="asked").exists()
    with time_machine.travel(in_days(31)):
        person.follow_entra(["ChildWelfare"])
    assert Membership.objects.filter(state="asked").exists()


def test_a_sign_in_wipes_nothing_that_was_given_for_a_time(asked, member, person):
    giver = staff("giver", INVOICING)
    asked.approve(by=member)
    Membership.ask(person, group(INVOICING), by=giver, reason=WHY, until=in_days(5))
    person.follow_entra(["Recruitment"])
    assert names(person) == {"Rekruttering", WELFARE, INVOICING}
    with time_machine.travel(in_days(6)):
        person.follow_entra(["Recruitment"])
        assert names(person) == {"Rekruttering", WELFARE}


def test_what_entra_gives_meanwhile_outlives_the_end(person):
    giver = staff("giver", INVOICING)
    Membership.ask(person, group(INVOICING), by=giver, reason=WHY, until=in_days(5))
    person.follow_entra(["Invoicing"])
    with time_machine.travel(in_days(6)):
        assert names(person) == {INVOICING}
        membership.end_lapsed()
        assert names(person) == {INVOICING}


def test_nobody_asks_for_a_standing_group_that_entra_would_take_again(leader, person):
    person.socialaccount_set.create(provider="entra", uid="x")
    with pytest.raises(Refused, match="Entra ID"):
        Membership.ask(person, group(), by=leader, reason=WHY)


# --- the other doors ----------------------------------------------------------------------------------------
PASSWORD = "tre gule hester i regn"


@pytest.fixture
def operator(monkeypatch, capsys):
    def run(*arguments: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
        call_command("staff", *arguments)
        return capsys.readouterr().out

    return run


def test_the_operator_puts_in_the_first_member_and_only_asks_for_the_next(operator):
    assert "first member" in operator("en", "--group", OFFICER)
    assert "waits for a member" in operator("to", "--group", OFFICER)
    one, two = User.objects.get(username="en"), User.objects.get(username="to")
    assert (names(one), names(two)) == ({OFFICER}, frozenset())
    Membership.objects.get(user=two).approve(by=one)
    assert names(two) == {OFFICER}


def test_a_group_whose_members_have_all_left_is_empty(operator):
    staff("sluttet", OFFICER, is_active=False)
    assert "first member" in operator("ny", "--group", OFFICER)


def test_the_operator_answers_what_entra_asked_where_nobody_can(operator, person):
    person.socialaccount_set.create(provider="entra", uid="x")
    person.follow_entra(["PrivacyOfficer"])
    assert "first member" in operator("person", "--group", OFFICER)
    person.follow_entra(["PrivacyOfficer"])
    assert names(person) == {OFFICER}
    for refused in (["--group", INVOICING], ["--group", OFFICER, "--superuser"], []):
        with pytest.raises(CommandError):
            operator("person", *refused)


def test_a_managers_change_of_open_groups_leaves_its_trace(person):
    manager = staff("forvalter", "Systemforvalter")
    Membership.ask(person, group(INVOICING), by=staff("giver", INVOICING), reason=WHY, until=in_days(5))
    shown = list(person.groups.values_list("pk", flat=True))
    form = {
        "username": "person",
        "is_active": "on",
        "initial-groups": shown,
        "groups": [group("Kommunikasjon").pk],
    }
    assert signed_in(manager).post(f"/admin/accounts/user/{person.pk}/change/", form).status_code == 302
    assert names(person) == {"Kommunikasjon"}
    came = Membership.objects.get(group=group("Kommunikasjon"))
    assert (came.came, came.asked_by, came.state) == ("manager", manager, "in_force")
    ended = Membership.objects.get(group=group(INVOICING))
    assert (ended.state, ended.ended_by) == ("ended", manager)


def test_whoever_is_in_a_sealed_group_today_stays_there(member, person):
    migration = importlib.import_module("accounts.migrations.0007_memberships")
    migration.keep_the_members_of_today(apps, connection.schema_editor())
    (kept,) = Membership.objects.all()
    assert (kept.user, kept.group.name, kept.state, kept.came) == (member, WELFARE, "in_force", "before")
    member.follow_entra(["ChildWelfare"])
    assert names(member) == {WELFARE}
    assert set(migration.SEALED) == roles.sealed_groups()


# --- the table of roles -------------------------------------------------------------------------------------
def test_every_group_has_somebody_who_lets_others_in():
    assert all(role.led_by and role.led_by <= ROLES.keys() for role in ROLES.values())


def test_whoever_leads_an_area_lets_others_into_its_groups():
    from django.contrib import admin

    desks = [desk for desk in admin.site._registry.values() if isinstance(desk, CaseAdmin)]
    assert desks
    for desk in desks:
        assert desk.leaders, "whoever stepped aside by mistake could not be let in again"
        for name in desk.model.groups_that_may_open:
            assert set(desk.leaders) <= ROLES[name].led_by
