from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.cases import CaseQuerySet, Note, list_indexes, status_field
from casework.fields import shown
from volunteers.models.citizen import VolunteeringCase
from volunteers.models.places import Area, TaskType


class VolunteerQuerySet(CaseQuerySet):
    def waiting_for_approval(self) -> Self:
        return self.filter(status=Volunteer.Status.RECEIVED)

    def available(self) -> Self:
        """Whoever may be asked at all: approved, not on a pause, and bound to confidentiality."""
        return self.filter(status=Volunteer.Status.APPROVED, declared_at__isnull=False)

    def undeclared(self) -> Self:
        return self.filter(status=Volunteer.Status.APPROVED, declared_at=None)

    def without_certificate(self) -> Self:
        """Those who offered a task whose law asks for a certificate that nobody has seen yet."""
        wanting = self.filter(tasks__in=TaskType.objects.exclude(certificate=""), certificate="")
        return wanting.exclude(status__in=Volunteer.final_statuses).distinct()


class Volunteer(VolunteeringCase):
    """A person, or an organisation with a group, who offers help.

    `content` holds name, phone, email, how to be told and what they say of themselves; an organisation's
    also its name, number and the group's size.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", _("Venter på godkjenning")
        APPROVED = "approved", _("Godkjent")
        PAUSED = "paused", _("Pause")
        DECLINED = "declined", _("Ikke godkjent")
        BLOCKED = "blocked", _("Sperret")
        LEFT = "left", _("Sluttet")

    class Party(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisasjon")

    transitions = {
        Status.RECEIVED: frozenset({Status.APPROVED, Status.DECLINED, Status.LEFT}),
        Status.APPROVED: frozenset({Status.PAUSED, Status.BLOCKED, Status.LEFT}),
        Status.PAUSED: frozenset({Status.APPROVED, Status.BLOCKED, Status.LEFT}),
        Status.DECLINED: frozenset({Status.APPROVED, Status.LEFT}),
        Status.BLOCKED: frozenset({Status.APPROVED, Status.LEFT}),
        Status.LEFT: frozenset(),
    }
    final_statuses = frozenset({Status.DECLINED, Status.LEFT})
    answers_by = frozenset({"approved", "refused"})
    checklist = {
        "called": _("Snakket med den frivillige"),
        "confidentiality": _("Taushetserklæring skrevet under"),
        "certificate": _("Politiattest sett, der oppgaven krever det"),
    }
    first_status = Status.RECEIVED

    status = status_field(Status)
    party = models.CharField(
        _("person eller organisasjon"), max_length=12, choices=Party, default=Party.PERSON, editable=False
    )
    tasks = models.ManyToManyField(TaskType, verbose_name=_("oppgaver"), related_name="volunteers")
    areas = models.ManyToManyField(
        "volunteers.Area", verbose_name=_("områder"), related_name="volunteers", blank=True
    )
    reach = models.PositiveSmallIntegerField(_("rekkevidde i områder"), default=0, editable=False)
    has_car = models.BooleanField(_("har bil"), default=False, editable=False)
    capacity = models.PositiveSmallIntegerField(_("oppdrag i uka"), default=1, editable=False)
    adult_on = models.DateField(_("fyller 18"), null=True, editable=False)  # empty for one who is of age
    declared_at = models.DateTimeField(_("taushetserklæring signert"), null=True, editable=False)
    # Seen, by whom and when. The certificate itself stays with the person.
    certificate = models.CharField(
        _("attest"), max_length=12, choices=TaskType.Certificate, blank=True, editable=False
    )
    certificate_seen_on = models.DateField(_("attest sett"), null=True, editable=False)
    certificate_seen_by = models.CharField(_("attest sett av"), max_length=150, blank=True, editable=False)
    asked_on = models.DateField(_("sist spurt"), null=True, editable=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta(VolunteeringCase.Meta):
        verbose_name = _("frivillig")
        verbose_name_plural = _("frivillige")
        default_permissions = ()
        indexes = [
            *list_indexes("volunteer", "-received_at", "-id")[:3],
            models.Index(fields=["status", "-received_at"], name="volunteer_status_received"),
            models.Index(fields=["citizen"], name="volunteer_citizen"),
        ]
        constraints = [
            # The other press of a double click, or a second tab, finds the first offer.
            models.UniqueConstraint(
                fields=["citizen"],
                condition=~Q(status="left") & Q(citizen__isnull=False),
                name="one_offer_a_citizen",
            ),
            models.CheckConstraint(
                condition=Q(certificate="", certificate_seen_on=None, certificate_seen_by="")
                | (~Q(certificate="") & Q(certificate_seen_on__isnull=False) & ~Q(certificate_seen_by="")),
                name="certificate_was_seen_by_somebody",
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="volunteer_capacity"),
        ]

    def came_in(self, files, *, by):
        """With the tasks and areas that were chosen."""
        super().came_in(files, by=by)
        self.take_over_choices()

    def take_over_choices(self) -> None:
        """Have the tasks and areas stand as rows, as `content` names them."""
        self.tasks.set(TaskType.objects.filter(slug__in=self.content["tasks"]))
        self.areas.set(Area.objects.filter(slug__in=self.content["areas"]))

    @property
    def first_name(self) -> str:
        """What the one who gets help calls them before anything is revealed; empty if it cannot be read."""
        return ((shown(self, "content") or {}).get("name") or "").split(" ")[0]

    def is_minor(self, on: date) -> bool:
        return self.adult_on is not None and on < self.adult_on

    @property
    def may_need_certificate(self) -> bool:
        return any(task.certificate for task in self.tasks.all())


class VolunteeringNote(Note):
    """An entry of the contact log: a note, how the contact was, and when to take it up again."""

    class How(models.TextChoices):
        NOTE = "", _("Bare et notat")
        PHONE = "phone", _("Telefon")
        MEETING = "meeting", _("Møte")
        WRITTEN = "written", _("E-post eller SMS")

    how = models.CharField(_("kontakt"), max_length=8, choices=How, blank=True, editable=False)
    follow_up_on = models.DateField(_("følges opp"), null=True, editable=False)
    followed_up_at = models.DateTimeField(_("fulgt opp"), null=True, editable=False)

    class Meta(Note.Meta):
        abstract = True

    @property
    def is_to_follow_up(self) -> bool:
        return self.follow_up_on is not None and self.followed_up_at is None


class VolunteerNote(VolunteeringNote):
    case = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="notes")
