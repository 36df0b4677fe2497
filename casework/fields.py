"""Model fields whose column holds only ciphertext."""

import json
import logging
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from casework.encryption import CannotOpen, decrypt, decrypt_with, encrypt, encrypt_with, is_current

alarm = logging.getLogger("portal.alarm")


class _Sealed(bytes):
    """Ciphertext on its way from the database; opened when somebody asks for the value."""


class _OpenOnRead:
    """Opens a sealed value at first use, because only then is the row known that it is bound to."""

    def __init__(self, field: "EncryptedField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            instance.refresh_from_db(fields=[self.field.attname])
        value = instance.__dict__[self.field.attname]
        if isinstance(value, _Sealed):
            value = self.field.open(instance, value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedField(models.Field):
    """Anything JSON can hold, encrypted and bound to its model, field and primary key.

    The primary key must be set before the row is saved, so use a UUID with a default. Reading a
    value that does not open raises CannotOpen; pages use `shown()`. `ring` says whose keys.
    """

    key_follows: ClassVar[tuple[str, ...]] = ()  # columns of the row that say which key: rotation reads them

    def __init__(self, *args: Any, ring: str = "desk", **kwargs: Any) -> None:
        self.ring = ring
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BinaryField"

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _OpenOnRead(self))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> "_Sealed | None":
        return None if value is None else _Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> "_Sealed | None":
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, _Sealed):
            return value
        return self.sealed(model_instance, value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, _Sealed):
            raise TypeError(f"{self.name} is encrypted: it is written with save() and not searched")
        return connection.Database.Binary(value)

    def sealed(self, instance: models.Model, value: Any) -> "_Sealed":
        return _Sealed(encrypt(_packed(value), bound_to=self._binding(instance), ring=self.ring))

    def open(self, instance: models.Model, value: bytes) -> Any:
        return json.loads(decrypt(value, bound_to=self._binding(instance), ring=self.ring))

    def is_current(self, instance: models.Model, value: bytes) -> bool:
        """True when this value needs no rotation."""
        return is_current(value, ring=self.ring)

    def _binding(self, instance: models.Model) -> str:
        return f"{self.model._meta.label_lower}.{self.name}:{instance.pk}"


class SealedField(EncryptedField):
    """Encrypted under the row's own key, which `data_key()` of the model finds. See casework.envelope."""

    def sealed(self, instance: Any, value: Any) -> "_Sealed":
        return _Sealed(encrypt_with(instance.data_key(), _packed(value), bound_to=self._binding(instance)))

    def open(self, instance: Any, value: bytes) -> Any:
        return json.loads(decrypt_with(instance.data_key(), value, bound_to=self._binding(instance)))

    def is_current(self, instance: Any, value: bytes) -> bool:
        """The row's key never changes; rotation wraps it anew."""
        return True


def _packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder).encode()


def holds(instance: models.Model, name: str) -> bool:
    """True where the column has a value, whether it opens or not."""
    return instance.__dict__.get(name) is not None


def shown(instance: models.Model, name: str) -> Any:
    """The value for a page, or None after raising the alarm when it cannot be opened."""
    try:
        return getattr(instance, name)
    except CannotOpen:
        alarm.error("cannot_open", extra={"model": instance._meta.label_lower, "field": name})
        return None


def unreadable() -> str:
    """What a page says in place of a value that `shown` could not open."""
    return _("kan ikke åpnes")
