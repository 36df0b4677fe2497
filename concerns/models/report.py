import logging
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import envelope
from casework.cases import Case, list_indexes, status_field
from casework.doorway import presenting
from casework.encryption import CannotOpen
from casework.fields import SealedField
from casework.outbox import enqueue
from concerns import clocks, receipts
from concerns.models.worklists import ConcernReportQuerySet

alarm = logging.getLogger("portal.alarm")

CHILD_WELFARE = "Barnevern"
CHILD_WELFARE_LEADER = "Barnevern – leder"


class ConcernReport(Case):
    """A report of concern for a child (barnevernsloven § 2-1), from whoever sends it.

    Everything the reporter wrote lies in `content`, sealed under the report's own key; `keys` holds that
    key for child welfare and for escrow, `key_for_code` for the receipt code. Times of what a reporter
    does are kept to the hour, so that no row tells when somebody sat down to write.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", _("Mottatt")
        IN_REVIEW = "in_review", _("Gjennomgås")
        INVESTIGATING = "investigating", _("Undersøkes")
        CLOSED = "closed", _("Avsluttet")

    class Reporter(models.TextChoices):
        PRIVATE = "private", _("Privatperson")
        PARENT = "parent", _("Forelder")
        CHILD = "child", _("Barn eller ungdom selv")
        PROFESSIONAL = "professional", _("Fagperson med meldeplikt")

    class Identity(models.TextChoices):
        NAMED = "named", _("Med navn")
        HIDDEN = "hidden", _("Med navn, skjult for familien")
        ANONYMOUS = "anonymous", _("Anonym")

    class Source(models.TextChoices):
        WEB = "web", _("Skjema")
        PHONE = "phone", _("Telefon, skrevet av Innbyggerservice")

    class Outcome(models.TextChoices):
        INVESTIGATION = "investigation", _("Undersøkelse")
        ACUTE = "acute", _("Akutt tiltak")
        MERGED = "merged", _("Lagt til en undersøkelse som er i gang")
        DISMISSED = "dismissed", _("Henlagt")
        UNFOUNDED = "unfounded", _("Henlagt som åpenbart grunnløs")
        FORWARDED = "forwarded", _("Sendt til en annen kommune")

    class Conclusion(models.TextChoices):
        MEASURES = "measures", _("Fulgt opp med tiltak")
        DISMISSED = "dismissed", _("Henlagt etter undersøkelse")

    transitions = {
        Status.RECEIVED: frozenset({Status.IN_REVIEW, Status.INVESTIGATING, Status.CLOSED}),
        Status.IN_REVIEW: frozenset({Status.INVESTIGATING, Status.CLOSED}),
        Status.INVESTIGATING: frozenset({Status.CLOSED}),
        Status.CLOSED: frozenset({Status.IN_REVIEW}),
    }
    final_statuses = frozenset({Status.CLOSED})
    groups_that_may_open = (CHILD_WELFARE, CHILD_WELFARE_LEADER)

    status = status_field(Status)
    reporter = models.CharField(_("hvem melder"), max_length=12, choices=Reporter, editable=False)
    identity = models.CharField(_("melder"), max_length=10, choices=Identity, editable=False)
    source = models.CharField(_("kom inn ved"), max_length=5, choices=Source, editable=False)
    acute = models.BooleanField(_("haster"), default=False, editable=False)
    content = SealedField(_("innhold"))
    keys = models.JSONField(editable=False)
    key_for_code = models.CharField(max_length=200, editable=False)
    receipt_digest = models.CharField(max_length=64, unique=True, editable=False)
    # Read aloud to a caller, so that the first use of it gives another one in its place.
    code_is_spent_once = models.BooleanField(default=False, editable=False)
    # Something from the reporter that nobody in the group has opened yet.
    unread = models.BooleanField(_("ulest"), default=True, editable=False)
    opened_at = models.DateTimeField(_("først åpnet"), null=True, editable=False)
    outcome = models.CharField(
        _("utfall av gjennomgangen"), max_length=13, choices=Outcome, blank=True, editable=False
    )
    reviewed_at = models.DateTimeField(_("gjennomgått"), null=True, editable=False)
    is_extended = models.BooleanField(_("utvidet frist"), default=False, editable=False)
    conclusion = models.CharField(
        _("utfall av undersøkelsen"), max_length=10, choices=Conclusion, blank=True, editable=False
    )
    concluded_at = models.DateTimeField(_("undersøkelsen avsluttet"), null=True, editable=False)
    closed_at = models.DateTimeField(_("avsluttet"), null=True, editable=False)
    feedback_sent_at = models.DateTimeField(_("tilbakemelding sendt"), null=True, editable=False)

    objects = ConcernReportQuerySet.as_manager()

    answers_by = frozenset({"reviewed"})
    # Whoever is anonymous has no page of their own: all reporters read with their code.
    reply_variables = Case.reply_variables | {
        "svarside": lambda case: settings.SITE_URL + reverse("concerns:answer")
    }
    checklist = {
        "today": _("Vurdert om barnet trenger hjelp i dag"),
        "earlier": _("Sett etter tidligere meldinger om barnet"),
        "siblings": _("Tenkt på søsken og andre barn i hjemmet"),
        "reporter": _("Avklart hva den som meldte, skal få vite, og når"),
    }

    class Meta(Case.Meta):
        verbose_name = _("bekymringsmelding")
        verbose_name_plural = _("bekymringsmeldinger")
        default_permissions = ()  # membership opens reports; a permission would promise what it does not do
        indexes = [
            *list_indexes("report", "-unread", "-acute", "received_at", "id")[1:3],
            models.Index(fields=["status", "-received_at"], name="report_status_received"),
            models.Index(fields=["-unread", "-acute", "received_at", "id"], name="report_unread_received"),
            models.Index(
                fields=["received_at"],
                condition=models.Q(feedback_sent_at=None),
                name="report_awaits_feedback",
            ),
            models.Index(
                fields=["concluded_at"],
                condition=models.Q(reporter="professional"),
                name="report_duty_concluded",
            ),
            models.Index(
                fields=["-unread", "-acute", "received_at", "id"],
                condition=models.Q(acute=True),
                name="report_acute",
            ),
        ]

    # --- coming in ----------------------------------------------------------------------------------
    @classmethod
    def receive(
        cls, content: dict[str, Any], submission_key: str, *, files: Sequence[dict] = (), by: Any = None
    ) -> str:
        """Store a report and return its receipt code, which is told only once this has returned.

        `content` is the journey's answers by step; `files` what `casework.uploads` staged; `by` the
        employee who writes for a caller. The row is read back after the commit. The same sent again with
        the same key gives the same code and no second report.
        """
        code = receipts.code_for(submission_key, {**content, "files": list(files)})
        cls._store(content, code, files, by)
        if not cls._is_stored(code):
            raise cls.DoesNotExist("a report that was just stored")
        return code

    @classmethod
    def behind(cls, code: str) -> Self | None:
        """The report that this receipt code opens, unlocked; None where there is none.

        Raises CannotOpen after the alarm where the code is right and the report's key was changed.
        """
        digest = receipts.digest(code)
        with presenting(digest):
            report = cls.objects.filter(receipt_digest=digest).first()
        if report:
            try:
                report.unlock(code)
            except CannotOpen:
                alarm.error("cannot_open", extra={"model": cls._meta.label_lower, "field": "key_for_code"})
                raise
        return report

    @classmethod
    def _is_stored(cls, code: str) -> bool:
        with presenting(receipts.digest(code)):
            return cls.objects.filter(pk=receipts.report_id(code)).exists()

    @classmethod
    def _store(cls, content: dict[str, Any], code: str, files: Sequence[dict], by: Any) -> None:
        pk = receipts.report_id(code)
        try:
            with presenting(receipts.digest(code)):
                if cls.objects.filter(pk=pk).exists():
                    return
                report = cls._written(content, by)
                report.pk = pk  # stays when the caller gets another code: the form is stored once
                report.lock(code)
                report.save(force_insert=True)
                if files:
                    report.files.add_staged(report, files)
                report.note_event("received", by=by, at=report.received_at)
                enqueue("concerns.index", due_at=report.received_at, report=str(report.pk))
        except IntegrityError:
            # The other press of a double click was first; its row is read back by the caller.
            if not cls._is_stored(code):
                raise

    @classmethod
    def _written(cls, content: dict[str, Any], by: Any) -> Self:
        reporter = content["who"]["who"]
        return cls(
            status=cls.Status.RECEIVED,
            received_at=to_the_hour(timezone.now()),
            reporter=reporter,
            identity=content.get("reporter", {}).get("identity", cls.Identity.NAMED),
            source=cls.Source.PHONE if by else cls.Source.WEB,
            acute=bool(content["worry"].get("acute")),
            content=content,
            code_is_spent_once=bool(by),
        )

    # --- the key ------------------------------------------------------------------------------------
    def lock(self, code: str) -> None:
        """Make a new report's key, and wrap it for child welfare and for this code."""
        self._key = envelope.new_key()
        self.keys = envelope.seal_to_group(self._key, bound_to=self._bound_to)
        self.bind_to(code)

    def bind_to(self, code: str) -> None:
        """Let this code open the report, and no earlier one. Not saved here."""
        self.receipt_digest = receipts.digest(code)
        self.key_for_code = envelope.seal_to_code(
            self.data_key(), receipts.signs(code), bound_to=self._bound_to
        )

    def unlock(self, code: str) -> None:
        """Find the key by the code. Raises CannotOpen."""
        signs = receipts.signs(code)
        self._key = envelope.open_with_code(self.key_for_code, signs, bound_to=self._bound_to)

    def data_key(self) -> bytes:
        """The report's key: unlocked by a code, or opened with child welfare's own. Raises CannotOpen."""
        if not hasattr(self, "_key"):
            self._key = envelope.open_as_group(self.keys, bound_to=self._bound_to)
        return self._key

    @staticmethod
    def key_is_bound_to(pk: str) -> str:
        """What ties a wrapped key to its report, so that it opens no other."""
        return f"concerns.report key:{pk}"

    @property
    def _bound_to(self) -> str:
        return self.key_is_bound_to(str(self.pk))

    # --- what it says -------------------------------------------------------------------------------
    def people(self) -> list[str]:
        """The children alone: nobody else's number is asked for."""
        return [child.get("pid") or "" for child in self.children]

    @property
    def children(self) -> list[dict[str, Any]]:
        """Each child the report is about, as answered."""
        steps = ("you", *(f"child-{number}" for number in range(1, MOST_CHILDREN + 1)))
        return [self.content[step] for step in steps if step in self.content]

    @property
    def child_name(self) -> str:
        """The children's names as written, comma between; empty where none is known."""
        return ", ".join(name for child in self.children if (name := child.get("child_name")))

    # --- dates (concerns.clocks) --------------------------------------------------------------------
    @property
    def review_due(self) -> date:
        return clocks.REVIEW.due(self.received_at)

    @property
    def feedback_due(self) -> date:
        return clocks.FEEDBACK.due(self.received_at)

    @property
    def investigation_due(self) -> date:
        """From the end of the review week, however early the review was done."""
        clock = clocks.INVESTIGATION_EXTENDED if self.is_extended else clocks.INVESTIGATION
        return clock.due(self.review_due)

    @property
    def conclusion_feedback_due(self) -> date | None:
        """By when a reporter with a duty to report must hear that the investigation is over; else None."""
        is_told = self.feedback_sent_at and self.concluded_at and self.feedback_sent_at >= self.concluded_at
        if self.reporter != self.Reporter.PROFESSIONAL or not self.concluded_at or is_told:
            return None
        return clocks.CONCLUSION_FEEDBACK.due(self.concluded_at)

    @property
    def reopens_until(self) -> date | None:
        """The last day on which an answer from the reporter opens a closed report again."""
        return clocks.REOPEN.due(self.closed_at) if self.closed_at else None

    # --- verbs --------------------------------------------------------------------------------------
    def mark_opened(self, *, by) -> None:
        """Note that a member has read what came; the first time is an event. Otherwise does nothing."""
        unread = type(self).objects.filter(pk=self.pk, unread=True)
        now = timezone.now()
        with transaction.atomic():
            if not unread.update(unread=False, opened_at=self.opened_at or now):
                return
            if not self.opened_at:
                self.note_event("opened", by=by)
        self.unread, self.opened_at = False, self.opened_at or now

    def start_review(self, *, by) -> None:
        """Begin the week's review. Raises TransitionRefused or ChangedMeanwhile."""
        self.move_to(self.Status.IN_REVIEW, by=by, event="review_started")


MOST_CHILDREN = 6


def to_the_hour(at: datetime) -> datetime:
    """As exactly as times around a reporter are kept."""
    return at.replace(minute=0, second=0, microsecond=0)
