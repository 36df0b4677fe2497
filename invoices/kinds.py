"""What the municipality sends invoices for: each kind has rules of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    KINDERGARTEN = "kindergarten", _("Barnehage")
    AFTER_SCHOOL = "after_school", _("SFO")
    FEES = "fees", _("Kommunale avgifter")
    PROPERTY_TAX = "property_tax", _("Eiendomsskatt")
    CARE = "care", _("Helse og omsorg")
    OTHER = "other", _("Noe annet")
