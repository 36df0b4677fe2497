"""Files of a case: cleaned, encrypted under a key of their own, and kept under a random name."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from casework.fields import SealedField
from casework.outbox import enqueue
from casework.storage import fetch, keep, sealed_storage

if TYPE_CHECKING:
    from casework.cases import Case

# {"stored": name in the storage, "size": bytes, "name": for people, "type": MIME type, "key": base64}
type Staged = dict[str, Any]


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """What areas do with the files of a case."""

    def adopt(self, staged: Sequence[Staged], *, at: datetime, **owner: Any) -> None:
        """Keep staged files with their owner, and have them scanned from `at` on.

        Where another row has them already, this owner gets copies: somebody went back after sending,
        changed the text and sent again. Raises CannotOpen when such a copy cannot be made.
        """
        with transaction.atomic():
            try:
                with transaction.atomic():
                    files = self.bulk_create(self._rows(staged, owner))
            except IntegrityError:
                files = self.bulk_create(self._rows(map(_copy, staged), owner))
            for file in files:
                scan = {"model": file._meta.label, "file": str(file.pk), "since": at.isoformat()}
                enqueue("casework.scan", due_at=at, **scan)

    def seen_by_citizen(self) -> Self:
        """Without the files of the desk's own notes."""
        return self.filter(note=None)

    def _rows(self, staged: Iterable[Staged], owner: dict[str, Any]) -> list[Any]:
        return [
            self.model(
                stored=one["stored"],
                size=one["size"],
                detail={name: one[name] for name in ("name", "type", "key")},
                **owner,
            )
            for one in staged
        ]

    def erase(self) -> None:
        """Delete the rows, and after the commit what they stand for in the storage."""
        with transaction.atomic():
            names = list(self.values_list("stored", flat=True))
            self.delete()
            transaction.on_commit(lambda: _delete_from_storage(names))


class StoredFile(models.Model):
    """What the database knows of a file. Its name, type and key lie in `detail`, sealed with its case.

    Areas add the foreign key to their case, `case` and `data_key()`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Venter på viruskontroll")
        CLEAN = "clean", _("Kontrollert")
        REFUSED = "refused", _("Stanset av viruskontrollen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stored = models.CharField(max_length=100, unique=True, editable=False)
    size = models.PositiveIntegerField(_("størrelse"), editable=False)
    state = models.CharField(_("tilstand"), max_length=10, choices=State, default=State.WAITING)
    # {"name": …, "type": …, "key": base64 of the 32 bytes the bytes in storage are encrypted with}
    detail = SealedField(_("filnavn og nøkkel"))

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def case(self) -> "Case":
        """The case this file belongs to."""
        raise NotImplementedError

    def data_key(self) -> bytes:
        """The key of that case."""
        raise NotImplementedError

    @property
    def name(self) -> Any:
        return self.detail["name"]

    @property
    def may_be_opened(self) -> bool:
        """True once the virus scan let it through."""
        return self.state == self.State.CLEAN


def of_one() -> models.CheckConstraint:
    """A file of a note is of no message: what came with a message, its reader sees."""
    apart = models.Q(message=None) | models.Q(note=None)
    return models.CheckConstraint(condition=apart, name="%(class)s_of_one")


def claimed(names: Iterable[str]) -> set[str]:
    """Those of these names in the storage that a file of some case has."""
    names = list(names)
    tables = [model for model in apps.get_models() if issubclass(model, StoredFile)]
    return {
        stored
        for model in tables
        for stored in model._base_manager.filter(stored__in=names).values_list("stored", flat=True)
    }


def _copy(staged: Staged) -> Staged:
    stored, key = keep(fetch(staged["stored"], staged["key"]))
    return staged | {"stored": stored, "key": key}


def _delete_from_storage(names: Iterable[str]) -> None:
    for name in names:
        sealed_storage().delete(name)
