"""A column whose key follows from its row."""

from typing import Any

from casework.encryption import CannotOpen
from casework.fields import EncryptedField, SealedField


class FileDetailField(SealedField):
    """A file's name and key: under the report's own key, or, of a note's file, under the desk's ring.

    The receipt code finds the report's key, and must open nothing that child welfare keeps for itself.
    """

    key_follows = ("note", "report")

    def sealed(self, instance: Any, value: Any) -> Any:
        return self._as_of(instance).sealed(self, instance, value)

    def open(self, instance: Any, value: bytes) -> Any:
        try:
            return self._as_of(instance).open(self, instance, value)
        except CannotOpen:
            if not instance.note_id:
                raise
        # A note's file from before 2026-11-27, until rotate_keys has moved it.
        return super().open(instance, value)

    def is_current(self, instance: Any, value: bytes) -> bool:
        return self._as_of(instance).is_current(self, instance, value)

    def _as_of(self, instance: Any) -> type[EncryptedField]:
        return EncryptedField if instance.note_id else SealedField
