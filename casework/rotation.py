"""Moving everything encrypted to the first key, so that an old one can be taken away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from casework.encryption import CannotOpen
from casework.fields import EncryptedField


@dataclass
class Rotated:
    """How one kind of value fared: written again, or not to be opened with any key there is."""

    what: str
    done: int = 0
    unreadable: int = 0


type Rotation = Callable[[], Rotated]
_others: list[Rotation] = []


def also_rotates(rotation: Rotation) -> Rotation:
    """Declare how to rotate what lies encrypted outside an EncryptedField."""
    _others.append(rotation)
    return rotation


def rotate_all() -> Iterator[Rotated]:
    """Rotate every encrypted column and whatever else was declared. Safe to run again."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedField):
                yield _rotate_column(model, field)
    for rotation in _others:
        yield rotation()


def _rotate_column(model: type[models.Model], field: EncryptedField) -> Rotated:
    result = Rotated(f"{model._meta.label}.{field.name}")
    rows = model._base_manager.exclude(**{field.name: None}).only("pk", field.name, *field.key_follows)
    for row in rows.iterator():
        sealed = row.__dict__[field.attname]
        if field.is_current(row, sealed):
            continue
        try:
            fresh = field.sealed(row, field.open(row, sealed))
        except CannotOpen:
            result.unreadable += 1
            continue
        # Only where nobody wrote meanwhile: a newer value already has the new key.
        same = model._base_manager.filter(**{"pk": row.pk, field.name: sealed})
        result.done += same.update(**{field.name: fresh})
    return result
