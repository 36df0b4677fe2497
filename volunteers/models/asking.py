"""Who was asked for a request, who said yes, and who was shown what."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases import TransitionRefused
from casework.events import AppendOnly
from casework.fields import EncryptedField


class Ask(models.Model):
    """One volunteer asked for one request. `parts` keeps the reasons as they were then."""

    class Answer(models.TextChoices):
        NONE = "", _("Ikke svart ennå")
        RESERVED = "reserved", _("Har sagt ja")
        WAITING = "waiting", _("Står på venteliste")
        DECLINED = "declined", _("Takket nei")
        WITHDREW = "withdrew", _("Trakk seg")
        LAPSED = "lapsed", _("Bekreftet ikke i tide")
        OVER = "over", _("Trengs ikke lenger")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("volunteers.HelpRequest", on_delete=models.CASCADE, related_name="asks")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="asks")
    wave = models.PositiveSmallIntegerField(_("runde"))
    at = models.DateTimeField(_("spurt"), default=timezone.now)
    by = models.CharField(_("av"), max_length=150)
    answer = models.CharField(_("svar"), max_length=8, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("svarte"), null=True)
    score = models.PositiveSmallIntegerField(_("poeng"), default=0)
    parts = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["request", "volunteer"], name="asked_once")]

    def __str__(self) -> str:
        return str(self.pk)


class MatchQuerySet(models.QuerySet["Match"]):
    def holding(self) -> Self:
        """Those that take up a place now."""
        return self.filter(status__in=Match.HOLDING)

    def overdue(self, now) -> Self:
        return self.filter(status=Match.Status.RESERVED, held_until__lt=now)


class Match(models.Model):
    """A volunteer in one of a request's places: reserved, then confirmed when they show who they are."""

    class Status(models.TextChoices):
        RESERVED = "reserved", _("Reservert")
        CONFIRMED = "confirmed", _("Avtalt")
        DONE = "done", _("Utført")
        NOT_MET = "not_met", _("Møttes ikke")
        CANCELLED = "cancelled", _("Avlyst")
        LAPSED = "lapsed", _("Ikke bekreftet i tide")

    class Outcome(models.TextChoices):
        NONE = "", _("Ikke svart")
        DONE = "done", _("Hjelpen er gitt")
        NOT_MET = "not_met", _("Vi møttes ikke")

    transitions = {
        Status.RESERVED: frozenset({Status.CONFIRMED, Status.CANCELLED, Status.LAPSED}),
        Status.CONFIRMED: frozenset({Status.DONE, Status.NOT_MET, Status.CANCELLED}),
        Status.DONE: frozenset({Status.NOT_MET}),
        Status.NOT_MET: frozenset({Status.DONE}),
        Status.CANCELLED: frozenset(),
        Status.LAPSED: frozenset(),
    }
    HOLDING = (Status.RESERVED, Status.CONFIRMED)
    COUNTING = (*HOLDING, Status.DONE, Status.NOT_MET)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("volunteers.HelpRequest", on_delete=models.CASCADE, related_name="matches")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="matches")
    ask = models.OneToOneField(Ask, null=True, on_delete=models.SET_NULL, related_name="match")
    # Empty once the request is taken up anew: what was before then takes up no place.
    place = models.PositiveSmallIntegerField(_("plass"), null=True)
    week = models.DateField(_("uke"), db_index=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.RESERVED)
    reserved_at = models.DateTimeField(_("reservert"), default=timezone.now)
    held_until = models.DateTimeField(_("holdes til"))
    confirmed_at = models.DateTimeField(_("avtalt"), null=True)
    ended_at = models.DateTimeField(_("avsluttet"), null=True)
    helper_says = models.CharField(_("den frivillige sier"), max_length=7, choices=Outcome, blank=True)
    seeker_says = models.CharField(_("den som fikk hjelp, sier"), max_length=7, choices=Outcome, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ["reserved_at", "id"]
        default_permissions = ()
        constraints = [
            # The last word when a hundred press at once: one row for one place.
            models.UniqueConstraint(
                fields=["request", "place"],
                condition=Q(status__in=("reserved", "confirmed", "done", "not_met")),
                name="one_helper_in_a_place",
            ),
            models.UniqueConstraint(
                fields=["request", "volunteer"],
                condition=Q(status__in=("reserved", "confirmed")),
                name="in_one_place_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def counting_in(cls, week: date) -> Q:
        """Those that count against a volunteer's capacity in the week that begins on this Monday."""
        weekly = Q(request__recurring=True, week__lt=week, status__in=cls.HOLDING)
        return Q(week=week, status__in=cls.COUNTING) | weekly

    def move_to(self, status: str, **changes) -> None:
        """Go on to `status`. Called with the request locked. Raises TransitionRefused."""
        if status not in self.transitions[self.status]:
            raise TransitionRefused(f"{self.status} → {status}")
        for name, value in {"status": status, **changes}.items():
            setattr(self, name, value)
        self.save(update_fields=["status", *changes])


class Reveal(AppendOnly):
    """Somebody was shown how to reach the other side of a match. Written before it is shown."""

    class Side(models.TextChoices):
        HELPER = "helper", _("Den frivillige så den som ba om hjelp")
        SEEKER = "seeker", _("Den som ba om hjelp, så den frivillige")

    class How(models.TextChoices):
        SIGNED_IN = "signed_in", _("innlogget")
        CODE = "code", _("kode på SMS")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="reveals")
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="+")
    side = models.CharField(_("hvem"), max_length=6, choices=Side)
    how = models.CharField(_("hvordan"), max_length=9, choices=How)
    at = models.DateTimeField(_("tid"), default=timezone.now)

    class Meta:
        ordering = ["at"]
        default_permissions = ()
        indexes = [models.Index(fields=["volunteer", "at"], name="reveal_volunteer_at")]

    def __str__(self) -> str:
        return str(self.pk)


class OneTimeCode(models.Model):
    """Six digits sent by SMS to whoever a link belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(db_index=True)  # the ask or the request that the link names
    code = EncryptedField(ring="citizens")
    made_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["made_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
