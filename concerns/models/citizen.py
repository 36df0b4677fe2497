"""Reports by people who signed in, so that My page can show them again."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.fields import EncryptedField


class CitizenReport(models.Model):
    """A signed-in reporter's way back: the receipt code, under the citizens' key.

    The row says that this person has sent a report, not which one; whoever holds the citizens' key as
    well can open it. That is weaker than a code that only the reporter has (docs/adr/0011).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="concern_reports", editable=False
    )
    code = EncryptedField(_("kvitteringskode"), ring="citizens")
    received_on = models.DateField(_("mottatt"), editable=False)

    class Meta:
        ordering = ["-received_on", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
