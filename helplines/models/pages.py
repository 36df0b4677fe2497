"""Crisis notices, information pages, and what people say about the numbers."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helplines.validation import end_after_start


class Notice(models.Model):
    """A message on every page for as long as it lasts."""

    class Level(models.IntegerChoices):
        INFO = 1, _("Til informasjon")
        WARNING = 2, _("Viktig")
        DANGER = 3, _("Fare")

    text = models.TextField(_("tekst"))
    level = models.PositiveSmallIntegerField(_("alvor"), choices=Level, default=Level.INFO)
    starts_at = models.DateTimeField(_("vises fra"), default=timezone.now)
    ends_at = models.DateTimeField(_("vises til"), null=True, blank=True)

    class Meta:
        verbose_name = _("krisevarsel")
        verbose_name_plural = _("krisevarsler")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.starts_at:%Y-%m-%d}"

    def clean(self) -> None:
        if not (self.text or "").strip():
            raise ValidationError({"text": _("Skriv hva varselet skal si.")})
        end_after_start(
            self.starts_at, self.ends_at, "ends_at", _("Slutten må være etter starten."), strict=True
        )


class InfoPage(models.Model):
    """A page of text. When its dates are over it stays readable, and says that it has ended."""

    slug = models.SlugField(_("nettadresse"), max_length=80, unique=True)
    title = models.CharField(_("tittel"), max_length=160)
    body = models.TextField(_("tekst"), help_text=_("Markdown. HTML blir ikke brukt."))
    starts_on = models.DateField(_("gjelder fra"), null=True, blank=True)
    ends_on = models.DateField(_("gjelder til og med"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=100)
    source = models.CharField(_("kilde"), max_length=40, blank=True)
    by_staff = models.BooleanField(_("endret av ansatte"), default=False, editable=False)

    class Meta:
        verbose_name = _("informasjonsside")
        verbose_name_plural = _("informasjonssider")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        end_after_start(self.starts_on, self.ends_on, "ends_on")

    def ended(self, day) -> bool:
        return self.ends_on is not None and self.ends_on < day

    def started(self, day) -> bool:
        return self.starts_on is None or self.starts_on <= day


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
