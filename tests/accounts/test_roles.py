"""The role table says who may do what, and the database says the same."""

import re

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db.models import Model

from accounts import roles
from accounts.roles import Role
from asker_portal.roles import ROLES
from casework.admin import AccessEntryAdmin
from casework.cases import Case

GROUPS = {
    "Barnevern",
    "Barnevern – leder",
    "Barnevernvakt",
    "Velferdsforvaltning",
    "Rekruttering",
    "Frivilligkoordinator",
    "Faktura",
    "Innbyggerservice",
    "Kommunikasjon",
    "Systemforvalter",
    "Personvernombud",
}


def permissions_of(group: Group) -> set[str]:
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{name}" for app, name in rows}


def test_every_group_of_the_product_is_there(roles_synced):
    assert set(Group.objects.values_list("name", flat=True)) == ROLES.keys() == GROUPS


def test_each_group_may_exactly_what_the_table_says(roles_synced):
    """Every permission of the table exists, too: sync_roles stops at one that does not."""
    group = Group.objects.get(name="Innbyggerservice")
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    call_command("sync_roles")
    for group in Group.objects.all():
        assert permissions_of(group) == ROLES[group.name].permissions


def test_a_group_of_no_role_is_named_and_left_alone(db, capsys):
    group = Group.objects.create(name="Ukjent")
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    call_command("sync_roles")
    assert "Ukjent" in capsys.readouterr().err
    assert permissions_of(group) == {"accounts.delete_user"}


def test_the_sync_asks_no_more_for_many_groups_than_for_few(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        call_command("sync_roles")


def test_unknown_permission_stops_the_sync(db, monkeypatch):
    wrong = Role("", entra_role="X", permissions=frozenset({"accounts.fly_user"}))
    monkeypatch.setitem(ROLES, "Barnevern", wrong)
    with pytest.raises(CommandError, match="fly_user"):
        call_command("sync_roles")
    assert not Group.objects.exists()


def test_every_group_that_opens_cases_or_their_log_is_a_role():
    cases = [model for model in apps.get_models() if issubclass(model, Case)]
    opening = {name for case in cases for name in case.groups_that_may_open}
    assert opening
    assert opening | set(AccessEntryAdmin.groups_that_may_read) <= ROLES.keys()


def test_each_entra_role_fills_one_group():
    entra_roles = [role.entra_role for role in ROLES.values()]
    assert len(set(entra_roles)) == len(entra_roles)


def test_child_welfare_and_the_reader_of_the_log_are_sealed():
    assert roles.sealed_groups() == {"Barnevern", "Barnevern – leder", "Personvernombud"}


def test_no_permission_opens_a_case():
    """Membership does, so that no superuser and no slip in this table can."""
    given = {permission for role in ROLES.values() for permission in role.permissions}
    opened = {re.sub(r"\.[a-z]+_", ".", permission) for permission in given}
    assert not opened & {model._meta.label_lower for model in parts_of_cases()}


def parts_of_cases() -> set[type[Model]]:
    """Every kind of case, and every model that hangs on one by a foreign key."""
    cases = {model for model in apps.get_models() if issubclass(model, Case)}
    assert len(cases) >= 4
    found = cases
    while more := {model for model in apps.get_models() if hangs_on(model, found)} - found:
        found = found | more
    return found


def hangs_on(model: type[Model], others: set[type[Model]]) -> bool:
    return any(field.many_to_one and field.related_model in others for field in model._meta.get_fields())


def test_superuser_is_in_no_group(roles_synced, django_user_model):
    root = django_user_model.objects.create_superuser("root")
    assert not any(root.in_group(name) for name in ROLES)
