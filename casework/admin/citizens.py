"""The desk's page of a citizen's case: what they wrote, the messages both ways, and the files."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casework.admin.case import CaseAdmin
from casework.admin.verbs import TextField, Verb
from casework.admin.writing import COMMON_VERBS, WritingForm
from casework.fields import shown, unreadable
from casework.messages import post_from_desk

LONGEST_MESSAGE = 10_000


class MessageForm(WritingForm):
    """A message to the citizen."""

    text = TextField(
        label=_("Skriv til innbyggeren"),
        help_text=_("Innbyggeren ser teksten og filene på Min side, ikke navnet ditt, og får varsel om det."),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv noe i beskjeden først.")},
    )


def message(case: Any, *, by: Any, text: str, files: Sequence[Any]) -> None:
    """Raises ChangedMeanwhile."""
    post_from_desk(case, text, files, by=by)


MESSAGE = Verb(
    "message", _("Send beskjeden"), message, _("Beskjeden er sendt."), form=MessageForm, on_page=True
)


class CitizenCaseAdmin(CaseAdmin):
    """Base for cases under the citizens' key. Areas give `sections(content)`, verbs and columns."""

    case_template = "admin/casework/citizen_case.html"
    verbs = (*COMMON_VERBS, MESSAGE)

    def sections(self, content: dict[str, Any]) -> list[tuple[Any, list[tuple[Any, str]]]]:
        """What was written, as titled groups of question and answer."""
        raise NotImplementedError

    def answers(self, case: Any) -> list[tuple[Any, list[tuple[Any, str]]]]:
        content = shown(case, "content")
        return [(_("Innhold"), [(_("Svar"), unreadable())])] if content is None else self.sections(content)

    def opened(self, request: HttpRequest, case: Any) -> None:
        case.mark_opened(by=request.user)

    def facts(self, case: Any) -> list[tuple[Any, Any]]:
        return [*super().facts(case), (_("Kom inn ved"), case.get_source_display())]

    def written_since(self, case: Any, since: Any) -> list[Any]:
        messages = case.messages.filter(at__gt=since) if since else case.messages.all()
        return [*super().written_since(case, since), *messages]

    def _case_context(self, request: HttpRequest, case: Any) -> dict[str, Any]:
        context = super()._case_context(request, case)
        return context | {"dialogue": [(one, context["attached"][one.pk]) for one in case.messages.all()]}
