"""Each answer to a request, kept with all it was made from, so that it can be made again."""

import uuid
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.events import AppendOnly
from casework.fields import EncryptedField
from casework.outbox import enqueue
from invoices.deciding import Answer, Ask, decide
from invoices.models.request import InvoiceRequest
from invoices.models.rules import RulesVersion
from invoices.outlook import Outlook
from invoices.reasons import Outcome
from invoices.rulebook import Book
from invoices.working_days import days_before

# Working days before a payment on which somebody is reminded of it, and when on that day.
REMIND_DAYS, REMIND_AT = 3, time(9)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def keep(
        self, request: InvoiceRequest, ask: Ask, answer: Answer, book: Book, *, by: Any = None, text: str = ""
    ) -> "Decision":
        """Store an answer with its input, and do what follows from it. Call it in a transaction."""
        decision = self.create(
            request=request,
            number=request.decisions.count() + 1,
            by=by.get_username() if by else "",
            outcome=answer.outcome,
            reasons=answer.reasons,
            rules_id=book.version or None,
            detail={"ask": ask.as_json(), "answer": answer.as_json(), "text": text},
        )
        decision.take_effect()
        return decision


class Decision(AppendOnly):
    """One answer: by the rules (`by` empty) or by a person. `detail` holds what was asked and the plan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(InvoiceRequest, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(_("tid"), default=timezone.now)
    by = models.CharField(_("av"), max_length=150, blank=True)
    outcome = models.CharField(_("svar"), max_length=6, choices=Outcome)
    reasons = models.JSONField(_("grunner"))
    rules = models.ForeignKey(RulesVersion, null=True, on_delete=models.PROTECT, related_name="+")
    detail = EncryptedField(_("innhold"), ring="citizens")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="one_answer_at_a_time")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.pk}"

    @property
    def ask(self) -> Ask:
        return Ask.from_json(self.detail["ask"])

    @property
    def answer(self) -> Answer:
        return Answer.from_json(self.detail["answer"])

    @property
    def text(self) -> str:
        """What a person wrote to go with it."""
        return self.detail["text"]

    @property
    def book(self) -> Book:
        """The rules it was made by."""
        return self.rules.book if self.rules else Book()

    @property
    def outlook(self) -> Outlook:
        return Outlook.of(self.ask, self.answer, self.book, self.request.answers)

    def replayed(self) -> Answer:
        """What the same rules say to the same question today. An answer of the rules equals its replay."""
        return decide(self.ask, self.book)

    # --- what follows from it -----------------------------------------------------------------------
    def take_effect(self) -> None:
        """Tell the ledger, and have reminders sent where they were asked for."""
        if self.outcome == Outcome.YES:
            self._tell_ledger("plan")
            self._plan_reminders()
        elif self.outcome == Outcome.NO:
            self.request.release(self)
        elif any(self.ask.asked_on <= invoice.payable for invoice in self.ask.invoices):
            self._tell_ledger("hold")  # asked in time: no reminder while it waits

    def _tell_ledger(self, kind: str) -> None:
        self.request.ledger.create(decision=self, kind=kind)

    def _plan_reminders(self) -> None:
        if self.request.remind_at:
            now = timezone.now()
            for due in sorted({payment.due for payment in self.answer.payments}):
                if (at := reminder_of(due)) > now:
                    enqueue("invoices.remind", due_at=at, decision=str(self.pk), due=due.isoformat())


def reminder_of(due: date) -> datetime:
    """When somebody is reminded of a payment on that day."""
    return timezone.make_aware(datetime.combine(days_before(due, REMIND_DAYS), REMIND_AT))
