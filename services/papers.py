"""What an applicant may take along: a receipt, and all that the portal keeps of the application."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework import access, messages
from casework.fields import shown, unreadable
from casework.letters import letter
from casework.municipality import facts
from services import applying, deadlines, following, letters
from services.models import CareApplication, ProviderChoice


def receipt(case: CareApplication) -> bytes:
    """That the application came, when, and what happens next, as PDF. Raises CannotPrint."""
    return _paper(case, _("Kvittering for søknad"), [_about(case)])


def all_of_it(case: CareApplication) -> bytes:
    """Everything the applicant may read of the application, as PDF. Raises CannotPrint.

    What does not open stands there as unreadable, in the place of a refusal of all the rest.
    """
    content = shown(case, "content")
    parts = [_about(case)]
    if content is None:
        parts.append(_part(_("Svarene dine"), [], [unreadable()]))
    parts += [_part(str(title), rows) for title, rows in applying.sections(content or {})]
    files = case.files.seen_by_citizen()
    parts.append(_part(_("Vedlegg"), [(_("Fil"), file.shown_name) for file in files]))
    rows = [
        (f"{_author(one)}\n{_day(one.at)}", text or unreadable()) for one, text, _f in messages.thread(case)
    ]
    parts.append(_part(_("Beskjeder"), rows))
    parts += _of_decisions(case)
    read = [(_day(at), roles) for at, roles in access.readers(case)]
    parts.append(_part(_("Hvem som har lest søknaden"), read))
    return _paper(case, _("Søknaden din"), parts)


def data(case: CareApplication) -> dict[str, Any]:
    """The same for a machine; null where something does not open."""
    plan = getattr(case, "plan", None)
    return {
        "reference": case.reference,
        "received": case.received_at,
        "status": case.status,
        "reply_due": case.reply_due,
        "next_date": dict(zip(("what", "when"), deadlines.told(case), strict=True)),
        "services": [{"key": one.key, "outcome": one.outcome} for one in case.applied.all()],
        "answers": shown(case, "content"),
        "contact": shown(case, "contact"),
        "files": [{"name": one.shown_name, "bytes": one.size} for one in case.files.seen_by_citizen()],
        "messages": [
            {"from": one.author, "at": one.at, "text": text} for one, text, _f in messages.thread(case)
        ],
        "decisions": [{"sent": one.sent_at, "content": shown(one, "content")} for one in _sent(case)],
        "providers": [{"name": one.provider.label, "chosen": one.at} for one in _providers(case)],
        "appeals": [{"at": one.at, "text": shown(one, "text")} for one in case.appeals.all()],
        "plan": plan and {"review": plan.review_on, "content": shown(plan, "content")},
        "read_by": [{"at": at, "role": roles} for at, roles in access.readers(case)],
    }


def _of_decisions(case: CareApplication) -> list[dict[str, Any]]:
    """Each decision that was sent, the providers chosen, the appeals and the plan."""
    parts = []
    for decision in _sent(case):
        read, heading = letters.read(decision), f"{_('Vedtak')} {_day(decision.sent_at)}"
        if read["is_unreadable"]:
            parts.append(_part(heading, [], [unreadable()]))
        for one in read["parts"]:
            rows = [*one["facts"], (_("Begrunnelse"), one["line"]["reasons"])]
            parts.append(_part(f"{heading}: {one['name']}", rows))
    chosen = [(_day(one.at), one.provider.label) for one in _providers(case)]
    appeals = [(_day(one.at), shown(one, "text") or unreadable()) for one in case.appeals.all()]
    return [
        *parts,
        _part(_("Leverandør av BPA"), chosen),
        _part(_("Klagen din"), appeals),
        _of_plan(getattr(case, "plan", None)),
    ]


def _of_plan(plan: Any) -> dict[str, Any]:
    if plan is None:
        return _part("", [])
    content = shown(plan, "content")
    if content is None:
        return _part(_("Individuell plan"), [], [unreadable()])
    labels = {"contact": _("Kontaktperson"), "participants": _("Med i planen"), "goals": _("Mål")}
    rows = [(label, content.get(name, "")) for name, label in labels.items()]
    rows.append((_("Gjennomgås"), date_format(plan.review_on, "DATE_FORMAT")))
    return _part(_("Individuell plan"), rows)


def _sent(case: CareApplication) -> Any:
    return case.decisions.exclude(sent_at=None)


def _providers(case: CareApplication) -> Any:
    chosen = ProviderChoice.objects.filter(granted__applied__application=case)
    return chosen.select_related("provider")


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
