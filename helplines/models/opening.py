"""Numbers of a line, the weekly hours, and the dates that differ."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.numbers import DigitsField, grouped
from helplines import hours
from helplines.validation import end_after_start, validate_weekdays


class Number(models.Model):
    """One way in: a number for calls, for text messages, or a chat."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Ring")
        SMS = "sms", _("SMS")
        CHAT = "chat", _("Chat")

    helpline = models.ForeignKey("helplines.Helpline", on_delete=models.CASCADE, related_name="numbers")
    kind = models.CharField(_("kanal"), max_length=10, choices=Kind, default=Kind.PHONE)
    digits = DigitsField(_("nummer"), blank=True)
    note = models.CharField(
        _("i stedet for nummer"),
        max_length=200,
        blank=True,
        help_text=_("Hvis nummeret mangler: skriv hvordan folk får kontakt."),
    )
    label = models.CharField(_("merkelapp"), max_length=80, blank=True)
    valid_from = models.DateField(_("gjelder fra"), null=True, blank=True)
    valid_to = models.DateField(_("gjelder til og med"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)
    own_hours = models.BooleanField(_("har egne åpningstider"), default=False)

    class Meta:
        verbose_name = _("nummer")
        verbose_name_plural = _("numre")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return grouped(self.digits) or self.note

    def clean(self) -> None:
        """A channel says its number, or what to do without one."""
        end_after_start(self.valid_from, self.valid_to, "valid_to")
        if not self.digits and not self.note:
            raise ValidationError(
                {
                    "digits": _(
                        "Skriv nummeret, eller skriv under «I stedet for nummer» hvordan folk får kontakt."
                    )
                }
            )


class OfLineOrNumber(models.Model):
    """What belongs to the whole line, or to one of its numbers."""

    number = models.ForeignKey(
        Number,
        verbose_name=_("bare for nummeret"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="%(class)s_set",
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        if self.number and self.number.helpline_id != self.helpline_id:
            raise ValidationError({"number": _("Velg et nummer som hører til denne linja.")})


class Hours(OfLineOrNumber):
    """Open on these days of the week."""

    helpline = models.ForeignKey("helplines.Helpline", on_delete=models.CASCADE, related_name="hours")
    weekdays = models.CharField(
        _("ukedager"), max_length=7, validators=[validate_weekdays], help_text=_("0 er mandag, 6 er søndag.")
    )
    opens = models.TimeField(
        _("åpner"), null=True, blank=True, help_text=_("Tomt betyr at vi ikke vet når det åpner.")
    )
    closes = models.TimeField(_("stenger"), help_text=_("00:00 er midnatt."))
    valid_from = models.DateField(_("gjelder fra"), null=True, blank=True)
    valid_to = models.DateField(_("gjelder til og med"), null=True, blank=True)

    class Meta:
        verbose_name = _("åpningstid")
        verbose_name_plural = _("åpningstider")
        ordering = ["weekdays", "opens", "pk"]

    def __str__(self) -> str:
        return f"{self.weekdays} {self.opens or '?'}-{self.closes}"

    def clean(self) -> None:
        super().clean()
        end_after_start(self.valid_from, self.valid_to, "valid_to")
        if self.closes is not None and self.opens == self.closes:
            raise ValidationError(
                {"closes": _("Åpner og stenger er samme klokkeslett. Bruk «døgnåpent» for hele døgnet.")}
            )

    def span(self) -> hours.Span:
        return hours.Span(
            tuple(map(int, self.weekdays)), self.opens, self.closes, self.valid_from, self.valid_to
        )


class HoursException(OfLineOrNumber):
    """What holds on some dates instead of the week's hours and the holidays."""

    helpline = models.ForeignKey("helplines.Helpline", on_delete=models.CASCADE, related_name="exceptions")
    first = models.DateField(_("fra og med"))
    last = models.DateField(_("til og med"))
    closed = models.BooleanField(_("stengt"), default=False)
    opens = models.TimeField(_("åpner"), null=True, blank=True)
    closes = models.TimeField(_("stenger"), null=True, blank=True)
    reason = models.CharField(_("grunn"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("avvik")
        verbose_name_plural = _("avvik")
        ordering = ["first", "opens", "pk"]

    def __str__(self) -> str:
        return f"{self.first} - {self.last}"

    def clean(self) -> None:
        """Either closed, or open between two different times."""
        super().clean()
        end_after_start(self.first, self.last, "last")
        if self.closed and (self.opens or self.closes):
            raise ValidationError({"closed": _("Velg enten stengt eller klokkeslett, ikke begge.")})
        if not self.closed and self.closes is None:
            raise ValidationError({"closes": _("Skriv når det stenger, eller velg «stengt».")})
        if not self.closed and self.opens == self.closes:
            raise ValidationError({"closes": _("Åpner og stenger er samme klokkeslett.")})

    def dated(self) -> hours.DatedException:
        return hours.DatedException(self.first, self.last, self.closed, self.opens, self.closes, self.reason)
