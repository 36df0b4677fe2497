"""The answer that the rules give: a pure function of what was asked and of the rules as they were.

It knows nothing of invoices or of other requests, and so it cannot tell whether there are any. Where the
rules do not say yes it never says no: it says why, and a person decides.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from casework.clocks import months_after
from invoices.money import KRONE
from invoices.reasons import Outcome, Reason, Wish
from invoices.rulebook import Book, Rule
from invoices.working_days import working_day


@dataclass(frozen=True)
class Invoice:
    """One invoice as the rules see it: amount in øre, due date as printed, and whether a collector has it."""

    kind: str
    amount: int
    due: date
    at_collector: bool = False

    @property
    def payable(self) -> date:
        """The last day to pay in time: a due date on a holiday moves to the next working day."""
        return working_day(self.due)


@dataclass(frozen=True)
class Ask:
    """What somebody asks for, and when. `until` is for a deferral, `parts` for a splitting.

    decided_on: whose day's rules count; the day of asking, or a later day on which somebody looks again.
    """

    wish: str
    invoices: tuple[Invoice, ...]
    asked_on: date
    decided_on: date
    until: date | None = None
    parts: int = 0

    def as_json(self) -> dict[str, Any]:
        return _plain(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        invoices = tuple(
            Invoice(**{**one, "due": date.fromisoformat(one["due"])}) for one in data["invoices"]
        )
        days = {
            name: data[name] and date.fromisoformat(data[name])
            for name in ("asked_on", "decided_on", "until")
        }
        return cls(**{**data, "invoices": invoices, **days})

    @property
    def changes_nothing(self) -> bool:
        """True for a deferral to a day on which every invoice could be paid in time anyway."""
        return self.wish == Wish.DEFER and not any(_is_deferred(self, one) for one in self.invoices)


@dataclass(frozen=True)
class Payment:
    """One payment of one invoice, by its place in the request (from 0). Amount in øre."""

    invoice: int
    part: int
    parts: int
    amount: int
    due: date


@dataclass(frozen=True)
class Because:
    """A reason, and the invoice that it is about, by its place in the request."""

    reason: str
    invoice: int


@dataclass(frozen=True)
class Answer:
    """What the rules say. `payments` is the plan that is granted, or the one that a person will look at."""

    outcome: str
    because: tuple[Because, ...]
    payments: tuple[Payment, ...]
    version: int

    @property
    def reasons(self) -> list[str]:
        """Each reason once, in the order of its first invoice."""
        return list(dict.fromkeys(one.reason for one in self.because))

    def as_json(self) -> dict[str, Any]:
        return _plain(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        payments = tuple(
            Payment(**{**one, "due": date.fromisoformat(one["due"])}) for one in data["payments"]
        )
        because = tuple(Because(**one) for one in data["because"])
        return cls(**{**data, "payments": payments, "because": because})


def decide(ask: Ask, book: Book) -> Answer:
    """Yes with the plan, or the reasons why a person decides. The same input gives the same answer."""
    because: list[Because] = []
    payments: list[Payment] = []
    for place, invoice in enumerate(ask.invoices):
        rule = book.rule(invoice.kind, ask.decided_on)
        because += [Because(reason, place) for reason in _against(ask, invoice, rule)]
        payments += plan(ask, place, rule.days_to_first if rule else 0)
    if because:
        return Answer(Outcome.PERSON, tuple(because), tuple(payments), book.version)
    within = tuple(Because(Reason.WITHIN_RULES, place) for place in range(len(ask.invoices)))
    return Answer(Outcome.YES, within, tuple(payments), book.version)


def by_a_person(answer: Answer) -> Answer:
    """The same plan as a person's yes: within the rules where they allow it, else by their judgment."""
    if answer.outcome == Outcome.YES:
        return answer
    because = tuple(Because(Reason.DISCRETION, one) for one in {one.invoice for one in answer.payments})
    return dataclasses.replace(answer, outcome=Outcome.YES, because=because)


def refusal(ask: Ask, reason: str, book: Book) -> Answer:
    """A person's no to all of it."""
    because = tuple(Because(reason, place) for place in range(len(ask.invoices)))
    return Answer(Outcome.NO, because, (), book.version)


def plan(ask: Ask, place: int, days_to_first: int) -> list[Payment]:
    """How one invoice would be paid. The amounts sum to the invoice's, each on a day for payments."""
    invoice = ask.invoices[place]
    if ask.wish == Wish.DEFER:
        due = working_day(ask.until) if ask.until and _is_deferred(ask, invoice) else invoice.payable
        return [Payment(place, 1, 1, invoice.amount, due)]
    first = max(invoice.due, ask.decided_on + timedelta(days=days_to_first))
    amounts = split(invoice.amount, ask.parts)
    return [
        Payment(place, part + 1, len(amounts), amount, working_day(months_after(first, part)))
        for part, amount in enumerate(amounts)
    ]


def split(amount: int, parts: int) -> list[int]:
    """The amount in so many parts, in whole kroner where there are enough; the last one takes the rest.

    An amount of fewer øre than parts is not split.
    """
    step = KRONE if amount >= parts * KRONE else 1
    each = amount // parts // step * step
    return [*[each] * (parts - 1), amount - each * (parts - 1)] if each else [amount]


def _against(ask: Ask, invoice: Invoice, rule: Rule | None) -> Iterator[str]:
    """Why the rules do not say yes to this invoice."""
    if invoice.at_collector:
        yield Reason.AT_COLLECTOR
    if rule is None:
        yield Reason.NO_RULE
        return
    if invoice.amount > rule.largest_amount:
        yield Reason.LARGE_AMOUNT
    if ask.asked_on > invoice.payable and not rule.after_due_date:
        yield Reason.AFTER_DUE_DATE
    if ask.wish == Wish.DEFER and ask.until and ask.until > invoice.due + timedelta(days=rule.max_days):
        yield Reason.TOO_LONG
    if ask.wish == Wish.SPLIT and ask.parts > rule.max_parts:
        yield Reason.TOO_MANY_PARTS
    if ask.wish == Wish.SPLIT and invoice.amount < ask.parts * rule.smallest_part:
        yield Reason.SMALL_PARTS


def _is_deferred(ask: Ask, invoice: Invoice) -> bool:
    return ask.until is not None and working_day(ask.until) > invoice.payable


def _plain(data: Any) -> Any:
    """The same with dates as text, as JSON can hold it."""
    match data:
        case dict():
            return {name: _plain(value) for name, value in data.items()}
        case list() | tuple():
            return [_plain(value) for value in data]
        case date():
            return data.isoformat()
    return data
