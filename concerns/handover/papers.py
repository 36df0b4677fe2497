"""A report on paper, for whoever reads it in the case system: what came, and what was done with it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format

from casework.letters import letter
from casework.municipality import facts
from concerns.journeys import sections
from concerns.models import ConcernReport, ReportMessage, ReportNote
from concerns.national import HIDDEN, head_lines

type Row = tuple[str, str]
UNIT = "Barneverntjenesten"
DECISIONS = {
    "reviewed": "Gjennomgangen avgjort",
    "extended": "Fristen utvidet",
    "concluded": "Undersøkelsen avsluttet",
    "reopened": "Gjenåpnet",
}


def of_report(report: ConcernReport) -> bytes:
    """The questions and answers as PDF. Raises CannotOpen and CannotPrint."""
    with translation.override("nb"):
        about = [
            ("Referanse", report.reference),
            ("Mottatt", _hour(report.received_at)),
            ("Melder", f"{report.get_reporter_display()}. {report.get_identity_display()}"),
            ("Kom inn ved", report.get_source_display()),
        ]
        lines = [line for line in head_lines(report) if line != HIDDEN]
        parts = [_part("Om meldingen", about, lines)]
        parts += [_part(str(title), rows) for title, rows in sections(report.content)]
        return _paper(report, "Bekymringsmelding", ("Spørsmål", "Svar"), parts)


def of_proceedings(report: ConcernReport) -> bytes:
    """Dates, decisions, messages and notes as PDF. Raises CannotOpen and CannotPrint."""
    with translation.override("nb"):
        parts = [
            _part("Hva som er gjort", list(_dates(report))),
            _part("Avgjørelser", list(_decisions(report))),
            _part("Beskjeder mellom melder og barnevern", list(_messages(report))),
            _part("Notater", list(_notes(report))),
        ]
        return _paper(report, "Saksgang for bekymringsmelding", ("Når og hvem", "Hva"), parts)


def _paper(report: ConcernReport, title: str, head: Row, parts: list[dict[str, Any]]) -> bytes:
    name = facts()["name"]
    data = {
        "sender": f"{name}, {UNIT.lower()}",
        "footer": f"{name} · {report.reference}",
        "warning": HIDDEN if report.identity == ConcernReport.Identity.HIDDEN else "",
        "head": head,
        "parts": [part for part in parts if part["rows"] or part["paragraphs"]],
    }
    return letter("document", data, title=f"{title} {report.reference}", at=report.received_at)


def _part(heading: str, rows: list[Row], paragraphs: list[str] | None = None) -> dict[str, Any]:
    return {"heading": heading, "rows": rows, "paragraphs": paragraphs or []}


def _dates(report: ConcernReport) -> Iterator[Row]:
    told = [
        (report.received_at, "Mottatt"),
        (report.opened_at, "Åpnet første gang"),
        (report.reviewed_at, f"Gjennomgått: {report.get_outcome_display()}"),
        (report.feedback_sent_at, "Tilbakemelding sendt til melder"),
        (report.concluded_at, f"Undersøkelsen avsluttet: {report.get_conclusion_display()}"),
        (report.closed_at, "Avsluttet i portalen"),
    ]
    yield from ((_hour(at), what) for at, what in told if at)


def _decisions(report: ConcernReport) -> Iterator[Row]:
    for one in report.decisions.all():
        outcome = ConcernReport.Conclusion if one.name == "concluded" else ConcernReport.Outcome
        labels = dict(outcome.choices)
        said = [DECISIONS.get(one.name, one.name), str(labels.get(one.outcome, "")), *one.detail.values()]
        yield _signed(one.at, one.by), "\n".join(filter(None, said))


def _messages(report: ConcernReport) -> Iterator[Row]:
    for message in report.messages.prefetch_related("files"):
        who = "Melder" if message.author == ReportMessage.Author.REPORTER else message.by or UNIT
        names = [f"Vedlegg: {name}" for name in sorted(_names(report, message))]
        yield _signed(message.at, who), "\n".join([message.text, *names])


def _notes(report: ConcernReport) -> Iterator[Row]:
    for note in report.notes.prefetch_related("files"):
        names = [f"Vedlegg: {name}" for name in sorted(_names(report, note))]
        yield _signed(note.at, note.by), "\n".join(filter(None, [note.circumstances, note.text, *names]))


def _names(report: ConcernReport, message: ReportMessage | ReportNote) -> Iterator[str]:
    for file in message.files.all():
        file.report = report  # its key is found once
        yield file.name


def _signed(at: datetime, who: str) -> str:
    return f"{_hour(at)}\n{who}"


def _hour(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j. F Y \\k\\l. H")
