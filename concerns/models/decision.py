"""Why child welfare decided as it did."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.events import AppendOnly
from casework.fields import SealedField


class Decision(AppendOnly):
    """One decision on a report with its reason, sealed under the report's own key; never changed.

    `name` is the event's; `outcome` an Outcome or a Conclusion, empty where only a reason was given.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey("concerns.ConcernReport", on_delete=models.CASCADE, related_name="decisions")
    name = models.CharField(_("avgjørelse"), max_length=40, editable=False)
    outcome = models.CharField(_("utfall"), max_length=13, blank=True, editable=False)
    by = models.CharField(_("av"), max_length=150, blank=True, editable=False)
    at = models.DateTimeField(_("tid"), default=timezone.now, editable=False)
    # {"reason": …, "merged_into": …, "municipality": …}, only what was given
    detail = SealedField(_("begrunnelse"))

    class Meta:
        ordering = ["at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    def data_key(self) -> bytes:
        return self.report.data_key()
