"""What people say about the numbers."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def this_hour():
    """Now, to the hour: enough to handle feedback, too little to point at who sent it."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


class NumberFeedback(models.Model):
    """Somebody says that a number is wrong. Asks for nothing about the sender."""

    helpline = models.ForeignKey(
        "helplines.Helpline",
        verbose_name=_("hjelpetelefon"),
        on_delete=models.CASCADE,
        related_name="feedback",
    )
    digits = models.CharField(_("nummer"), max_length=20, blank=True)
    message = models.CharField(_("melding"), max_length=500, blank=True)
    received_at = models.DateTimeField(_("mottatt"), default=this_hour, editable=False)
    handled_at = models.DateTimeField(_("behandlet"), null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("behandlet av"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("tilbakemelding om nummer")
        verbose_name_plural = _("tilbakemeldinger om numre")
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d} #{self.pk}"

    def handle(self, *, by) -> None:
        """Note that somebody has looked into it."""
        self.handled_at, self.handled_by = timezone.now(), by
        self.save(update_fields=["handled_at", "handled_by"])
