"""Who gives personal assistance for the municipality: private firms under contract, and its own service."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.numbers import DigitsField, grouped
from services.models.dated import Dated, ends_after_it_starts


class Provider(Dated):
    """One provider of BPA for as long as its contract lasts. No name means that the source gives none."""

    class Kind(models.TextChoices):
        PRIVATE = "private", _("Privat leverandør")
        MUNICIPAL = "municipal", _("Kommunens egen tjeneste")

    key = models.SlugField(max_length=60, blank=True, editable=False)  # what the content set calls it
    kind = models.CharField(_("type"), max_length=10, choices=Kind)
    name = models.CharField(
        _("navn"), max_length=120, blank=True, help_text=_("Tomt: siden sier at navnet ikke er oppgitt.")
    )
    digits = DigitsField(_("nummer"), blank=True)
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=100)
    by_staff = models.BooleanField(_("endret av ansatte"), default=False, editable=False)

    class Meta:
        verbose_name = _("leverandør av BPA")
        verbose_name_plural = _("leverandører av BPA")
        ordering = ["order", "pk"]
        constraints = [
            ends_after_it_starts("provider_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="one_provider_of_a_key"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name, or what is known without one."""
        if self.name:
            return self.name
        kind = self.get_kind_display()
        if self.kind == self.Kind.MUNICIPAL:
            return kind
        number = self.key.rpartition("-")[2]
        if number.isdigit():  # a family that chooses must be able to tell the nameless apart
            kind = f"{kind} {number}"
        return _("%(kind)s (navnet er ikke oppgitt)") % {"kind": kind}

    @property
    def grouped(self) -> str:
        return grouped(self.digits)
