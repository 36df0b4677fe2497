"""What a page, a letter or the desk shows of an answer: invoice by invoice, in words and figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Self

from invoices import interest, journeys, money, wording
from invoices.deciding import Answer, Ask, Payment, decide
from invoices.kinds import Kind
from invoices.reasons import Outcome
from invoices.rulebook import Book


@dataclass(frozen=True)
class InvoiceOutlook:
    """One invoice of the request: which it is, how it would be paid, and why or why not."""

    number: str
    kind: Any
    amount: str
    payments: list[Payment]
    because: list[str]

    @property
    def rows(self) -> list[tuple[date, str]]:
        return [(payment.due, money.shown(payment.amount)) for payment in self.payments]


@dataclass(frozen=True)
class Outlook:
    """All of a request with its answer."""

    ask: Ask
    answer: Answer
    invoices: list[InvoiceOutlook]
    cost: list[str]

    @classmethod
    def before(cls, cleaned: Mapping[str, Any], book: Book) -> Self | None:
        """What today's rules would say to the answers so far; None before the wish is known."""
        ask = journeys.ask_of(cleaned)
        return cls.of(ask, decide(ask, book), book, cleaned) if ask else None

    @classmethod
    def of(cls, ask: Ask, answer: Answer, book: Book, content: Mapping[str, Any]) -> Self:
        numbers = [one["number"] for one in journeys.invoices_of(content)]
        paid = {place: list(some) for place, some in groupby(answer.payments, lambda one: one.invoice)}
        invoices = [
            InvoiceOutlook(
                number,
                Kind(invoice.kind).label,
                money.shown(invoice.amount),
                paid.get(place, []),
                _because(ask, answer, book, place),
            )
            for place, (number, invoice) in enumerate(zip(numbers, ask.invoices, strict=True))
        ]
        return cls(ask, answer, invoices, _cost(ask, answer, book))

    @property
    def is_yes(self) -> bool:
        return self.answer.outcome == Outcome.YES

    @property
    def is_no(self) -> bool:
        return self.answer.outcome == Outcome.NO

    @property
    def total(self) -> str:
        return money.shown(sum(invoice.amount for invoice in self.ask.invoices))

    @property
    def reasons(self) -> list[str]:
        """Each sentence once, whichever invoice it is about."""
        return list(dict.fromkeys(sentence for one in self.invoices for sentence in one.because))

    @property
    def several(self) -> bool:
        return len(self.invoices) > 1


def _because(ask: Ask, answer: Answer, book: Book, place: int) -> list[str]:
    rule = book.rule(ask.invoices[place].kind, ask.decided_on)
    return [wording.because(one.reason, rule) for one in answer.because if one.invoice == place]


def _cost(ask: Ask, answer: Answer, book: Book) -> list[str]:
    earliest = min(ask.invoices, key=lambda invoice: invoice.due)
    return wording.interest(interest.cost(ask, answer, book), earliest) if answer.payments else []
