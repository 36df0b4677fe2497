"""What has been paid of a plan, and the file in which the ledger tells of it."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.db import transaction

from casework.encryption import keyed_hash
from invoices import money
from invoices.duplicates import digests_of
from invoices.models import Decision, InvoiceDigest, InvoiceRequest, Payment

COLUMNS = ("betaling", "fakturanummer", "kid", "belop", "dato")


class NotAPaymentFile(ValueError):
    """A column is missing, or a row cannot be read. Says which row, and nothing of what stands there."""


@dataclass(frozen=True)
class Row:
    """One payment as the ledger tells it: its own number, the invoice's number or KID, øre, and the day."""

    bank_id: str
    number: str
    kid: str
    amount: int
    paid_on: date

    @classmethod
    def read(cls, row: dict[str, str]) -> Self:
        amount, paid_on = money.parse(row["belop"]), date.fromisoformat(row["dato"].strip())
        if not row["betaling"].strip() or amount <= 0:
            raise ValueError
        return cls(row["betaling"].strip(), row["fakturanummer"].strip(), row["kid"].strip(), amount, paid_on)


@dataclass
class Imported:
    """How many rows were new, known before, and of no plan here; and how many requests are now settled."""

    new: int = 0
    known: int = 0
    unmatched: int = 0
    settled: int = 0
    requests: set[InvoiceRequest] = field(default_factory=set)


def read(lines: Iterable[str]) -> list[Row]:
    """The rows of a CSV file with semicolons. Raises NotAPaymentFile before anything is stored."""
    reader = csv.DictReader(lines, delimiter=";")
    if missing := set(COLUMNS) - set(reader.fieldnames or ()):
        raise NotAPaymentFile(f"columns missing: {', '.join(sorted(missing))}")
    rows = []
    for place, row in enumerate(reader, start=2):
        try:
            rows.append(Row.read(row))
        except (ValueError, TypeError, AttributeError) as error:
            raise NotAPaymentFile(f"line {place}") from error
    return rows


@transaction.atomic
def take_in(rows: Iterable[Row]) -> Imported:
    """Store payments of plans that run, each once, and settle the requests that are paid."""
    done = Imported()
    for row in rows:
        _take_in(row, done)
    for request in done.requests:
        if is_paid_until(request.latest, date.max):
            request.settle()
            done.settled += 1
    return done


def is_paid_until(decision: Decision, day: date) -> bool:
    """True when what the plan asks until that day, that day included, has been paid of every invoice."""
    asked, paid = Counter(), Counter()
    for part in decision.answer.payments:
        asked[part.invoice] += part.amount * (part.due <= day)
    for payment in decision.request.payments.all():
        paid[payment.place] += payment.amount
    return all(paid[place] >= amount for place, amount in asked.items())


def _take_in(row: Row, done: Imported) -> None:
    bank = keyed_hash("payment", row.bank_id)
    if Payment.objects.filter(bank_digest=bank).exists():
        done.known += 1
        return
    # All plans that name the invoice: one of them may be somebody's who wrote a wrong number.
    found = InvoiceDigest.objects.filter(
        digest__in=digests_of(row.number, row.kid), request__status=InvoiceRequest.Status.GRANTED
    ).select_related("request")
    plans = {one.request: one.place for one in found}
    Payment.objects.bulk_create(
        Payment(request=request, place=place, bank_digest=bank, paid_on=row.paid_on, amount=row.amount)
        for request, place in plans.items()
    )
    done.new += bool(plans)
    done.unmatched += not plans
    done.requests |= plans.keys()
