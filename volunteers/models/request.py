from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases import CaseQuerySet, list_indexes, status_field
from casework.outbox import enqueue
from volunteers.models.citizen import VolunteeringCase
from volunteers.models.volunteer import VolunteeringNote

MOST_HELPERS = 5


class HelpRequestQuerySet(CaseQuerySet):
    def waiting_for_helpers(self) -> Self:
        """Those that somebody should be asked for, or asked again."""
        return self.filter(status__in=(HelpRequest.Status.OPEN, HelpRequest.Status.ASKED))

    def nobody_answers(self) -> Self:
        """Asked, and nobody who was asked may still say yes."""
        Ask = HelpRequest.asks.rel.related_model
        unanswered = Ask.objects.filter(request=models.OuterRef("pk"), answer=Ask.Answer.NONE)
        return self.filter(status=HelpRequest.Status.ASKED).exclude(models.Exists(unanswered))

    def most_urgent_first(self) -> Self:
        return self.order_by("urgency", "received_at", "id")

    def with_problems(self) -> Self:
        return self.filter(problems__isnull=False, problems__handled_at=None).distinct()


class HelpRequest(VolunteeringCase):
    """Somebody who asks for help with one task, once or every week.

    `content` holds name, phone, email, how to be told, address and what is needed in their own words.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", _("Mottatt")
        OPEN = "open", _("Klar til å finne noen")
        ASKED = "asked", _("Frivillige er spurt")
        RESERVED = "reserved", _("Noen har sagt ja")
        MATCHED = "matched", _("Avtalt")
        DONE = "done", _("Utført")
        NOT_MET = "not_met", _("Møttes ikke")
        CANCELLED = "cancelled", _("Avlyst")
        CLOSED = "closed", _("Avsluttet")

    class Urgency(models.IntegerChoices):
        NOW = 1, _("I dag eller i morgen")
        WEEK = 2, _("Denne uka")
        ANY = 3, _("Når det passer")

    _over = frozenset({Status.CANCELLED, Status.CLOSED})
    transitions = {
        Status.RECEIVED: _over | {Status.OPEN},
        Status.OPEN: _over | {Status.ASKED, Status.RESERVED},
        Status.ASKED: _over | {Status.OPEN, Status.RESERVED},
        Status.RESERVED: _over | {Status.ASKED, Status.MATCHED},
        Status.MATCHED: _over | {Status.ASKED, Status.RESERVED, Status.DONE, Status.NOT_MET},
        Status.NOT_MET: _over | {Status.OPEN, Status.DONE},
        Status.DONE: frozenset({Status.OPEN, Status.NOT_MET, Status.CLOSED}),
        Status.CANCELLED: frozenset(),
        Status.CLOSED: frozenset(),
    }
    final_statuses = frozenset({Status.DONE, Status.CANCELLED, Status.CLOSED})
    answers_by = frozenset({"asked", "cancelled", "closed"})
    checklist = {
        "called": _("Snakket med den som ba om hjelp"),
        "health": _("Avklart at det ikke er helsehjelp eller omsorg det gjelder"),
        "after": _("Hørt hvordan det gikk"),
    }
    first_status = Status.RECEIVED

    status = status_field(Status)
    task = models.ForeignKey(
        "volunteers.TaskType", on_delete=models.PROTECT, related_name="requests", editable=False
    )
    area = models.ForeignKey(
        "volunteers.Area", null=True, on_delete=models.PROTECT, related_name="requests", editable=False
    )
    urgency = models.PositiveSmallIntegerField(_("haster"), choices=Urgency, editable=False)
    wanted_on = models.DateField(_("dag"), null=True, editable=False)  # empty when any day will do
    minutes = models.PositiveSmallIntegerField(_("varighet i minutter"), default=60, editable=False)
    recurring = models.BooleanField(_("hver uke"), default=False, editable=False)
    places = models.PositiveSmallIntegerField(_("antall hjelpere"), default=1, editable=False)
    needs_car = models.BooleanField(_("trenger bil"), default=False, editable=False)
    concerns_child = models.BooleanField(_("gjelder et barn"), default=False, editable=False)

    objects = HelpRequestQuerySet.as_manager()

    class Meta(VolunteeringCase.Meta):
        verbose_name = _("forespørsel om hjelp")
        verbose_name_plural = _("forespørsler om hjelp")
        default_permissions = ()
        indexes = list_indexes("help", "urgency", "received_at", "id")[:3]
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=MOST_HELPERS), name="help_request_places"
            ),
            # Where the address is protected, no column says in which part of the municipality it is.
            models.CheckConstraint(
                condition=Q(protected=False) | Q(area=None), name="protected_request_has_no_area"
            ),
        ]

    def came_in(self, files, *, by):
        """With a first link to whoever asked: the way back, without signing in."""
        super().came_in(files, by=by)
        enqueue("volunteers.tell_seeker", request=str(self.pk))

    def first_day(self, today: date | None = None) -> date:
        """The first day on which it may be done."""
        today = today or timezone.localdate()
        return max(self.wanted_on, today) if self.wanted_on else today


class HelpRequestNote(VolunteeringNote):
    case = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="notes")
