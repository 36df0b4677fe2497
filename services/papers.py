"""What an applicant may take along: a receipt, and all that the portal keeps of the application."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework import messages
from casework.fields import unreadable
from casework.letters import letter
from casework.municipality import facts
from services import applying, deadlines, following
from services.models import CareApplication


def receipt(case: CareApplication) -> bytes:
    """That the application came, when, and what happens next, as PDF. Raises CannotPrint."""
    return _paper(case, _("Kvittering for søknad"), [_about(case)])


def all_of_it(case: CareApplication) -> bytes:
    """Everything the applicant may read of the application, as PDF. Raises CannotOpen and CannotPrint."""
    parts = [_about(case)]
    parts += [_part(str(title), rows) for title, rows in applying.sections(case.content)]
    parts.append(_part(_("Vedlegg"), [(_("Fil"), file.name) for file in case.files.all()]))
    rows = [
        (f"{_author(one)}\n{_day(one.at)}", text or unreadable()) for one, text, _f in messages.thread(case)
    ]
    parts.append(_part(_("Beskjeder"), rows))
    read = [(_day(at), roles) for at, roles in following.readers(case)]
    parts.append(_part(_("Hvem som har lest søknaden"), read))
    return _paper(case, _("Søknaden din"), parts)


def data(case: CareApplication) -> dict[str, Any]:
    """The same for a machine. Raises CannotOpen."""
    return {
        "reference": case.reference,
        "received": case.received_at,
        "status": case.status,
        "reply_due": case.reply_due,
        "next_date": dict(zip(("what", "when"), deadlines.told(case), strict=True)),
        "services": [{"key": one.key, "outcome": one.outcome} for one in case.applied.all()],
        "answers": case.content,
        "contact": case.contact,
        "files": [{"name": file.name, "bytes": file.size} for file in case.files.all()],
        "messages": [
            {"from": one.author, "at": one.at, "text": text} for one, text, _f in messages.thread(case)
        ],
        "read_by": [{"at": at, "role": roles} for at, roles in following.readers(case)],
    }


def _about(case: CareApplication) -> dict[str, Any]:
    services = ", ".join(str(one.get_key_display()) for one in case.applied.all())
    rows = [
        (_("Referanse"), case.reference),
        (_("Mottatt"), _day(case.received_at)),
        (_("Søkt om"), services),
        (_("Status"), str(case.get_status_display())),
        deadlines.told(case),
    ]
    return _part(_("Om søknaden"), rows, [str(following.happens(case))])


def _paper(case: CareApplication, title: str, parts: list[dict[str, Any]]) -> bytes:
    name = facts()["name"]
    content = {
        "sender": name,
        "footer": f"{name} · {case.reference}",
        "warning": "",
        "head": (_("Spørsmål"), _("Svar")),
        "parts": [part for part in parts if part["rows"] or part["paragraphs"]],
    }
    return letter("document", content, title=f"{title} {case.reference}", at=timezone.now())


def _part(heading: str, rows: list[tuple[str, str]], paragraphs: list[str] | None = None) -> dict[str, Any]:
    return {"heading": heading, "rows": rows, "paragraphs": paragraphs or []}


def _author(message: Any) -> str:
    return str(message.get_author_display())


def _day(at: Any) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")
