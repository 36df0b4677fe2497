"""Rules, invoices and requests that the tests of this area share. Nothing of it is a municipality's rule."""

from datetime import date
from typing import Any

from invoices.deciding import Ask, Invoice
from invoices.kinds import Kind
from invoices.reasons import Wish
from invoices.rulebook import Book, Rate, Rule, Waiver

MONDAY = date(2026, 11, 30)  # of the request, unless it says otherwise
DUE = date(2026, 12, 15)  # a Tuesday

RULE: dict[str, Any] = {
    "first": date(2026, 1, 1),
    "last": None,
    "kind": Kind.KINDERGARTEN,
    "max_days": 30,
    "max_parts": 4,
    "smallest_part": 300_00,
    "largest_amount": 20_000_00,
    "days_to_first": 14,
    "after_due_date": False,
    "source": "eksempel",
    "is_example": True,
}
RATE: dict[str, Any] = {
    "first": date(2026, 7, 1),
    "last": None,
    "hundredths": 1250,
    "source": "test",
    "verified": True,
}


def rule(**changes: Any) -> Rule:
    return Rule(**RULE | changes)


def rate(**changes: Any) -> Rate:
    return Rate(**RATE | changes)


def waiver(**changes: Any) -> Waiver:
    known = {"first": date(2026, 12, 1), "last": date(2027, 1, 31), "kind": "", "source": "vedtak"}
    return Waiver(**known | changes)


def book(*rules: Rule, waivers: tuple[Waiver, ...] = (), rates: tuple[Rate, ...] = ()) -> Book:
    return Book(7, rules or (rule(),), waivers, rates)


def invoice(**changes: Any) -> Invoice:
    return Invoice(**{"kind": Kind.KINDERGARTEN, "amount": 3_000_00, "due": DUE} | changes)


def deferral(*invoices: Invoice, **changes: Any) -> Ask:
    known = {"asked_on": MONDAY, "decided_on": MONDAY, "until": date(2027, 1, 14)}
    return Ask(Wish.DEFER, invoices or (invoice(),), **known | changes)


def splitting(*invoices: Invoice, **changes: Any) -> Ask:
    known = {"asked_on": MONDAY, "decided_on": MONDAY, "parts": 3}
    return Ask(Wish.SPLIT, invoices or (invoice(),), **known | changes)
