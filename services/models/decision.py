"""What is decided about an application, and what follows from it: service, provider, plan and appeal.

What the family reads on My page lies under the citizens' keys. One letter may hold several decisions, one for
each service.
"""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.encryption import keyed_hash
from casework.fields import EncryptedField
from crispy_designsystemet.text import plain
from services.models.application import AppliedService, CareApplication
from services.models.provider import Provider
from services.models.service import ServiceType


class Unit(models.TextChoices):
    """The measures that families use."""

    HOURS_A_WEEK = "hours_a_week", _("timer i uka")
    HOURS_A_MONTH = "hours_a_month", _("timer i måneden")
    NIGHTS_A_MONTH = "nights_a_month", _("døgn i måneden")
    WEEKENDS_A_MONTH = "weekends_a_month", _("helger i måneden")
    DAYS_A_YEAR = "days_a_year", _("døgn i året")


class Decision(models.Model):
    """A decision as it is written, sent and kept (fvl. §§ 23–27). Unsent, it is a proposal.

    `content` is {"lines": [one for each service], "addressee": [lines of the letter], "language"}; a line
    is {"key", "outcome", "what", "amount", "unit", "ore", "starts", "ends", "reasons", "law"}: days as ISO
    dates, `ore` a monthly sum in øre. It is frozen when sent, so that the letter can be printed again as it
    was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(CareApplication, on_delete=models.CASCADE, related_name="decisions")
    by = models.CharField(_("av"), max_length=150, editable=False)
    written_at = models.DateTimeField(_("skrevet"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sendt"), null=True, editable=False)
    by_post = models.BooleanField(_("sendes i posten"), default=False, editable=False)
    posted_on = models.DateField(_("lagt i posten"), null=True, editable=False)
    content = EncryptedField(_("innhold"), ring="citizens")

    class Meta:
        ordering = ["written_at", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(sent_at=None), name="one_proposal_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class GrantedService(models.Model):
    """A service that was granted, from the waiting list to its end. Dates alone: what it is lies sealed."""

    applied = models.OneToOneField(AppliedService, on_delete=models.CASCADE, related_name="granted")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="granted")
    starts_on = models.DateField(_("gjelder fra"))
    ends_on = models.DateField(_("gjelder til og med"), null=True)
    waiting_since = models.DateField(_("på venteliste fra"), null=True)
    started_on = models.DateField(_("tjenesten startet"), null=True)
    ended_on = models.DateField(_("tjenesten avsluttet"), null=True)
    evaluate_on = models.DateField(_("vurderes på nytt"), null=True)
    # BPA: the day on which the municipality asks how the provider does.
    follow_up_on = models.DateField(_("kvaliteten følges opp"), null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["evaluate_on"], name="granted_evaluate_on"),
            models.Index(fields=["follow_up_on"], name="granted_follow_up_on"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def in_force(self, on: date) -> bool:
        """True while the service runs, or may begin."""
        ended = self.ended_on is not None and self.ended_on < on
        return not ended and (self.ends_on is None or on <= self.ends_on)


class ProviderChoice(models.Model):
    """Whom the manager of a BPA service has chosen. The newest counts; the earlier ones are the history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    granted = models.ForeignKey(GrantedService, on_delete=models.CASCADE, related_name="choices")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="choices")
    at = models.DateTimeField(_("valgt"), default=timezone.now, editable=False)
    by = models.CharField(_("av"), max_length=150, editable=False)

    class Meta:
        ordering = ["at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Appeal(models.Model):
    """A complaint about a decision. A late one is taken in too, and said to be late."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(CareApplication, on_delete=models.CASCADE, related_name="appeals")
    at = models.DateTimeField(_("mottatt"), default=timezone.now, editable=False)
    by = models.CharField(_("ført inn av"), max_length=150, editable=False)
    from_citizen = models.BooleanField(_("sendt av innbyggeren"), default=True, editable=False)
    is_late = models.BooleanField(_("etter fristen"), default=False, editable=False)
    text = EncryptedField(_("klage"), ring="citizens")

    class Meta:
        ordering = ["at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class InterimReply(models.Model):
    """The draft of an interim reply (fvl. § 11 a), and when it is sent the day that it promises."""

    application = models.OneToOneField(CareApplication, on_delete=models.CASCADE, related_name="interim")
    drafted_at = models.DateTimeField(_("laget"), default=timezone.now, editable=False)
    promised_on = models.DateField(_("nytt svar innen"), null=True, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class IndividualPlan(models.Model):
    """A plan across services. `content` is {"contact": whom to turn to, "participants", "goals"}."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(CareApplication, on_delete=models.CASCADE, related_name="plan")
    review_on = models.DateField(_("gjennomgås"), editable=False)
    changed_at = models.DateTimeField(_("endret"), auto_now=True)
    content = EncryptedField(_("plan"), ring="citizens")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class ApplicationToken(models.Model):
    """A keyed hash of one word of a child's name, or of the child's number. Made by the staff side."""

    application = models.ForeignKey(CareApplication, on_delete=models.CASCADE, related_name="tokens")
    token = models.CharField(max_length=64, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["application", "token"], name="one_token_a_case")]

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def index(cls, application: CareApplication) -> None:
        """Make the child findable. Doing it again changes nothing."""
        child = child_of(application.content)
        tokens = name_tokens(child["name"]) | ({number_token(child["pid"])} if child["pid"] else set())
        rows = (cls(application=application, token=token) for token in tokens)
        cls.objects.bulk_create(rows, ignore_conflicts=True)


def child_of(content: dict[str, Any]) -> dict[str, str]:
    """The child's `name` and `pid` as the application has them; empty where it does not say."""
    child = content.get("child") or {}
    return {"name": child.get("child_name") or "", "pid": child.get("pid") or ""}


def name_tokens(name: str) -> set[str]:
    """Keyed hashes of each word of a name, so that a child can be found by exact name."""
    words = plain(name).replace(",", " ").casefold().split()
    return {keyed_hash("application name", word) for word in words}


def number_token(national_id: str) -> str:
    """A keyed hash of a child's national identity number."""
    return keyed_hash("application national id", national_id)


BPA = ServiceType.Key.BPA
ALLOWANCE = ServiceType.Key.CARERS_ALLOWANCE
