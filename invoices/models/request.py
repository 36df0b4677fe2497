import json
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases import Case, CaseQuerySet, status_field
from casework.encryption import lookup_hash
from casework.fields import EncryptedField
from casework.outbox import enqueue
from casework.steps import Cleaned
from invoices import journeys
from invoices.deciding import Answer, Ask, by_a_person, decide, refusal
from invoices.models.rules import RulesVersion
from invoices.reasons import Outcome, Wish
from invoices.rulebook import Book

if TYPE_CHECKING:
    from invoices.models.decision import Decision

INVOICING = "Faktura"


class InvoiceRequestQuerySet(CaseQuerySet):
    def waiting(self) -> Self:
        return self.filter(status=InvoiceRequest.Status.WAITING)

    def due_before(self, day: date) -> Self:
        """Those that wait, and have an invoice to pay before that day."""
        return self.waiting().filter(first_due__lt=day)


class InvoiceRequest(Case):
    """A request to pay one or several invoices later, or in parts.

    What was asked lies in `content`, what was answered in its decisions. The codes beside them say nothing
    of the person; they are what lists and statistics count.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Venter på svar")
        GRANTED = "granted", _("Innvilget")
        REFUSED = "refused", _("Avslått")
        WITHDRAWN = "withdrawn", _("Trukket")
        REVOKED = "revoked", _("Opphevet")
        SETTLED = "settled", _("Betalt")

    class Source(models.TextChoices):
        WEB = "web", _("Skjema")
        PHONE = "phone", _("Telefon")

    transitions = {
        Status.WAITING: frozenset({Status.GRANTED, Status.REFUSED, Status.WITHDRAWN}),
        Status.GRANTED: frozenset({Status.SETTLED, Status.REVOKED, Status.WITHDRAWN}),
        Status.REFUSED: frozenset({Status.WAITING}),
        Status.REVOKED: frozenset({Status.WAITING}),
        Status.WITHDRAWN: frozenset(),
        Status.SETTLED: frozenset(),
    }
    # What is granted waits for nobody here: it is paid, or it is not.
    final_statuses = frozenset(set(Status) - {Status.WAITING})
    groups_that_may_open = (INVOICING,)

    status = status_field(Status)
    source = models.CharField(_("kom inn ved"), max_length=5, choices=Source, editable=False)
    citizen = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="invoice_requests",
    )
    language = models.CharField(max_length=2, default="nb", editable=False)
    content = EncryptedField(_("innhold"), ring="citizens")
    submission_digest = models.CharField(max_length=64, unique=True, editable=False)
    wish = models.CharField(_("ønske"), max_length=5, choices=Wish, editable=False)
    # The earliest due date: what waits is most urgent before it.
    first_due = models.DateField(_("første forfall"), editable=False)
    # Where the latest answer comes from; codes alone, for lists and statistics.
    kinds = models.JSONField(_("gjelder"), editable=False)
    reasons = models.JSONField(_("grunner"), editable=False)

    objects = InvoiceRequestQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name = _("spørsmål om faktura")
        verbose_name_plural = _("spørsmål om fakturaer")
        default_permissions = ()  # membership opens requests
        indexes = [
            models.Index(fields=["status", "first_due"], name="invoice_status_due"),
            models.Index(fields=["status", "-received_at"], name="invoice_status_received"),
        ]

    # --- coming in ----------------------------------------------------------------------------------
    @classmethod
    def receive(
        cls,
        content: Cleaned,
        submission_key: str,
        *,
        citizen: Any = None,
        by: Any = None,
        language: str = "nb",
    ) -> Self:
        """Store a request with the answer that the rules give, and return it as the database has it.

        `citizen` is who signed in, `by` the employee who writes for a caller. The same sent again with
        the same key gives the same request.
        """
        digest = lookup_hash("invoice request", json.dumps([submission_key, content], default=str))
        try:
            with transaction.atomic():
                if not cls.objects.filter(submission_digest=digest).exists():
                    new = cls._written(content, citizen, by, language)
                    new._store(digest, by)
        except IntegrityError:
            # The other press of a double click was first.
            if not cls.objects.filter(submission_digest=digest).exists():
                raise
        return cls.objects.get(submission_digest=digest)

    @classmethod
    def _written(cls, content: Cleaned, citizen: Any, by: Any, language: str) -> Self:
        ask = journeys.ask_of(content)
        return cls(
            received_at=timezone.now(),
            source=cls.Source.PHONE if by else cls.Source.WEB,
            citizen=citizen,
            language=language,
            content=content,
            wish=ask.wish,
            first_due=min(invoice.due for invoice in ask.invoices),
            kinds=sorted({invoice.kind for invoice in ask.invoices}),
        )

    def _store(self, digest: str, by: Any) -> None:
        ask, answer, book = self.judged(on=self.asked_on)
        self.status = self.Status.GRANTED if answer.outcome == Outcome.YES else self.Status.WAITING
        self.submission_digest, self.reasons = digest, answer.reasons
        self.save(force_insert=True)
        self.note_event("received", by=by, at=self.received_at)
        self.decisions.keep(self, ask, answer, book)
        enqueue("invoices.index", request=str(self.pk))

    # --- what it says -------------------------------------------------------------------------------
    @cached_property
    def answers(self) -> Cleaned:
        """What was asked, step by step. Raises CannotOpen."""
        return journeys.from_json(self.content)

    @property
    def asked_on(self) -> date:
        return timezone.localdate(self.received_at)

    @property
    def latest(self) -> "Decision":
        """The answer that counts: by the rules, or by whoever decided after them."""
        return self.decisions.latest("number")

    @property
    def is_held(self) -> bool:
        """Whether all of it was asked for in time, so that no reminder is sent while it waits."""
        ask = journeys.ask_of(self.answers, asked_on=self.asked_on)
        return all(self.asked_on <= invoice.payable for invoice in ask.invoices)

    @property
    def remind_at(self) -> str:
        """The e-mail address or mobile number to remind at; "" where nobody asked for it."""
        wanted = self.answers["reminder"]
        return wanted["email"] or wanted["mobile"]

    def judged(self, *, on: date) -> tuple[Ask, Answer, Book]:
        """What today's rules, as they are on that day, say to it: the question, the answer and the rules."""
        book = RulesVersion.current()
        ask = journeys.ask_of(self.answers, asked_on=self.asked_on, on=on)
        return ask, decide(ask, book), book

    # --- verbs --------------------------------------------------------------------------------------
    def grant(self, *, by: Any, terms: Ask | None = None, text: str = "") -> None:
        """Say yes to what was asked, or to other `terms`. Raises TransitionRefused or ChangedMeanwhile."""
        book = RulesVersion.current()
        ask = terms or journeys.ask_of(self.answers, asked_on=self.asked_on)
        answer = by_a_person(decide(ask, book))
        self._answer(self.Status.GRANTED, "granted", ask, answer, book, by=by, text=text)

    def refuse(self, *, by: Any, reason: str, text: str) -> None:
        """Say no, with the reason and how to go on. Raises TransitionRefused or ChangedMeanwhile."""
        self._say_no(self.Status.REFUSED, "refused", by=by, reason=reason, text=text)

    def revoke(self, *, by: Any, reason: str, text: str) -> None:
        """Take back a yes that rested on what was not so. Raises as `refuse`."""
        self._say_no(self.Status.REVOKED, "revoked", by=by, reason=reason, text=text)

    def look_again(self, *, by: Any) -> None:
        """Let it wait for an answer again. Raises TransitionRefused or ChangedMeanwhile."""
        self.move_to(self.Status.WAITING, by=by, event="reopened")

    def withdraw(self, *, by: Any) -> None:
        """What the person no longer asks for. Raises TransitionRefused or ChangedMeanwhile."""
        with transaction.atomic():
            self.move_to(self.Status.WITHDRAWN, by=by, event="withdrawn")
            self.release(self.latest)

    def settle(self) -> None:
        """Every payment has come. Raises TransitionRefused or ChangedMeanwhile."""
        self.move_to(self.Status.SETTLED, by=None, event="settled")

    def release(self, decision: "Decision") -> None:
        """Tell the ledger that nothing it was told of this request holds any more."""
        if self.ledger.exclude(decision=decision, kind="release").exists():
            self.ledger.create(decision=decision, kind="release")

    def _say_no(self, status: str, event: str, *, by: Any, reason: str, text: str) -> None:
        book = RulesVersion.current()
        ask = journeys.ask_of(self.answers, asked_on=self.asked_on)
        self._answer(status, event, ask, refusal(ask, reason, book), book, by=by, text=text)

    def _answer(
        self, status: str, event: str, ask: Ask, answer: Answer, book: Book, *, by: Any, text: str
    ) -> None:
        with transaction.atomic():
            self.move_to(status, by=by, event=event, reasons=answer.reasons)
            self.decisions.keep(self, ask, answer, book, by=by, text=text)
