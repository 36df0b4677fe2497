"""What was published when, and by whom: never changed, only added to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """A full copy of one line as citizens saw it from this moment; see helplines.snapshots."""

    helpline = models.ForeignKey("helplines.Helpline", on_delete=models.CASCADE, related_name="revisions")
    content = models.JSONField(_("innhold"))
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("publisert"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("publisert av"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Outlives the person: what staff wrote is never overwritten by a content set.
    by_staff = models.BooleanField(_("skrevet av ansatte"), default=False)
    comment = models.CharField(_("kommentar"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("utgave")
        verbose_name_plural = _("utgaver")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"
