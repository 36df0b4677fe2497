"""A decision as a letter (fvl. §§ 23–27): what, how much, from when to when, why, and how to appeal.

The letter is made from what was frozen when the decision was sent: printed again, it is the same.
"""

import textwrap
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst

from casework.fields import shown
from casework.letters import letter
from casework.municipality import facts
from services import clocks
from services.models import AppliedService, Decision, ServiceType, Unit

UNIT_OF_THE_MUNICIPALITY = "Velferdsforvaltningen"


def render(decision: Decision) -> bytes:
    """The letter as PDF. Raises CannotOpen where our key does not open the decision."""
    at = decision.sent_at or decision.written_at
    application, municipality = decision.application, facts()
    with translation.override(language_of(decision)):
        data = {
            "language": translation.get_language(),
            "page": [translation.gettext("Side"), translation.gettext("av")],
            "sender": municipality["name"],
            "footer": _footer(municipality),
            "addressee": decision.content.get("addressee") or [],
            "facts": _facts(decision, timezone.localdate(at)),
            "opening": _paragraphs("opening", _told(application)),
            "parts": [_part(line) for line in decision.content["lines"]],
            "closing": _closing(decision),
            "signature": [
                translation.gettext("Vennlig hilsen"),
                UNIT_OF_THE_MUNICIPALITY,
                municipality["name"],
            ],
        }
        title = translation.gettext("Vedtak om helse- og omsorgstjenester")
    return letter("decision", data, title=title, at=at)


def language_of(decision: Decision) -> str:
    """The applicant's, as it was when the decision was sent; before that, as it is."""
    return decision.content.get("language") or decision.application.language


def as_response(decision: Decision) -> HttpResponse:
    """The letter as a file to keep, under the reference alone."""
    response = HttpResponse(render(decision), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{decision.application.reference}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def read(decision: Decision) -> dict[str, Any]:
    """A decision as a page shows it: itself, and each service with its name, facts and reasons."""
    content = shown(decision, "content")
    lines = content["lines"] if content else []
    parts = [{"name": name_of(one["key"]), "facts": said(one), "line": one} for one in lines]
    return {"decision": decision, "parts": parts, "is_unreadable": content is None}


def said(line: dict[str, Any]) -> list[tuple[str, str]]:
    """What was decided about one service, as labels and values in the reader's language."""
    rows = [
        (translation.gettext("Vedtak"), str(AppliedService.Outcome(line["outcome"]).label)),
        (translation.gettext("Hva"), line.get("what") or ""),
        (translation.gettext("Hvor mye"), how_much(line)),
        (translation.gettext("Periode"), _period(line)),
        (translation.gettext("Lovhjemmel"), "; ".join(line.get("law") or [])),
    ]
    return [(label, value) for label, value in rows if value]


def how_much(line: dict[str, Any]) -> str:
    """Such as «10 timer i uka», and for an allowance the sum of a month."""
    parts = []
    if line.get("amount"):
        parts.append(f"{str(line['amount']).replace('.', ',')} {Unit(line['unit']).label}")
    if line.get("ore"):
        kroner = f"{line['ore'] // 100:,}".replace(",", " ")
        parts.append(translation.gettext("%(sum)s kroner i måneden") % {"sum": kroner})
    return ", ".join(parts)


def name_of(key: str) -> str:
    return str(ServiceType.Key(key).label)


def _period(line: dict[str, Any]) -> str:
    if not line.get("starts"):
        return ""
    days = {name: _day(date.fromisoformat(line[name])) for name in ("starts", "ends") if line.get(name)}
    if "ends" not in days:
        return translation.gettext("Fra %(starts)s") % days
    return translation.gettext("Fra %(starts)s til og med %(ends)s") % days


def _facts(decision: Decision, on: date) -> list[list[str]]:
    return [
        [translation.gettext("Dato"), _day(on)],
        [translation.gettext("Vår referanse"), decision.application.reference],
    ]


def _told(application: Any) -> dict[str, Any]:
    return {"place": facts()["place"], "received": _day(timezone.localdate(application.received_at))}


def _part(line: dict[str, Any]) -> dict[str, Any]:
    reasons = [" ".join(part.split()) for part in line["reasons"].split("\n\n") if part.strip()]
    return {
        "heading": name_of(line["key"]),
        "facts": [[label, capfirst(value)] for label, value in said(line)],
        "paragraphs": [translation.gettext("Begrunnelse:"), *reasons],
    }


def _closing(decision: Decision) -> list[dict[str, Any]]:
    known = {"weeks": clocks.APPEAL.days // 7, "law": clocks.APPEAL.law, "by_post": decision.by_post}
    titles = {
        "appeal": translation.gettext("Du kan klage"),
        "papers": translation.gettext("Du kan se papirene i saken"),
    }
    return [
        {"heading": title, "paragraphs": _paragraphs(name, known | _told(decision.application))}
        for name, title in titles.items()
    ]


def _footer(municipality: Any) -> str:
    number = " ".join(textwrap.wrap(municipality["switchboard"], 2))
    sender = f"{municipality['name']}, {UNIT_OF_THE_MUNICIPALITY.lower()}"
    called = translation.gettext("%(sender)s, telefon %(number)s")
    return called % {"sender": sender, "number": number} if number else sender


def _paragraphs(name: str, context: dict[str, Any]) -> list[str]:
    text = render_to_string(f"letters/services/{name}.txt", context)
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _day(day: date) -> str:
    return date_format(day, "j. F Y")
