"""Writes every encrypted value again with the first key, so that old keys can be taken away."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models

from casework.encryption import CannotOpen, is_current
from casework.fields import EncryptedField


class Command(BaseCommand):
    help = "Encrypts with the first of ENCRYPTION_KEYS what older keys sealed. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, EncryptedField):
                    done, failed = rotate(model, field)
                    self.stdout.write(
                        f"{model._meta.label}.{field.name}: {done} rotated, {failed} unreadable"
                    )


def rotate(model: type[models.Model], field: EncryptedField) -> tuple[int, int]:
    """Rotate one column; returns how many values were written again and how many would not open."""
    done = failed = 0
    rows = model._base_manager.exclude(**{field.name: None}).only("pk", field.name)
    for row in rows.iterator():
        sealed = row.__dict__[field.attname]
        if is_current(sealed):
            continue
        try:
            fresh = field.sealed(row, field.open(row, sealed))
        except CannotOpen:
            failed += 1
            continue
        # Only where nobody wrote meanwhile: a newer value already has the new key.
        same = model._base_manager.filter(**{"pk": row.pk, field.name: sealed})
        done += same.update(**{field.name: fresh})
    return done, failed
