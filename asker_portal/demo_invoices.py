"""Invented questions about invoices for the demo. Every name and number is made up."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from invoices.models import InvoiceRequest


def _invoice(number: str, kind: str, amount: int, days: int, kid: str = "") -> dict[str, Any]:
    """An invoice of so many kroner, due so many days from today."""
    due = timezone.localdate() + timedelta(days=days)
    asked = {"kind": kind, "number": number, "customer": "51023", "kid": kid, "amount": amount * 100}
    return asked | {"due": due, "at_collector": False, "more": False}


def _asked(name: str, *invoices: dict[str, Any], parts: int = 0, days: int = 0) -> dict[str, Any]:
    until = timezone.localdate() + timedelta(days=days) if days else None
    wish = {"wish": "split" if parts else "defer", "parts": parts or None, "until": until, "why": "income"}
    you = {"name": name, "organisation": "", "answer_by": "phone", "phone": "400 00 020"}
    steps = {f"invoice-{place}": one for place, one in enumerate(invoices, start=1)}
    return steps | {"wish": wish, "you": you}


def receive_all() -> None:
    """Receive each as if somebody had sent it today, the first time the demo starts."""
    if InvoiceRequest.objects.exists():
        return
    kindergarten = _invoice("770001", "kindergarten", 3_315, 12, "2345676")
    asked = [
        _asked("Ida Lyngmo", kindergarten, parts=3),
        _asked("Ida Lyngmo", kindergarten, parts=3),
        _asked(
            "Tor Furulund", _invoice("770002", "fees", 6_480, 5), _invoice("770003", "fees", 912, 5), parts=6
        ),
        _asked("Unni Solbakk", _invoice("770004", "property_tax", 4_200, 20), days=60),
        _asked("Geir Myrvang", _invoice("770005", "after_school", 2_780, -9), days=30),
        _asked("Kari Fjellheim", _invoice("770006", "care", 640, 3), days=25),
    ]
    for number, content in enumerate(asked):
        InvoiceRequest.ask(content, f"demo {number}")
