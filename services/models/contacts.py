"""Whom one calls about the services, by role and never by name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.numbers import DigitsField, grouped


class CareContactQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published=True)

    def of_all_services(self):
        """Those on the pages who answer whatever the question is."""
        return self.published().filter(for_all=True)


class CareContact(models.Model):
    """A telephone that somebody answers about one service or about all of them."""

    key = models.SlugField(max_length=60, blank=True, editable=False)  # what the content set calls it
    role = models.CharField(_("rolle"), max_length=120, help_text=_("Skriv rollen, ikke navnet."))
    about = models.CharField(_("hva du kan spørre om"), max_length=200, blank=True)
    digits = DigitsField(_("nummer"))
    for_all = models.BooleanField(
        _("svarer om alle tjenestene"), default=False, help_text=_("Vises på alle sidene, og i veiviseren.")
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=100)
    published = models.BooleanField(_("vises på nettsidene"), default=True)
    source = models.CharField(_("kilde"), max_length=40, blank=True)
    by_staff = models.BooleanField(_("endret av ansatte"), default=False, editable=False)

    objects = CareContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("kontakt om tjenester")
        verbose_name_plural = _("kontakter om tjenester")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="one_care_contact_of_a_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.grouped}"

    @property
    def grouped(self) -> str:
        return grouped(self.digits)
