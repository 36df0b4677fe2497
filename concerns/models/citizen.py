"""Reports by people who signed in, so that My page can show them again."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.fields import EncryptedField, shown


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

    @classmethod
    def remember(cls, user: Any, code: str) -> Self:
        """Keep the way back to a report for this person. The same code twice is kept once."""
        mine = cls.objects.filter(user=user)
        same = next((one for one in mine if shown(one, "code") == code), None)
        return same or cls.objects.create(user=user, code=code, received_on=timezone.localdate())
