"""What help is given and where: data that coordinators keep true in the admin."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """A part of the municipality that people know by name. How far apart two are is counted in neighbours."""

    slug = models.SlugField(_("kortnavn"), unique=True)
    name = models.CharField(_("navn"), max_length=60, unique=True)
    neighbours = models.ManyToManyField("self", verbose_name=_("naboer"), blank=True)
    is_example = models.BooleanField(
        _("eksempel"), default=False, help_text=_("Fulgte med portalen. Se over, og fjern merket.")
    )
    is_active = models.BooleanField(_("i bruk"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("område")
        verbose_name_plural = _("områder")

    def __str__(self) -> str:
        return self.name


class TaskType(models.Model):
    """A kind of help, and what must be in place before somebody gives it.

    A police certificate may be asked for only where a law says so; without a legal basis there is no demand.
    """

    class Certificate(models.TextChoices):
        NONE = "", _("Ingen")
        # politiregisterforskriften § 34-1: voluntary organisations, for tasks with children
        ORGANISATION = "organisation", _("Barneomsorgsattest, sett av organisasjonen")
        HEALTH = "health", _("Politiattest etter helse- og omsorgstjenesteloven § 5-4")

    class Age(models.IntegerChoices):
        YOUTH = 16, _("Fra 16 år")
        ADULT = 18, _("Fra 18 år")

    slug = models.SlugField(_("kortnavn"), unique=True)
    name = models.CharField(_("navn"), max_length=60)
    description = models.CharField(_("forklaring"), max_length=200, blank=True)
    certificate = models.CharField(_("attest"), max_length=12, choices=Certificate, blank=True)
    legal_basis = models.CharField(_("hjemmel"), max_length=200, blank=True)
    minimum_age = models.PositiveSmallIntegerField(_("alder"), choices=Age, default=Age.ADULT)
    needs_car = models.BooleanField(_("krever bil"), default=False)
    with_children = models.BooleanField(_("sammen med barn"), default=False)
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)
    is_example = models.BooleanField(
        _("eksempel"), default=False, help_text=_("Fulgte med portalen. Se over, og fjern merket.")
    )
    is_active = models.BooleanField(_("i bruk"), default=True)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("oppgave")
        verbose_name_plural = _("oppgaver")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(certificate="") | ~models.Q(legal_basis=""),
                name="certificate_has_a_legal_basis",
                violation_error_message=_(
                    "En attest kan bare kreves når loven sier det. Skriv hvilken lov, eller krev ingen."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(certificate="") | models.Q(minimum_age=18),
                name="certificate_is_for_adults",
                violation_error_message=_("Oppgaver som krever attest, er for den som er fylt 18 år."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
