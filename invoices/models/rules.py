"""The rules as staff edit them: dated rows, none of which may say two things about one day."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework.events import AppendOnly
from invoices import rulebook
from invoices.amounts import OreField, PercentField
from invoices.kinds import Kind
from invoices.rulebook import Book, overlap

SOURCE_HELP = _("Hvor står det? For eksempel vedtaket eller lenken.")
LAST_HELP = _("Tomt betyr inntil videre.")


class DatedRow(models.Model):
    """Something that holds from one day to another. Subclasses say which rows may not meet."""

    first = models.DateField(_("gjelder fra"))
    last = models.DateField(_("gjelder til og med"), null=True, blank=True, help_text=LAST_HELP)
    source = models.CharField(_("kilde"), max_length=300, help_text=SOURCE_HELP)

    class Meta:
        abstract = True
        ordering = ["-first"]

    def dated(self) -> rulebook.Dated:
        """The row as the rulebook has it."""
        raise NotImplementedError

    def rivals(self) -> models.QuerySet:
        """The rows that this one may not overlap."""
        return type(self)._default_manager.exclude(pk=self.pk)

    def clean(self) -> None:
        super().clean()
        if self.first is None:
            return
        if self.last and self.last < self.first:
            raise ValidationError({"last": _("Sluttdatoen er før startdatoen.")})
        if rival := next((one for one in self.rivals() if overlap(_span(self), _span(one))), None):
            raise ValidationError({"first": _overlap_sentence(rival)})


class InvoiceRule(DatedRow):
    """What is granted at once for one kind of invoice."""

    kind = models.CharField(_("gjelder"), max_length=14, choices=Kind)
    max_days = models.PositiveSmallIntegerField(
        _("lengste utsettelse i dager"),
        validators=[MaxValueValidator(366)],
        help_text=_("Regnes fra forfallet. 0 betyr at en saksbehandler avgjør."),
    )
    max_parts = models.PositiveSmallIntegerField(
        _("flest deler"),
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text=_("En del i måneden. 1 betyr at en saksbehandler avgjør."),
    )
    smallest_part = OreField(_("minste del"))
    largest_amount = OreField(_("høyeste beløp"), help_text=_("Over dette avgjør en saksbehandler."))
    days_to_first = models.PositiveSmallIntegerField(
        _("dager til første del"),
        validators=[MaxValueValidator(60)],
        help_text=_("Første del forfaller tidligst så lenge etter spørsmålet."),
    )
    after_due_date = models.BooleanField(_("også etter forfall"), default=False)
    is_example = models.BooleanField(
        _("eksempel"), default=False, help_text=_("Fjern merket når kommunen har vedtatt regelen.")
    )

    class Meta(DatedRow.Meta):
        verbose_name = _("fakturaregel")
        verbose_name_plural = _("fakturaregler")
        ordering = ["kind", "-first"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first}"

    def rivals(self) -> models.QuerySet:
        return super().rivals().filter(kind=self.kind)

    def dated(self) -> rulebook.Rule:
        return rulebook.Rule(**_fields(self))


class InterestWaiverQuerySet(models.QuerySet["InterestWaiver"]):
    def on(self) -> Self:
        return self.filter(is_on=True)


class InterestWaiver(DatedRow):
    """A time for which the municipality asks no late interest, such as in a crisis. Only those on count."""

    kind = models.CharField(
        _("gjelder"), max_length=14, choices=Kind, blank=True, help_text=_("Tomt betyr alle fakturaer.")
    )
    is_on = models.BooleanField(_("på"), default=False, help_text=_("Bare når den er på, gjelder den."))

    objects = InterestWaiverQuerySet.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("periode uten forsinkelsesrente")
        verbose_name_plural = _("perioder uten forsinkelsesrente")

    def __str__(self) -> str:
        return f"{self.get_kind_display() or _('Alle')} {self.first}"

    def rivals(self) -> models.QuerySet:
        return super().rivals().filter(kind=self.kind)

    def dated(self) -> rulebook.Waiver:
        return rulebook.Waiver(**_fields(self))


class LateInterestRate(DatedRow):
    """The rate of late interest, which the ministry sets each January and July."""

    hundredths = PercentField(_("sats i prosent"), help_text=_("For eksempel 12,5."))
    verified = models.BooleanField(
        _("sjekket"), default=False, help_text=_("En person har lest satsen i kilden.")
    )

    class Meta(DatedRow.Meta):
        verbose_name = _("forsinkelsesrente")
        verbose_name_plural = _("forsinkelsesrenter")

    def __str__(self) -> str:
        return f"{self.hundredths / 100:g} % {self.first}"

    def dated(self) -> rulebook.Rate:
        return rulebook.Rate(**_fields(self))


class RulesVersion(AppendOnly):
    """All rules as they were from one change to the next. A decision is made by one, and made again by it."""

    at = models.DateTimeField(_("tid"), default=timezone.now)
    by = models.CharField(_("av"), max_length=150, blank=True)
    data = models.JSONField(_("regler"))

    class Meta:
        verbose_name = _("utgave av reglene")
        verbose_name_plural = _("utgaver av reglene")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def publish(cls, *, by: Any = None) -> None:
        """Make what the rows say count, as a new version where it differs from the one before."""
        with transaction.atomic():
            data = _rows_as_book().as_json()
            latest = cls.objects.first()
            if latest is None or latest.data != data:
                cls.objects.create(data=data, by=by.get_username() if by else "")

    @classmethod
    def current(cls) -> Book:
        """The rules of today; without any, a book in which a person decides everything."""
        latest = cls.objects.first()
        return latest.book if latest else Book()

    @property
    def book(self) -> Book:
        return Book.from_json(self.data, self.pk)


def _rows_as_book() -> Book:
    return Book(
        rules=tuple(row.dated() for row in InvoiceRule.objects.order_by("kind", "first")),
        waivers=tuple(row.dated() for row in InterestWaiver.objects.on().order_by("kind", "first")),
        rates=tuple(row.dated() for row in LateInterestRate.objects.order_by("first")),
    )


def _span(row: DatedRow) -> rulebook.Dated:
    return rulebook.Dated(row.first, row.last)


def _fields(row: DatedRow) -> dict[str, Any]:
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.name not in ("id", "is_on")
    }


def _overlap_sentence(rival: DatedRow) -> str:
    first = date_format(rival.first, "j. F Y")
    if rival.last is None:
        return _("En annen rad gjelder fra %(first)s inntil videre. Gi den en sluttdato først.") % {
            "first": first
        }
    last = date_format(rival.last, "j. F Y")
    return _("En annen rad gjelder fra %(first)s til %(last)s. To kan ikke gjelde samme dag.") % {
        "first": first,
        "last": last,
    }
