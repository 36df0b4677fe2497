"""One family's application for care services, from the first signature to the end of the case."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from casework.cases import CaseQuerySet, list_indexes, status_field
from casework.citizen_cases import CitizenCase
from casework.messages import CaseFile, CaseMessage
from casework.notes import CaseNote
from casework.outbox import enqueue
from services import clocks
from services.models.service import ServiceType

CARE_SERVICES = "Velferdsforvaltning"


class CareApplicationQuerySet(CaseQuerySet):
    """Questions about many applications. Days are arguments."""

    def of(self, citizen):
        """Those this person has sent, the newest first."""
        return self.filter(citizen=citizen).order_by("-received_at")


class CareApplication(CitizenCase):
    """An application for one or several services (helse- og omsorgstjenesteloven kap. 3).

    The month of fvl. § 11 a runs from the first signature, also while something is asked for or a second
    guardian has not answered yet.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", _("Mottatt")
        MAPPING = "mapping", _("Kartlegges")
        MORE_ASKED = "more_asked", _("Venter på opplysninger")
        ASSESSING = "assessing", _("Vurderes")
        DECIDED = "decided", _("Vedtak er gjort")
        APPEALED = "appealed", _("Klagen behandles")
        FORWARDED = "forwarded", _("Klagen er sendt til statsforvalteren")
        WITHDRAWN = "withdrawn", _("Trukket")
        CLOSED = "closed", _("Avsluttet")

    _working = frozenset({Status.MAPPING, Status.MORE_ASKED, Status.ASSESSING})
    _ends = frozenset({Status.DECIDED, Status.WITHDRAWN, Status.CLOSED})
    transitions = {
        Status.RECEIVED: _working | _ends,
        Status.MAPPING: _working - {Status.MAPPING} | _ends,
        Status.MORE_ASKED: _working - {Status.MORE_ASKED} | _ends,
        Status.ASSESSING: _working - {Status.ASSESSING} | _ends,
        # A decision may be corrected, which is a decision anew.
        Status.DECIDED: frozenset({Status.DECIDED, Status.APPEALED, Status.ASSESSING, Status.CLOSED}),
        Status.APPEALED: frozenset({Status.DECIDED, Status.FORWARDED, Status.CLOSED}),
        Status.FORWARDED: frozenset({Status.DECIDED, Status.CLOSED}),
        Status.WITHDRAWN: frozenset({Status.ASSESSING}),
        Status.CLOSED: frozenset({Status.ASSESSING, Status.APPEALED}),
    }
    final_statuses = frozenset({Status.WITHDRAWN, Status.CLOSED})
    first_status = Status.RECEIVED
    groups_that_may_open = (CARE_SERVICES,)

    status = status_field(Status)
    interim_sent_at = models.DateTimeField(_("foreløpig svar sendt"), null=True, editable=False)
    # When the decision was put on My page, or posted: the appeal's weeks run from here.
    notified_at = models.DateTimeField(_("underrettet om vedtaket"), null=True, editable=False)
    # Set where an address is protected (fortrolig, strengt fortrolig): then no page shows address or place.
    address_is_protected = models.BooleanField(_("sperret adresse"), default=False, editable=False)

    objects = CareApplicationQuerySet.as_manager()

    answers_by = frozenset({"decided", "withdrawn"})
    checklist = {
        "child": _("Barnet har fått si hva det selv mener"),
        "guardians": _("Begge foreldre med foreldreansvar er hørt"),
        "address": _("Sett etter om adressen er sperret"),
        "plan": _("Vurdert om familien trenger individuell plan eller koordinator"),
        "reasons": _("Vedtaket sier hva vi har lagt vekt på, og hvordan man klager"),
    }

    class Meta(CitizenCase.Meta):
        verbose_name = _("søknad")
        verbose_name_plural = _("søknader om helse og omsorg")
        default_permissions = ()  # membership opens applications, no permission does
        indexes = [
            *list_indexes("application", "-unread", "received_at", "id")[:3],
            models.Index(fields=["status", "-received_at"], name="application_status_received"),
            models.Index(fields=["citizen", "-received_at"], name="application_citizen"),
        ]

    def came_in(self, files, *, by):
        """With a row for each service asked for."""
        super().came_in(files, by=by)
        for key in self.content["services"]:
            self.applied.create(key=key)
        enqueue("services.index", application=str(self.pk))

    def people(self):
        """With the second guardian, once they have answered."""
        yield from super().people()
        guardian = getattr(self, "second_guardian", None)
        if guardian and guardian.user:
            yield guardian.user.national_id

    def heard_from(self, *, by):
        """An answer to what the caseworker asked for brings the application back to assessment."""
        with transaction.atomic():
            asked = type(self).objects.select_for_update().filter(pk=self.pk, status=self.Status.MORE_ASKED)
            if case := asked.first():
                case.move_to(self.Status.ASSESSING, by=by, event="answered")

    @property
    def reply_due(self) -> date:
        """The last day for a decision or an interim reply with the reason and a new date."""
        return clocks.INTERIM.due(self.received_at)

    @property
    def appeal_due(self) -> date | None:
        """The last day to appeal; None before the decision is notified."""
        return clocks.APPEAL.due(self.notified_at) if self.notified_at else None

    def withdraw(self, *, by) -> None:
        """The applicant takes the application back. Raises TransitionRefused or ChangedMeanwhile."""
        self.move_to(self.Status.WITHDRAWN, by=by, event="withdrawn")


class AppliedService(models.Model):
    """One service within an application: asked for by the family, or put in by a caseworker."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Innvilget")
        PARTLY = "partly", _("Delvis innvilget")
        REJECTED = "rejected", _("Avslått")

    application = models.ForeignKey(CareApplication, on_delete=models.CASCADE, related_name="applied")
    key = models.CharField(_("tjeneste"), max_length=30, choices=ServiceType.Key)
    outcome = models.CharField(_("utfall"), max_length=10, choices=Outcome, blank=True, editable=False)
    # True for a service that nobody asked for and the caseworker found to fit better.
    added_by_desk = models.BooleanField(_("lagt til av saksbehandler"), default=False, editable=False)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="applied_once")]

    def __str__(self) -> str:
        return self.key


class ApplicationMessage(CaseMessage):
    """What the applicant and the caseworker write to each other."""

    case = models.ForeignKey(CareApplication, on_delete=models.CASCADE, related_name="messages")


class ApplicationFile(CaseFile):
    """A file of the application, of a message on it, or of a note."""

    case = models.ForeignKey(CareApplication, on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey(ApplicationMessage, null=True, on_delete=models.CASCADE, related_name="files")
    note = models.ForeignKey("ApplicationNote", null=True, on_delete=models.CASCADE, related_name="files")


class ApplicationNote(CaseNote):
    """What a caseworker notes."""

    case = models.ForeignKey(CareApplication, on_delete=models.CASCADE, related_name="notes")
