"""What a system manager may do with users, and the ways into sealed groups that are closed."""

import re
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.membership import Membership
from accounts.models import User
from accounts.signins import SignIn
from casework.outbox import deliver_waiting
from tests.accounts.sign_in import signed_in, staff

pytestmark = pytest.mark.usefixtures("roles_synced")

USERS = "/admin/accounts/user/"
SEALED = ("Barnevern", "Barnevern – leder")


@pytest.fixture
def manager():
    return signed_in(staff("forvalter", "Systemforvalter"))


@pytest.fixture
def superuser():
    return signed_in(staff("super", is_superuser=True))


@pytest.fixture
def colleague():
    return staff("kollega", "Kommunikasjon", password="x" * 20)


def save(client, user, *groups, **fields):
    """Post the user's page as it stands, with these groups ticked."""
    shown = user.groups.exclude(name__in=SEALED).values_list("pk", flat=True)
    form = {
        "username": user.username,
        "is_active": "on",
        "initial-groups": list(shown),
        "groups": [Group.objects.get(name=name).pk for name in groups],
    }
    return client.post(f"{USERS}{user.pk}/change/", form | fields)


def groups_of(user):
    return User.objects.get(pk=user.pk).group_names


def test_manager_moves_people_between_open_groups(manager, colleague):
    assert save(manager, colleague, "Faktura", "Rekruttering").status_code == 302
    assert User.objects.get(pk=colleague.pk).group_names == {"Faktura", "Rekruttering"}


@pytest.mark.parametrize("who", ["manager", "superuser"])
@pytest.mark.parametrize("group", SEALED)
def test_nobody_puts_anybody_into_a_sealed_group(who, group, colleague, request, caplog):
    client = request.getfixturevalue(who)
    assert group not in client.get(f"{USERS}{colleague.pk}/change/").context["adminform"].form.fields[
        "groups"
    ].queryset.values_list("name", flat=True)
    answer = save(client, colleague, "Kommunikasjon", group)
    assert "Denne gruppen er lukket" in answer.text
    assert User.objects.get(pk=colleague.pk).group_names == {"Kommunikasjon"}
    assert "sealed_group_refused" in caplog.messages


def test_member_of_a_sealed_group_stays_there(manager):
    worker = staff("barnevern", "Barnevern", "Kommunikasjon")
    save(manager, worker, "Faktura")
    assert User.objects.get(pk=worker.pk).group_names == {"Barnevern", "Faktura"}


@pytest.mark.parametrize("who", ["manager", "superuser"])
def test_password_of_a_sealed_member_is_out_of_reach(who, request):
    """Else a new password, and a second factor set up with it, would open the area."""
    client = request.getfixturevalue(who)
    worker = staff("barnevern", "Barnevern")
    address = f"{USERS}{worker.pk}/password/"
    new = {"password1": "tolv nye tegn her", "password2": "tolv nye tegn her"}
    assert client.get(address).status_code == 403
    assert client.post(address, new).status_code == 403
    assert not User.objects.get(pk=worker.pk).has_usable_password()
    assert worker.password not in client.get(f"{USERS}{worker.pk}/change/").text


def test_manager_gives_a_local_user_a_new_password(manager, colleague):
    new = {"password1": "tolv nye tegn her", "password2": "tolv nye tegn her", "usable_password": "true"}
    assert manager.post(f"{USERS}{colleague.pk}/password/", new).status_code == 302
    assert User.objects.get(pk=colleague.pk).check_password("tolv nye tegn her")


def test_manager_makes_nobody_a_superuser(manager, colleague):
    save(manager, colleague, "Faktura", is_superuser="on")
    assert not User.objects.get(pk=colleague.pk).is_superuser


def test_manager_does_not_touch_a_superuser(manager):
    root = staff("root", is_superuser=True)
    save(manager, root, username="annen")
    assert User.objects.get(pk=root.pk).username == "root"
    assert manager.post(f"{USERS}{root.pk}/password/", {}).status_code == 403


def test_groups_of_an_entra_user_are_read_only(manager, colleague):
    SocialAccount.objects.create(user=colleague, provider="entra", uid="x")
    save(manager, colleague, "Faktura")
    assert User.objects.get(pk=colleague.pk).group_names == {"Kommunikasjon"}


def test_new_user_is_an_employee(manager):
    form = {"username": "ny", "password1": "tolv nye tegn her", "password2": "tolv nye tegn her"}
    assert manager.post(f"{USERS}add/", form | {"usable_password": "true"}).status_code == 302
    user = User.objects.get(username="ny")
    assert (user.kind, user.is_staff, user.group_names) == (User.Kind.STAFF, True, frozenset())


def test_nobody_ticks_themself_into_a_group():
    """Not a superuser either: a colleague does it, and is named for it."""
    for name, fields in (("forvalter", {}), ("super", {"is_superuser": True})):
        user = staff(name, "Systemforvalter", **fields)
        save(signed_in(user), user, "Systemforvalter", "Faktura")
        assert groups_of(user) == {"Systemforvalter"}


def test_members_are_told_of_whom_a_manager_lets_in(manager, colleague, mailoutbox):
    staff("faktura", "Faktura", email="faktura@kommune.example")
    save(manager, colleague, "Kommunikasjon", "Faktura")
    deliver_waiting()
    (told,) = mailoutbox
    assert told.to == ["faktura@kommune.example"]
    assert "Faktura" in told.body
    assert "kollega" not in told.body


