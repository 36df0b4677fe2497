"""What child welfare must tell a reporter, as letters to print (barnevernsloven § 13-5).

A private person hears that the report came and nothing more. One with a duty to report hears whether an
investigation was opened, and how it ended. Whoever is anonymous gets no letter, and neither does a child:
it would lie in the letter box of the home it may be about. They are told in the dialogue.
"""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework.letters import letter
from casework.municipality import facts
from concerns import clocks
from concerns.models import ConcernReport

Reporter, Identity = ConcernReport.Reporter, ConcernReport.Identity
UNIT = "Barneverntjenesten"
FOR_THE_READER_ALONE = "PERSONLIG – åpnes bare av mottakeren"


class Kind(models.TextChoices):
    """Each has its text in templates/letters/concerns/, the title in its first line."""

    RECEIPT = "receipt", _("Brev: Meldingen er mottatt")
    REVIEWED = "reviewed", _("Brev: Om undersøkelse er åpnet")
    CONCLUDED = "concluded", _("Brev: Undersøkelsen er ferdig")


class NoSuchLetter(Exception):
    """This reporter is to be told nothing of the kind, or not yet."""


@dataclass(frozen=True)
class Letter:
    """One letter that may be printed. `due` is the law's date; `care` how to post it, or ""."""

    kind: Kind
    due: date
    care: Any = ""

    @property
    def title(self) -> Any:
        return self.kind.label


def due_letters(report: ConcernReport) -> list[Letter]:
    """The letters that the reporter still has to get, the first due first."""
    sent = report.feedback_sent_at
    decided = {Kind.REVIEWED: report.reviewed_at, Kind.CONCLUDED: report.concluded_at}
    return [one for one in possible_letters(report) if not sent or sent < (decided.get(one.kind) or sent)]


def possible_letters(report: ConcernReport) -> list[Letter]:
    """The letters that fit what has been decided, sent or not."""
    return sorted(_letters(report), key=lambda one: one.due)


def message_text(report: ConcernReport) -> str:
    """The same confirmation for the dialogue: a proposal for those who get no letter."""
    return "\n\n".join(_paragraphs("message", report))


def render(report: ConcernReport, kind: str, *, on: date | None = None) -> bytes:
    """The letter as PDF, dated today or `on`.

    Raises NoSuchLetter, and CannotOpen where our key does not open the report.
    """
    found = next((one for one in possible_letters(report) if one.kind == kind), None)
    if found is None:
        raise NoSuchLetter(kind)
    title, *paragraphs = _paragraphs(kind, report)
    municipality, now = facts(), timezone.now()
    data = {
        "sender": municipality["name"],
        "footer": _footer(municipality),
        "care": FOR_THE_READER_ALONE if found.care else "",
        "addressee": list(_addressee(report)),
        "facts": [["Dato", _day(on or timezone.localdate(now))], ["Vår referanse", report.reference]],
        "paragraphs": paragraphs,
        "signature": ["Vennlig hilsen", UNIT, municipality["name"]],
    }
    return letter("letter", data, title=title, at=now)


def download(report: ConcernReport, kind: str, by: Any) -> bytes:
    """The letter for an employee to print, with an event that says so. Raises as `render`."""
    with transaction.atomic():
        pdf = render(report, kind)
        report.note_event("letter_printed", by=by, detail=str(kind))
    return pdf


def _letters(report: ConcernReport) -> Iterator[Letter]:
    if report.identity == Identity.ANONYMOUS or report.reporter == Reporter.CHILD:
        return
    if report.reporter != Reporter.PROFESSIONAL:
        yield Letter(Kind.RECEIPT, report.feedback_due, care=_care(report))
        return
    yield Letter(Kind.REVIEWED if report.outcome else Kind.RECEIPT, report.feedback_due)
    if report.concluded_at:
        yield Letter(Kind.CONCLUDED, clocks.CONCLUSION_FEEDBACK.due(report.concluded_at))


def _footer(municipality: Mapping[str, Any]) -> str:
    """Who to call about the letter, where the municipality has a number for all."""
    number = " ".join(textwrap.wrap(municipality["switchboard"], 2))
    sender = f"{municipality['name']}, {UNIT.lower()}"
    return f"{sender}, telefon {number}" if number else sender


def _care(report: ConcernReport) -> Any:
    if report.identity != Identity.HIDDEN:
        return ""
    return _(
        "Melderen er skjult for familien. Bruk en nøytral konvolutt uten avsender, og merk den «Personlig». "
        "Er du usikker på adressen, ring først."
    )


def _addressee(report: ConcernReport) -> Iterator[str]:
    """Name, agency and address, a line each; empty lines are left out by the template."""
    answers = report.content.get("agency") or report.content.get("reporter", {})
    for part in ("name", "agency", "address"):
        yield answers.get(part) or ""
    yield " ".join(filter(None, (answers.get("postcode"), answers.get("city"))))


def _paragraphs(kind: str, report: ConcernReport) -> list[str]:
    clock = clocks.CONCLUSION_FEEDBACK if kind == Kind.CONCLUDED else clocks.FEEDBACK
    text = render_to_string(
        f"letters/concerns/{kind}.txt",
        {
            "place": facts()["place"],
            "received": _day(timezone.localdate(report.received_at)),
            "is_duty": report.reporter == Reporter.PROFESSIONAL,
            "is_parent": report.reporter == Reporter.PARENT,
            "is_child": report.reporter == Reporter.CHILD,
            "is_hidden": report.identity == Identity.HIDDEN,
            "outcome": report.outcome,
            "conclusion": report.conclusion,
            "law": clock.law,
        },
    )
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _day(day: date) -> str:
    with translation.override("nb"):
        return date_format(day, "j. F Y")
