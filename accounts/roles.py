"""The roles of the product. `settings.ROLE_TABLE` names the table; the portal's own lies in asker_portal."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Role:
    """What one group is for and may do.

    entra_role: the value of the app role in Entra ID that fills the group.
    sealed: nobody is put in by an administrator or by Entra ID alone: a member says yes, and all are told.
    led_by: the groups whose members give others this one for a time, or ask for it where it is sealed.
    """

    description: Any
    entra_role: str
    permissions: frozenset[str] = field(default=frozenset())
    sealed: bool = False
    led_by: frozenset[str] = field(default=frozenset())


def table() -> dict[str, Role]:
    """Every role, by the name of its group."""
    return import_string(settings.ROLE_TABLE)


def sealed_groups() -> frozenset[str]:
    return frozenset(name for name, role in table().items() if role.sealed)


def led_by(groups: Iterable[str]) -> frozenset[str]:
    """The groups into which members of these may let others."""
    mine = frozenset(groups)
    return frozenset(name for name, role in table().items() if role.led_by & mine)


def groups_for(entra_roles: Iterable[str]) -> frozenset[str]:
    """The groups these app roles fill. Roles nobody knows are left out."""
    asked = frozenset(entra_roles)
    return frozenset(name for name, role in table().items() if role.entra_role in asked)


def unknown(entra_roles: Iterable[str]) -> frozenset[str]:
    """Those of the app roles that fill no group."""
    return frozenset(entra_roles) - {role.entra_role for role in table().values()}
