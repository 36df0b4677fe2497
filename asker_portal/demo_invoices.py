"""Invented questions about invoices for the demo. Every name and number is made up."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from invoices.models import InvoiceRequest


def an_invoice(number: str, kind: str, amount: int, days: int, kid: str = "") -> dict[str, Any]:
    """An invoice of so many kroner, due so many days from today."""
    due = timezone.localdate() + timedelta(days=days)
    question = {"kind": kind, "number": number, "customer": "51023", "kid": kid, "amount": amount * 100}
    return question | {"due": due, "at_collector": False, "more": False}


def asked(name: str, *invoices: dict[str, Any], parts: int = 0, days: int = 0) -> dict[str, Any]:
    until = timezone.localdate() + timedelta(days=days) if days else None
    wish = {"wish": "split" if parts else "defer", "parts": parts or None, "until": until, "why": "income"}
    you = {"name": name, "organisation": "", "answer_by": "phone", "phone": "400 00 020"}
    steps = {f"invoice-{place}": one for place, one in enumerate(invoices, start=1)}
    return steps | {"wish": wish, "you": you}


def receive_all() -> None:
    """Receive each as if somebody had sent it today, the first time the demo starts."""
    if InvoiceRequest.objects.exists():
        return
    kindergarten = an_invoice("770001", "kindergarten", 3_315, 12, "2345676")
    all_asked = [
        asked("Ida Lyngmo", kindergarten, parts=3),
        asked("Ida Lyngmo", kindergarten, parts=3),
        asked(
            "Tor Furulund",
            an_invoice("770002", "fees", 6_480, 5),
            an_invoice("770003", "fees", 912, 5),
            parts=6,
        ),
        asked("Unni Solbakk", an_invoice("770004", "property_tax", 4_200, 20), days=60),
        asked("Geir Myrvang", an_invoice("770005", "after_school", 2_780, -9), days=30),
        asked("Kari Fjellheim", an_invoice("770006", "care", 640, 3), days=25),
    ]
    for number, content in enumerate(all_asked):
        InvoiceRequest.ask(content, f"demo {number}")
