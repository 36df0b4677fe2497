"""The application as a form on paper, for whoever cannot or will not sign in: the same steps, left empty."""

import functools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.pid import PidField
from casework.letters import letter
from casework.municipality import facts
from casework.steps import Step
from crispy_designsystemet.fields import CountField, DatePartsField, LineField
from services.forms import entering
from services.journeys import every_step

NOT_ON_PAPER = frozenset({"entered", "age", "files"})
FEW_LINES, MANY_LINES = 1, 5
ONE_LINE = (LineField, CountField, PidField)
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)  # the paper says no day of its own; the same words, the same bytes


@functools.lru_cache(maxsize=8)
def blank_form(language: str) -> bytes:
    """The form as PDF in this language. Raises CannotPrint."""
    municipality = facts()
    with override(language):
        data = {
            "language": language,
            "sender": municipality["name"],
            "footer": municipality["name"],
            "page": [_("Side"), _("av")],
            "opening": _opening(),
            "parts": [_part(step) for step in _steps()],
            "closing": _closing(),
            "signing": [_("Sted og dato"), _("Underskrift"), _("Underskrift fra den andre forelderen")],
        }
        return letter("form", data, title=_("Søknad om hjelp i hverdagen"), at=MADE_AT)


def _steps() -> Iterator[Step]:
    """Each step once: on paper there is one way to ask about the person."""
    seen = set(NOT_ON_PAPER)
    for step in every_step():
        if step.slug not in seen:
            seen.add(step.slug)
            yield step


def _opening() -> list[str]:
    return [
        _("Svar på det som gjelder dere, og hopp over resten. Trenger du mer plass, legger du ved et ark."),
        _("Søker du for deg selv eller for en voksen, skriver du om den personen der det står «barnet»."),
        _("Trenger du hjelp til å fylle ut, kan du ringe oss. Vi kan også skrive for deg."),
    ]


def _closing() -> list[str]:
    return [
        _("Legg ved brev fra lege eller sykehus, hvis du har. Du kan også sende dem senere."),
        _("Send skjemaet i posten, eller lever det til kommunen. Ikke send det på e-post."),
        _("Du får svar innen én måned etter at vi fikk skjemaet, eller brev om hvorfor det tar lengre tid."),
    ]


def _part(step: Step) -> dict[str, Any]:
    form = entering.FORMS.get(step.form, step.form)
    return {"heading": str(step.title), "questions": list(_questions(form()))}


def _questions(form: Any) -> Iterator[dict[str, Any]]:
    """Every question of a form; one that an answer opens comes after it, and says which."""
    opened = {
        name: (outer, option)
        for outer, opens in form.reveals.items()
        for option, names in opens.items()
        for name in names
    }
    for name, field in form.fields.items():
        yield _question(field) | {"only": _only(form, *opened[name]) if name in opened else ""}


def _only(form: Any, outer: str, option: str) -> str:
    labels = {str(key): str(label) for key, label in form.fields[outer].choices}
    return _("Bare hvis du svarte: %(answer)s") % {"answer": labels[str(option)]}


def _question(field: forms.Field) -> dict[str, Any]:
    asked = {"label": str(field.label), "help": str(field.help_text), "options": [], "lines": 0, "parts": []}
    if isinstance(field, forms.BooleanField):
        return asked | {"label": "", "options": [str(field.label)]}
    if isinstance(field, forms.ChoiceField):
        return asked | {"options": [str(label) for key, label in field.choices if key != ""]}
    if isinstance(field, DatePartsField):
        return asked | {"parts": [_("dag"), _("måned"), _("år")]}
    return asked | {"lines": FEW_LINES if isinstance(field, ONE_LINE) else MANY_LINES}
