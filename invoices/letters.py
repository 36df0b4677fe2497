"""The decision as a letter: what was asked, what is granted with its plan, or why not and who to talk to."""

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format

from casework.letters import letter
from casework.municipality import facts
from invoices.models import Decision, InvoiceRequest
from invoices.outlook import InvoiceOutlook, Outlook

TITLES = {
    "yes": "Du kan betale slik",
    "person": "Vi har mottatt spørsmålet ditt",
    "no": "Svar om betaling av faktura",
}


def render(request: InvoiceRequest) -> bytes:
    """The latest answer as PDF, dated when it was given. Raises CannotOpen, and CannotPrint."""
    decision, municipality = request.latest, facts()
    with translation.override("nb"):
        outlook = decision.outlook
        data = {
            "sender": municipality["name"],
            "footer": _footer(municipality),
            "addressee": list(_addressee(request.answers["you"])),
            "facts": [["Dato", _day(timezone.localdate(decision.at))], ["Vår referanse", request.reference]],
            "paragraphs": _paragraphs("before", request, decision, outlook),
            "tables": [_table(one) for one in outlook.invoices] if outlook.is_yes else [],
            "after": _paragraphs("after", request, decision, outlook),
            "signature": ["Vennlig hilsen", municipality["name"]],
        }
    return letter("plan", data, title=TITLES[decision.outcome], at=decision.at)


def response(request: InvoiceRequest) -> HttpResponse:
    """The letter as a file to keep. Its name says nothing but the reference."""
    head = {"Content-Disposition": f'attachment; filename="{request.reference}.pdf"'}
    return HttpResponse(render(request), content_type="application/pdf", headers=head)


def _paragraphs(part: str, request: InvoiceRequest, decision: Decision, outlook: Outlook) -> list[str]:
    context = {
        "outlook": outlook,
        "decision": decision,
        "number": _grouped(facts()["switchboard"]),
        "asked": _day(request.asked_on),
        "held": request.is_held,
    }
    text = render_to_string(f"letters/invoices/{part}.txt", context)
    return [" ".join(one.split()) for one in text.split("\n\n") if one.strip()]


def _table(one: InvoiceOutlook) -> dict[str, Any]:
    return {
        "title": f"{one.kind}, faktura {one.number}",
        "head": ["Betales senest", "Beløp"],
        "rows": [[_day(due), amount] for due, amount in one.rows],
        "total": ["Til sammen", one.amount],
    }


def _addressee(you: Mapping[str, Any]) -> Iterator[str]:
    yield you["name"]
    yield you.get("address") or ""
    yield " ".join(filter(None, (you.get("postcode"), you.get("city"))))


def _footer(municipality: Mapping[str, Any]) -> str:
    number = _grouped(municipality["switchboard"])
    return f"{municipality['name']}, telefon {number}" if number else municipality["name"]


def _grouped(number: str) -> str:
    return " ".join(textwrap.wrap(number, 2))


def _day(day: date) -> str:
    return date_format(day, "j. F Y")
