from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Self

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases import Case, CaseQuerySet, Note, status_field
from casework.encryption import keyed_hash
from casework.fields import EncryptedField
from casework.outbox import enqueue
from concerns import clocks, receipts
from crispy_designsystemet.text import plain

CHILD_WELFARE = "Barnevern"
CHILD_WELFARE_LEADER = "Barnevern – leder"
MOST_NAMES = 12  # in one search: each is a join, and a database takes only so many


def name_tokens(names: Iterable[str]) -> set[str]:
    """Keyed hashes of each word of the names, so that a child can be found by exact name."""
    words = {word for name in names for word in plain(name).casefold().split()}
    return {keyed_hash("concern name", word) for word in words}


class ConcernReportQuerySet(CaseQuerySet):
    def naming(self, words: str) -> Self:
        """Reports on a child whose name has all of these words; none where no name has so many."""
        tokens = name_tokens([words])
        if len(tokens) > MOST_NAMES:
            return self.none()
        found = self
        for token in tokens:
            found = found.filter(name_tokens__token=token)
        return found

    def unread(self) -> Self:
        return self.filter(opened_at=None)

    def overdue(self, on: date) -> Self:
        """Received so long ago that the review should have been done before `on`."""
        first_in_time = timezone.make_aware(
            datetime.combine(on - timedelta(days=clocks.REVIEW.days), datetime.min.time())
        )
        return self.filter(status=ConcernReport.Status.RECEIVED, received_at__lt=first_in_time)


class ConcernReport(Case):
    """A report of concern for a child, from a private person (barnevernsloven § 2-1).

    Everything the reporter wrote lies in `content`, encrypted. Times are kept to the hour, so that
    no row tells when somebody sat down to write.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", _("Mottatt")
        IN_REVIEW = "in_review", _("Gjennomgås")

    class Identity(models.TextChoices):
        NAMED = "named", _("Med navn")
        ANONYMOUS = "anonymous", _("Anonym")

    transitions = {
        Status.RECEIVED: frozenset({Status.IN_REVIEW}),
        Status.IN_REVIEW: frozenset(),
    }
    groups_that_may_open = (CHILD_WELFARE, CHILD_WELFARE_LEADER)

    status = status_field(Status)
    identity = models.CharField(_("melder"), max_length=10, choices=Identity, editable=False)
    content = EncryptedField(_("innhold"))
    receipt_digest = models.CharField(max_length=64, unique=True, editable=False)
    opened_at = models.DateTimeField(_("først åpnet"), null=True, editable=False)

    objects = ConcernReportQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name = _("bekymringsmelding")
        verbose_name_plural = _("bekymringsmeldinger")
        default_permissions = ()  # membership opens reports; a permission would promise what it does not do
        indexes = [models.Index(fields=["status", "-received_at"], name="report_status_received")]

    @classmethod
    def receive(cls, answers: dict, submission_key: str) -> str:
        """Store a report and return its receipt code, which is told only once this has returned.

        The row is read back after the commit. The same answers sent again with the same key give the
        same code and no second report.
        """
        code = receipts.code_for(submission_key, answers)
        digest = receipts.digest(code)
        if not cls.objects.filter(receipt_digest=digest).exists():
            cls._store(answers, digest)
        cls.objects.only("pk").get(receipt_digest=digest)
        return code

    @classmethod
    def _store(cls, answers: dict, digest: str) -> None:
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        report = cls(
            status=cls.Status.RECEIVED,
            received_at=hour,
            identity=answers["reporter"]["identity"],
            content=answers,
            receipt_digest=digest,
        )
        try:
            with transaction.atomic():
                report.save(force_insert=True)
                report.note_event("received", by=None, at=hour)
                enqueue("concerns.index", due_at=hour, report=str(report.pk))
        except IntegrityError:
            # The other press of a double click was first; its row is read back by the caller.
            if not cls.objects.filter(receipt_digest=digest).exists():
                raise

    @property
    def child_name(self) -> str:
        """The child's name as the reporter wrote it; empty when they did not know it."""
        return self.content["child"].get("child_name", "")

    @property
    def review_due(self) -> date:
        return clocks.REVIEW.due(self.received_at)

    def mark_opened(self, *, by) -> None:
        """Note the first time a member reads the report. Does nothing the second time."""
        first = type(self).objects.filter(pk=self.pk, opened_at=None)
        now = timezone.now()
        with transaction.atomic():
            if first.update(opened_at=now):
                self.opened_at = now
                self.note_event("opened", by=by)

    def start_review(self, *, by) -> None:
        """Begin the week's review. Raises TransitionRefused or ChangedMeanwhile."""
        self.move_to(self.Status.IN_REVIEW, by=by, event="review_started")

    def index_names(self) -> None:
        """Make the child findable by name. Done by the staff side, not by the page that received it."""
        NameToken.objects.bulk_create(
            (NameToken(report=self, token=token) for token in name_tokens([self.child_name])),
            ignore_conflicts=True,
        )


class NameToken(models.Model):
    """A keyed hash of one word of a child's name."""

    report = models.ForeignKey(ConcernReport, on_delete=models.CASCADE, related_name="name_tokens")
    token = models.CharField(max_length=64, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "token"], name="one_token_a_report")]

    def __str__(self) -> str:
        return str(self.pk)


class ReportNote(Note):
    """What a child-welfare worker notes on a report."""

    case = models.ForeignKey(ConcernReport, on_delete=models.CASCADE, related_name="notes")
