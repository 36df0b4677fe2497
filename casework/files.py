"""Files of a case: cleaned, encrypted under a key of their own, and kept under a random name."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.fields import SealedField


class StoredFile(models.Model):
    """What the database knows of a file. Its name, type and key lie in `detail`, sealed with its case.

    Areas add the foreign key to their case and `data_key()`.
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

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    def data_key(self) -> bytes:
        """The key of the case this file belongs to."""
        raise NotImplementedError

    @property
    def name(self) -> Any:
        return self.detail["name"]