def test_a_page_that_is_old_takes_back_nothing_that_was_done_meanwhile(manager, colleague):
    shown = list(colleague.groups.values_list("pk", flat=True))
    other = Group.objects.get(name="Rekruttering")
    colleague.groups.add(other)
    save(manager, colleague, "Kommunikasjon", "Faktura", **{"initial-groups": shown})
    assert groups_of(colleague) == {"Kommunikasjon", "Rekruttering", "Faktura"}
    colleague.groups.remove(other)
    save(
        manager,
        colleague,
        *("Kommunikasjon", "Rekruttering", "Faktura"),
        **{"initial-groups": [*shown, other.pk]},
    )
    assert groups_of(colleague) == {"Kommunikasjon", "Faktura"}


def test_a_place_for_a_time_is_not_made_standing_by_a_page_that_is_old(manager, colleague):
    group, giver = Group.objects.get(name="Faktura"), staff("giver", "Faktura")
    until = timezone.now() + timedelta(days=2)
    given = Membership.ask(colleague, group, by=giver, reason="Vikar.", until=until)
    shown = list(colleague.groups.values_list("pk", flat=True))
    given.end(by=giver)
    save(manager, colleague, "Kommunikasjon", "Faktura", **{"initial-groups": shown})
    assert groups_of(colleague) == {"Kommunikasjon"}


@pytest.fixture
def awaited(colleague):
    """A local user for whom a sealed group's leader has asked."""
    staff("medlem", "Barnevern")
    leader = staff("leder", "Barnevern – leder", "Barnevern")
    return Membership.ask(colleague, Group.objects.get(name="Barnevern"), by=leader, reason="Ny.")


def test_whoever_waits_for_a_sealed_group_keeps_password_and_name(manager, colleague, awaited):
    """Else the members say yes to a name, and somebody else comes in."""
    new = {"password1": "tolv nye tegn her", "password2": "tolv nye tegn her", "usable_password": "true"}
    assert manager.post(f"{USERS}{colleague.pk}/password/", new).status_code == 403
    save(manager, colleague, "Kommunikasjon", first_name="Solveig", email="annen@kommune.example")
    colleague.refresh_from_db()
    assert colleague.check_password("x" * 20)
    assert (colleague.first_name, colleague.email) == ("", "")


def test_a_yes_ends_what_was_signed_in_by_password_before_it(colleague, awaited):
    browser = signed_in(colleague)
    SignIn.objects.create(user=colleague, session_key=browser.session.session_key)
    assert browser.get("/admin/").status_code == 200
    awaited.approve(by=User.objects.get(username="medlem"))
    assert browser.get("/admin/").status_code == 302


def test_a_local_employee_has_an_address_for_mail(manager, colleague):
    save(manager, colleague, "Kommunikasjon", email="kollega@kommune.example")
    colleague.refresh_from_db()
    assert colleague.email == "kollega@kommune.example"


def test_citizens_are_not_listed(manager):
    citizen = staff("c-1", kind=User.Kind.CITIZEN)
    assert "c-1" not in manager.get(USERS).text
    assert manager.get(f"{USERS}{citizen.pk}/change/").status_code == 302


def test_nobody_is_deleted(superuser, colleague):
    assert superuser.get(f"{USERS}{colleague.pk}/delete/").status_code == 403
    assert "delete_selected" not in superuser.get(USERS).text


def test_roles_can_be_read_but_not_changed(superuser):
    group = Group.objects.get(name="Barnevern")
    page = superuser.get(f"/admin/auth/group/{group.pk}/change/")
    assert "bekymringsmeldinger" in page.text
    assert 'name="_save"' not in page.text
    assert superuser.post(f"/admin/auth/group/{group.pk}/change/", {"name": "x"}).status_code == 403


def test_tables_of_sign_in_are_not_in_the_admin():
    shown = {model._meta.app_label for model in admin.site._registry}
    assert not shown & {"account", "socialaccount", "mfa", "sessions"}


def test_users_are_none_of_the_other_groups_business(colleague):
    assert signed_in(colleague).get(USERS).status_code == 403


def test_a_username_stays_what_the_access_log_calls_the_person(manager):
    user = staff("ansatt-1")
    save(manager, user, username="en-annen")
    user.refresh_from_db()
    assert user.username == "ansatt-1"


# --- ticks and numbers ------------------------------------------------------------------------------------
def test_ticks_on_a_page_with_an_error_elsewhere_are_kept(manager):
    """For somebody without groups the page carries none along; what is ticked was not shown before."""
    new = staff("ny")
    form = {"username": "ny", "is_active": "on", "groups": [Group.objects.get(name="Faktura").pk]}
    again = manager.post(f"{USERS}{new.pk}/change/", form | {"email": "ingen adresse"}).render().text
    assert 'name="groups"' in again
    shown = re.findall(r'name="initial-groups"[^>]* value="(\d+)"', again)
    manager.post(f"{USERS}{new.pk}/change/", form | {"email": "ny@kommune.example", "initial-groups": shown})
    assert groups_of(new) == {"Faktura"}


@pytest.mark.parametrize("field", ["groups", "initial-groups"])
@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "٣", "x"])
def test_no_number_of_a_group_breaks_the_page(manager, colleague, field, number):
    form = {"username": "kollega", "is_active": "on", field: [number]}
    assert manager.post(f"{USERS}{colleague.pk}/change/", form).status_code in (200, 302)


def test_whom_entra_has_locked_out_stays_so_when_saved(manager, colleague):
    SocialAccount.objects.create(user=colleague, provider="entra", uid="x")
    colleague.follow_entra([])
    assert save(manager, colleague).status_code == 302
    assert not User.objects.get(pk=colleague.pk).is_staff
