"""What child welfare adds to a report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.notes import CaseNote


class ReportNote(CaseNote):
    """What a child-welfare worker notes on a report."""

    case = models.ForeignKey("concerns.ConcernReport", on_delete=models.CASCADE, related_name="notes")


class Handover(models.Model):
    """A report's way into the case system: transferred, confirmed there, and at last deleted here.

    `parts` is how many messages, files, notes and decisions the package held, so that later ones are noticed.
    """

    report = models.OneToOneField("concerns.ConcernReport", on_delete=models.CASCADE, related_name="handover")
    transferred_at = models.DateTimeField(_("overført"))
    manifest_digest = models.CharField(_("sjekksum"), max_length=64)
    parts = models.PositiveIntegerField(default=0, editable=False)
    case_reference = models.CharField(_("saksnummer i fagsystemet"), max_length=60, blank=True)
    confirmed_at = models.DateTimeField(_("bekreftet"), null=True)
    confirmed_by = models.CharField(_("bekreftet av"), max_length=150, blank=True)
    body_deleted_at = models.DateTimeField(_("innholdet slettet"), null=True)

    class Meta:
        verbose_name = _("overføring")
        verbose_name_plural = _("overføringer")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(body_deleted_at=None) | models.Q(confirmed_at__isnull=False),
                name="body_deleted_only_after_confirmation",
            )
        ]

    def __str__(self) -> str:
        return str(self.report_id)
