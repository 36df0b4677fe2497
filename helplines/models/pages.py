"""What staff write besides the lines: crisis notices and information pages."""

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
        if self.text and not self.text.strip():  # an empty one the field itself refuses
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
