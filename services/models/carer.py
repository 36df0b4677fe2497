"""People who want to work as support contact or respite carer, and the pool of those who can be asked.

Recruitment reads the applications. Care services see the pool alone: who is available, for what, and how to
reach them; never references, motivation or recruitment's notes.
"""

import uuid
from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from casework.cases import CaseQuerySet, list_indexes, status_field
from casework.citizen_cases import CitizenCase
from casework.clocks import Clock
from casework.conflicts import look_at
from casework.fields import EncryptedField
from casework.messages import CaseFile, CaseMessage
from casework.notes import CaseNote

RECRUITMENT = "Rekruttering"

# How old a police certificate may be when it is shown (helse- og omsorgstjenesteloven § 5-4).
CERTIFICATE = Clock(
    "police certificate",
    law="helse- og omsorgstjenesteloven § 5-4; politiregisterforskriften § 37-1",
    source="Stavanger kommune: not older than three months. The regulation's paragraph is from memory.",
    verified=False,
    valid_from=date(2017, 1, 1),
    months=3,
)


class CertificateTooOld(Exception):
    """The police certificate was issued more than three months before it was shown."""


class CarerApplication(CitizenCase):
    """An application for work, from received to available in the pool."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Mottatt")
        INTERVIEW = "interview", _("Invitert til samtale")
        APPROVED = "approved", _("Godkjent")
        CERTIFICATE_SEEN = "certificate_seen", _("Politiattest er vist")
        CONTRACT = "contract", _("Avtale er inngått")
        AVAILABLE = "available", _("Kan få oppdrag")
        PAUSED = "paused", _("Har pause")
        REJECTED = "rejected", _("Ikke godkjent")
        WITHDRAWN = "withdrawn", _("Trukket")
        ENDED = "ended", _("Sluttet")

    transitions = {
        Status.RECEIVED: frozenset({Status.INTERVIEW, Status.REJECTED, Status.WITHDRAWN}),
        Status.INTERVIEW: frozenset({Status.APPROVED, Status.REJECTED, Status.WITHDRAWN}),
        Status.APPROVED: frozenset({Status.CERTIFICATE_SEEN, Status.REJECTED, Status.WITHDRAWN}),
        Status.CERTIFICATE_SEEN: frozenset({Status.CONTRACT, Status.REJECTED, Status.WITHDRAWN}),
        Status.CONTRACT: frozenset({Status.AVAILABLE, Status.ENDED}),
        Status.AVAILABLE: frozenset({Status.PAUSED, Status.ENDED}),
        Status.PAUSED: frozenset({Status.AVAILABLE, Status.ENDED}),
        Status.REJECTED: frozenset({Status.RECEIVED}),
        Status.WITHDRAWN: frozenset({Status.RECEIVED}),
        Status.ENDED: frozenset({Status.INTERVIEW}),
    }
    final_statuses = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.ENDED})
    first_status = Status.RECEIVED
    groups_that_may_open = (RECRUITMENT,)

    status = status_field(Status)
    # That a certificate was seen, when and by whom. The certificate itself stays with the person.
    certificate_seen_on = models.DateField(_("politiattest vist"), null=True, editable=False)
    certificate_seen_by = models.CharField(_("sett av"), max_length=150, blank=True, editable=False)

    objects = CaseQuerySet.as_manager()

    answers_by = frozenset({"approved", "rejected"})
    checklist = {
        "interview": _("Intervju gjennomført"),
        "references": _("Referanser ringt"),
        "certificate": _("Politiattest sett"),
        "confidentiality": _("Taushetserklæring skrevet under"),
    }

    class Meta(CitizenCase.Meta):
        verbose_name = _("søknad om arbeid")
        verbose_name_plural = _("søknader om arbeid")
        default_permissions = ()
        indexes = [
            *list_indexes("carer", "-received_at", "-id"),
            models.Index(fields=["status", "-received_at"], name="carer_status_received"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(certificate_seen_on=None, certificate_seen_by="")
                | (models.Q(certificate_seen_on__isnull=False) & ~models.Q(certificate_seen_by="")),
                name="certificate_seen_by_somebody",
            )
        ]

    # --- verbs --------------------------------------------------------------------------------------
    def came_in(self, files, *, by):
        super().came_in(files, by=by)
        look_at(self)

    def see_certificate(self, *, by, issued_on: date, on: date) -> None:
        """Note that the police certificate was shown on that day.

        Raises CertificateTooOld, TransitionRefused or ChangedMeanwhile.
        """
        if on > CERTIFICATE.due(issued_on):
            raise CertificateTooOld
        self.move_to(
            self.Status.CERTIFICATE_SEEN,
            by=by,
            event="certificate_seen",
            certificate_seen_on=on,
            certificate_seen_by=by.get_username(),
        )

    def make_available(self, *, by) -> None:
        """Put the carer into the pool. Raises TransitionRefused or ChangedMeanwhile."""
        with transaction.atomic():
            self.move_to(self.Status.AVAILABLE, by=by, event="available")
            PoolEntry.put_in(self)

    def leave_pool(self, status: str, *, by, event: str) -> None:
        """Pause or end. Raises TransitionRefused or ChangedMeanwhile."""
        with transaction.atomic():
            self.move_to(status, by=by, event=event)
            PoolEntry.objects.filter(carer=self).delete()


class PoolEntry(models.Model):
    """Somebody who can be asked today. Made from the application, gone with a pause."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    carer = models.OneToOneField(CarerApplication, on_delete=models.CASCADE, related_name="pool_entry")
    contact = EncryptedField(_("navn og telefon"))  # {"name": …, "mobile": …}
    hours = models.PositiveSmallIntegerField(_("timer i uka"))
    since = models.DateTimeField(_("fra"), auto_now_add=True)

    class Meta:
        verbose_name = _("støttekontakt eller avlaster")
        verbose_name_plural = _("støttekontakter og avlastere")
        ordering = ["since"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.carer.reference

    @classmethod
    def put_in(cls, carer: CarerApplication) -> None:
        """With a trait for each thing one can search by."""
        wish, about, skills = (carer.content[step] for step in ("wish", "about", "skills"))
        entry = cls.objects.create(
            carer=carer,
            contact={"name": about["name"], "mobile": about["mobile"]},
            hours=wish["hours"],
        )
        traits = {
            Trait.Kind.WORK: wish["work"],
            Trait.Kind.AREA: about["areas"],
            Trait.Kind.INTEREST: skills["interests"],
            Trait.Kind.LANGUAGE: skills["languages"],
            Trait.Kind.TIME: carer.content["times"]["times"],
        }
        Trait.objects.bulk_create(
            Trait(entry=entry, kind=kind, value=value) for kind, values in traits.items() for value in values
        )


class Trait(models.Model):
    """One thing a carer can be found by."""

    class Kind(models.TextChoices):
        WORK = "work", _("arbeid")
        AREA = "area", _("område")
        INTEREST = "interest", _("interesse")
        LANGUAGE = "language", _("språk")
        TIME = "time", _("tid")

    entry = models.ForeignKey(PoolEntry, on_delete=models.CASCADE, related_name="traits")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=40)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "value"], name="trait_kind_value")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"


class CarerMessage(CaseMessage):
    """What the applicant and recruitment write to each other."""

    case = models.ForeignKey(CarerApplication, on_delete=models.CASCADE, related_name="messages")


class CarerFile(CaseFile):
    """A file of the application, of a message on it, or of a note."""

    case = models.ForeignKey(CarerApplication, on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey(CarerMessage, null=True, on_delete=models.CASCADE, related_name="files")
    note = models.ForeignKey("CarerNote", null=True, on_delete=models.CASCADE, related_name="files")


class CarerNote(CaseNote):
    """What recruitment notes."""

    case = models.ForeignKey(CarerApplication, on_delete=models.CASCADE, related_name="notes")
