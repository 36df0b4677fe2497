from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Crisis(models.Model):
    """A time when many ask and many help, with an end: then its requests are closed, exported and forgotten.

    What the municipality's letter of 20 March 2020 set up in an outside tool had no such end.
    """

    name = models.CharField(_("navn"), max_length=80, unique=True)
    notice = models.CharField(
        _("tekst på siden om frivillige"), max_length=300, blank=True, help_text=_("Vises til krisen lukkes.")
    )
    opened_on = models.DateField(_("fra"))
    closed_at = models.DateTimeField(_("lukket"), null=True, blank=True, editable=False)
    closed_by = models.CharField(_("lukket av"), max_length=150, blank=True, editable=False)
    anonymised_at = models.DateTimeField(_("anonymisert"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-opened_on"]
        verbose_name = _("krise")
        verbose_name_plural = _("kriser")
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(closed_at=None),
                name="one_open_crisis",
            ),
            models.CheckConstraint(
                condition=models.Q(anonymised_at=None) | models.Q(closed_at__isnull=False),
                name="anonymised_after_closing",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError while another is open. The constraint is on a field that no form has."""
        others = Crisis.objects.exclude(pk=self.pk).filter(closed_at=None)
        if self.closed_at is None and others.exists():
            raise ValidationError(_("Det er en åpen krise allerede. Lukk den først."))

    @classmethod
    def current(cls) -> "Crisis | None":
        return cls.objects.filter(closed_at=None).first()
