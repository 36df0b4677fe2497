"""What the ledger is told, what it tells us, and what the desk finds likely twins by."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.events import AppendOnly
from casework.fields import EncryptedField
from invoices import money
from invoices.models.decision import Decision
from invoices.models.request import InvoiceRequest


class LedgerExport(models.Model):
    """One night's file, kept as it was made: written again, it is the same to the byte."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(_("nummer"), unique=True)
    body = EncryptedField(_("innhold"))

    made_at = models.DateTimeField(_("laget"), default=timezone.now)
    written_at = models.DateTimeField(_("skrevet"), null=True)
    rows = models.PositiveIntegerField(_("rader"), default=0)
    sha256 = models.CharField(_("sjekksum"), max_length=64)

    class Meta:
        verbose_name = _("reskontrofil")
        verbose_name_plural = _("reskontrofiler")
        ordering = ["-number"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.number:06}"


class LedgerEntry(models.Model):
    """Something the ledger must know of a request: written with it, and exported exactly once."""

    class Kind(models.TextChoices):
        HOLD = "hold", _("Stopp purring")
        PLAN = "plan", _("Ny plan")
        RELEASE = "release", _("Opphev stopp og plan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(InvoiceRequest, on_delete=models.CASCADE, related_name="ledger")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    export = models.ForeignKey(LedgerExport, null=True, on_delete=models.PROTECT, related_name="entries")

    class Meta:
        ordering = ["at", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["at"], condition=models.Q(export=None), name="ledger_entry_waits")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Payment(AppendOnly):
    """One payment that the ledger told us of, found by its own number so that it counts once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(InvoiceRequest, on_delete=models.CASCADE, related_name="payments")
    place = models.PositiveSmallIntegerField()
    bank_digest = models.CharField(max_length=64)
    paid_on = models.DateField()
    amount = EncryptedField()

    class Meta:
        ordering = ["paid_on", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["request", "bank_digest"], name="paid_once")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def kroner(self) -> str:
        """The amount as a person reads it. Raises CannotOpen."""
        return money.shown(self.amount)


class InvoiceDigest(models.Model):
    """A keyed hash of an invoice's number or KID. The desk alone makes them, and finds twins by them."""

    request = models.ForeignKey(InvoiceRequest, on_delete=models.CASCADE, related_name="digests")
    place = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["request", "place", "digest"], name="one_digest_of_each")
        ]

    def __str__(self) -> str:
        return str(self.pk)
