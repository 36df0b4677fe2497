"""What a system manager may do with users, and the ways into sealed groups that are closed."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.models import User
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
    ids = [Group.objects.get(name=name).pk for name in groups]
    form = {"username": user.username, "is_active": "on", "groups": ids}
    return client.post(f"{USERS}{user.pk}/change/", form | fields)


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
