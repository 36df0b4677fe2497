from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from asker_portal.roles import ROLES


class Command(BaseCommand):
    help = "Gives each group exactly what the role table says. Run it after migrate; twice does no harm."

    @transaction.atomic
    def handle(self, **options):
        existing = {
            f"{app}.{codename}": pk
            for pk, app, codename in Permission.objects.order_by().values_list(
                "pk", "content_type__app_label", "codename"
            )
        }
        for name, role in ROLES.items():
            if missing := role.permissions - existing.keys():
                raise CommandError(f"{name}: no such permission: {', '.join(sorted(missing))}")
        groups = _groups()
        _give({(groups[name], existing[each]) for name, role in ROLES.items() for each in role.permissions})
        for group in groups.keys() - ROLES.keys():
            self.stderr.write(f"The group «{group}» is in no role table, and is left alone.")


def _groups() -> dict[str, int]:
    """The number of each group, those of the table made where they are missing."""
    Group.objects.bulk_create([Group(name=name) for name in ROLES], ignore_conflicts=True)
    return dict(Group.objects.values_list("name", "pk"))


def _give(wanted: set[tuple[int, int]]) -> None:
    """Make these pairs of group and permission the only ones of the table's groups."""
    pairs = Group.permissions.through.objects
    given = {
        (group, permission): pk
        for pk, group, permission in pairs.filter(group__name__in=ROLES).values_list(
            "pk", "group_id", "permission_id"
        )
    }
    pairs.filter(pk__in=[pk for pair, pk in given.items() if pair not in wanted]).delete()
    pairs.bulk_create(
        pairs.model(group_id=group, permission_id=permission) for group, permission in wanted - given.keys()
    )
