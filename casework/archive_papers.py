"""A case on paper for the archive (PDF/A-2a): what was sent, and what was done with it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from casework import messages
from casework.events import Event
from casework.fields import shown, unreadable
from casework.letters import letter
from casework.municipality import facts
from casework.referrals import referrals_of

type Row = tuple[str, str]
type Section = tuple[Any, list[Row]]


def answers(case: Any, title: str, sections: Iterable[Section]) -> bytes:
    """The questions and answers as PDF. Raises CannotPrint."""
    about = [
        ("Referanse", case.reference),
        ("Mottatt", _time(case.received_at)),
        ("Kom inn ved", str(case.get_source_display())),
        ("Status", str(case.get_status_display())),
    ]
    parts = [_part("Om saken", about), *(_part(str(heading), rows) for heading, rows in sections)]
    return _paper(case, title, ("Spørsmål", "Svar"), parts)


def proceedings(case: Any) -> bytes:
    """Events, messages, notes and what was sent to other desks as PDF. Raises CannotPrint."""
    events = [(_signed(one.at, one.by), f"{one.name} {one.detail}") for one in Event.objects.of(case)]
    notes = case.notes.prefetch_related("files")
    parts = [
        _part("Hva som er gjort", events),
        _part("Beskjeder", list(_thread(case))),
        _part("Notater", [(_signed(one.at, one.by), said_in(one)) for one in notes]),
        _part("Oversendelser", [_referred(one) for one in referrals_of(case)]),
    ]
    return _paper(case, "Saksgang", ("Når og hvem", "Hva"), parts)


def said_in(note: Any) -> str:
    """A note with its circumstances, and the names of its files."""
    names = [f"Vedlegg: {file.shown_name}" for file in note.files.all()]
    return "\n".join(filter(None, [note.circumstances, shown(note, "text") or unreadable(), *names]))


def _thread(case: Any) -> Iterator[Row]:
    for message, text, files in messages.thread(case):
        names = [f"Vedlegg: {file.shown_name}" for file in files]
        yield (
            _signed(message.at, str(message.get_author_display())),
            "\n".join([text or unreadable(), *names]),
        )


def _referred(one: Any) -> Row:
    text = shown(one, "text") or unreadable()
    said = [f"Til {one.to_name}. Grunnlag: {one.ground_in_words}", text, str(one.get_state_display())]
    if one.answer_in_words:
        said.append(f"Svar: {one.answer_in_words}")
    if one.became:
        said.append(f"Ble til sak {one.became}")
    return _signed(one.at, one.by), "\n".join(said)


def _paper(case: Any, title: str, head: Row, parts: list[dict[str, Any]]) -> bytes:
    name = facts()["name"]
    data = {
        "sender": name,
        "footer": f"{name} · {case.reference}",
        "warning": "",
        "head": head,
        "parts": [part for part in parts if part["rows"]],
    }
    return letter("document", data, title=f"{title} {case.reference}", at=case.received_at)


def _part(heading: str, rows: list[Row]) -> dict[str, Any]:
    return {"heading": heading, "rows": rows, "paragraphs": []}


def _signed(at: datetime, who: str) -> str:
    return f"{_time(at)}\n{who}"


def _time(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j. F Y H:i")
