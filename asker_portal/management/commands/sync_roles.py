from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from asker_portal.roles import ROLES


class Command(BaseCommand):
    help = "Gives each group exactly what the role table says. Run it after migrate; twice does no harm."

    @transaction.atomic
    def handle(self, **options):
        existing = {
            f"{permission.content_type.app_label}.{permission.codename}": permission
            for permission in Permission.objects.select_related("content_type")
        }
        for name, role in ROLES.items():
            if missing := role.permissions - existing.keys():
                raise CommandError(f"{name}: no such permission: {', '.join(sorted(missing))}")
            group, _new = Group.objects.get_or_create(name=name)
            group.permissions.set(existing[permission] for permission in role.permissions)
        for group in Group.objects.exclude(name__in=ROLES):
            self.stderr.write(f"The group «{group}» is in no role table, and is left alone.")
