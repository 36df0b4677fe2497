"""Fills in the form the way a browser without JavaScript does, and stores requests as it would."""

import io
from datetime import date, timedelta
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from invoices.models import InvoiceRequest
from tests.concerns.filling_in import heading, hidden, post

__all__ = ["heading", "hidden", "post"]

FORM = "/faktura/skjema/"
SIGNED_IN = "/faktura/innlogget/"
PHONE_ENTRY = "/admin/faktura-for-innringer/"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def boxes(name: str, day: date) -> dict[str, int]:
    """A date as its three boxes post it."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def invoice(**changes: Any) -> dict[str, Any]:
    """What is posted for one invoice, due in ten days unless `due` says another day."""
    due = boxes("due", changes.pop("due", in_days(10)))
    known = {"kind": "kindergarten", "number": "7788", "customer": "5512", "kid": "2345676"}
    return known | {"amount": "3 000,00", "at_collector": "False", "more": "False"} | due | changes


def defer(days: int = 30) -> dict[str, Any]:
    return {"wish": "defer", **boxes("until", in_days(days))}


def split(parts: Any = 3) -> dict[str, Any]:
    return {"wish": "split", "parts": parts}


YOU = {"name": "Kari Lyngmo", "answer_by": "phone", "phone": "400 00 000"}
NO_REMINDER = {"remind": "no"}


def go_through(client, page, *steps):
    """Answer one step after the other; returns the page after the last."""
    for answers in steps:
        page = post(client, page, **answers)
    return page


def to_check_page(client, *steps, form: str = FORM):
    """The whole journey up to the page that shows all answers."""
    return go_through(client, client.get(form), *(steps or (invoice(), split(), YOU, NO_REMINDER)))


def send(client, *steps, form: str = FORM):
    return post(client, to_check_page(client, *steps, form=form), go="send")


def load_rules() -> None:
    call_command("load_rules", "asker", stdout=io.StringIO())


def content(*invoices: dict[str, Any], wish: dict[str, Any] | None = None, **you: Any) -> dict[str, Any]:
    """What the journey hands over: one kindergarten invoice in three parts, unless told otherwise."""
    known = {
        "kind": "kindergarten",
        "number": "7788",
        "customer": "",
        "kid": "2345676",
        "at_collector": False,
    }
    known |= {"amount": 3_000_00, "due": in_days(10)}
    asked = {f"invoice-{place}": known | one for place, one in enumerate(invoices or ({},), start=1)}
    return asked | {
        "wish": {"wish": "split", "parts": 3, "until": None, "why": ""} | (wish or {}),
        "you": {"name": "Kari Lyngmo", "organisation": "", "answer_by": "phone", "phone": "400 00 000"} | you,
        "reminder": {"remind": "no", "email": "", "mobile": ""},
    }


def received(key: str = "key", **asked: Any) -> InvoiceRequest:
    """A stored request. `content` is what was asked."""
    return InvoiceRequest.ask(asked.pop("content", None) or content(), key, **asked)
