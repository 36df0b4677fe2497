from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import messages
from casework.cases import CaseQuerySet, list_indexes, status_field
from casework.citizen_cases import CitizenCase
from casework.files import Staged
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


class InvoiceRequest(CitizenCase):
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

    first_status = Status.WAITING

    status = status_field(Status)
    wish = models.CharField(_("ønske"), max_length=5, choices=Wish, editable=False)
    # The earliest due date: what waits is most urgent before it.
    first_due = models.DateField(_("første forfall"), editable=False)
    # Where the latest answer comes from; codes alone, for lists and statistics.
    kinds = models.JSONField(_("gjelder"), editable=False)
    reasons = models.JSONField(_("grunner"), default=list, editable=False)

    objects = InvoiceRequestQuerySet.as_manager()

    answers_by = frozenset({"granted", "refused"})
    checklist = {
        "twins": _("Sett etter andre spørsmål om samme faktura"),
        "reminders": _("Purring og inkasso er stanset i økonomisystemet"),
    }

    class Meta(CitizenCase.Meta):
        verbose_name = _("spørsmål om faktura")
        verbose_name_plural = _("spørsmål om fakturaer")
        default_permissions = ()  # membership opens requests
        indexes = [
            *list_indexes("invoice", "-received_at", "-id"),
            models.Index(fields=["status", "first_due"], name="invoice_status_due"),
            models.Index(fields=["status", "-received_at"], name="invoice_status_received"),
        ]

    # --- coming in ----------------------------------------------------------------------------------
    @classmethod
    def ask(cls, cleaned: Cleaned, submission_key: str, **sender: Any) -> Self:
        """Store the answers of a finished journey, with the answer that the rules give, as read back.

        `sender` is what `receive` takes besides: `citizen` who signed in, or `by` and `source`.
        """
        content = {slug: dict(answers) for slug, answers in cleaned.items() if slug != "reminder"}
        ask = journeys.ask_of(content)
        return cls.receive(
            content,
            submission_key,
            contact=journeys.contact_of(cleaned),
            wish=ask.wish,
            first_due=min(invoice.due for invoice in ask.invoices),
            kinds=sorted({invoice.kind for invoice in ask.invoices}),
            **sender,
        )

    def came_in(self, files: Sequence[Staged], *, by: Any) -> None:
        """Answer at once, by the rules of the day. What they do not allow waits for a person."""
        super().came_in(files, by=by)
        ask, answer, book = self.judged(on=self.asked_on)
        if answer.outcome == Outcome.YES:
            self._answer(self.Status.GRANTED, "granted", ask, answer, book, by=None)
        else:
            type(self)._base_manager.filter(pk=self.pk).update(reasons=answer.reasons)
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
        return self.contact.get("email") or self.contact.get("mobile") or ""

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
        self, status: str, event: str, ask: Ask, answer: Answer, book: Book, *, by: Any, text: str = ""
    ) -> None:
        with transaction.atomic():
            self.move_to(status, by=by, event=event, reasons=answer.reasons)
            self.decisions.keep(self, ask, answer, book, by=by, text=text)
            if by and self.citizen_id and self.contact:
                messages.tell(self)
