"""What holds for a time: rows of law and policy, each with where it was read."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class DatedQuerySet(models.QuerySet):
    def in_force(self, on: date):
        """Rows that count on this day."""
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=on),
            models.Q(valid_to=None) | models.Q(valid_to__gte=on),
        )


class Dated(models.Model):
    """A rule or fact with its first and last day; an unknown day bounds nothing.

    `source` is where it was read and `verified` whether somebody has read it there, and not from memory.
    """

    valid_from = models.DateField(_("gjelder fra"), null=True, blank=True)
    valid_to = models.DateField(_("gjelder til og med"), null=True, blank=True)
    source = models.CharField(_("kilde"), max_length=200, blank=True)
    verified = models.BooleanField(_("kontrollert mot kilden"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def in_force(self, on: date) -> bool:
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on <= self.valid_to)

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("Sluttdatoen er før startdatoen.")})


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """The same rule in the database; `name` must be the table's own."""
    open_ended = models.Q(valid_from=None) | models.Q(valid_to=None)
    return models.CheckConstraint(
        condition=open_ended | models.Q(valid_to__gte=models.F("valid_from")), name=name
    )
