"""What can be asked for, what can be answered, and why: codes that are counted, and the words for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Wish(models.TextChoices):
    DEFER = "defer", _("Betale senere")
    SPLIT = "split", _("Dele opp betalingen")


class Outcome(models.TextChoices):
    YES = "yes", _("Ja")
    PERSON = "person", _("En saksbehandler avgjør")
    NO = "no", _("Nei")


class Reason(models.TextChoices):
    """Why. The first is a yes by the rules; the next bring a person in; the last are a person's own."""

    WITHIN_RULES = "within_rules", _("Innenfor reglene")
    AT_COLLECTOR = "at_collector", _("Sendt til inkasso")
    NO_RULE = "no_rule", _("Ingen fast regel")
    LARGE_AMOUNT = "large_amount", _("Høyt beløp")
    AFTER_DUE_DATE = "after_due_date", _("Forfallet er passert")
    TOO_LONG = "too_long", _("For lang utsettelse")
    TOO_MANY_PARTS = "too_many_parts", _("For mange deler")
    SMALL_PARTS = "small_parts", _("For små deler")
    DISCRETION = "discretion", _("Skjønn")
    NOT_FOUND = "not_found", _("Fant ikke fakturaen")
    NOT_PAYER = "not_payer", _("Feil betaler")
    HAS_PLAN = "has_plan", _("Har avtale fra før")
    PAID = "paid", _("Fakturaen er betalt")


# What a person may give as the reason for a no.
FOR_NO = (
    Reason.AT_COLLECTOR,
    Reason.LARGE_AMOUNT,
    Reason.AFTER_DUE_DATE,
    Reason.TOO_LONG,
    Reason.TOO_MANY_PARTS,
    Reason.SMALL_PARTS,
    Reason.NOT_FOUND,
    Reason.NOT_PAYER,
    Reason.HAS_PLAN,
    Reason.PAID,
)
# And for taking back a yes: something in it was not so.
FOR_REVOKING = (
    Reason.NOT_FOUND,
    Reason.NOT_PAYER,
    Reason.HAS_PLAN,
    Reason.PAID,
    Reason.AT_COLLECTOR,
)
