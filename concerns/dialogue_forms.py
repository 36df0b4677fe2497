"""The way back in, and what a reporter writes there."""

from collections.abc import Sequence

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.attachments import FilesForm, files_field
from casework.files import Staged
from casework.limits import process_limit
from concerns.models import ConcernReport
from crispy_designsystemet.fields import PlainTextField, Textarea
from crispy_designsystemet.forms import DesignForm
from crispy_designsystemet.layout import Question

# 120 bits cannot be guessed; this is for the database's sake. One counter for all, since nobody is known,
# and in memory: in the shared cache its row would tell when somebody looked for an answer.
MOST_TRIES, TRIES_SECONDS = 600, 60


class PrivateForm(DesignForm):
    """A form whose answers the browser does not suggest to whoever uses the machine next."""

    @cached_property
    def helper(self):
        helper = super().helper
        helper.attrs["autocomplete"] = "off"
        return helper


class CodeForm(PrivateForm):
    """The code from a receipt. Gives the report it opens as cleaned_data["report"].

    Whatever else is written is answered the same, with the same queries. `is_busy`: too many have tried
    this minute, and nothing was looked up.
    """

    primary = _("Sjekk koden")
    is_busy = False
    code = PlainTextField(
        label=_("Kode"),
        help_text=_("Koden har 24 tegn. Store og små bokstaver er det samme."),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Skriv koden fra kvitteringen")},
    )

    def clean(self):
        answers = super().clean()
        if code := answers.get("code"):
            answers["report"] = self._report_behind(code)
        return answers

    def _report_behind(self, code: str) -> ConcernReport | None:
        self.is_busy = not process_limit("receipt-codes", MOST_TRIES, TRIES_SECONDS)
        if self.is_busy:
            self.add_error("code", _("Mange bruker koden sin akkurat nå. Prøv igjen om et minutt"))
            return None
        report = ConcernReport.behind(code)
        if report is None:
            self.add_error("code", _("Vi finner ingen melding med denne koden. Se over alle 24 tegnene"))
        return report


class ReplyForm(FilesForm, PrivateForm):
    """What a reporter writes, with files. `sending`: the press that must not send nothing."""

    primary = _("Send")
    text = PlainTextField(
        label=_("Skriv til barneverntjenesten"),
        help_text=_("Er du anonym? Skriv ikke noe som røper deg."),
        max_length=10_000,
        required=False,
        widget=Textarea({"rows": 6}),
    )
    attachments = files_field()
    field_order = ("text", "attachments")

    def __init__(self, *args, chosen: Sequence[Staged] = (), sending: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen, self.sending = chosen, sending

    def questions(self):
        return [Question("text"), *super().questions()]

    def clean(self):
        answers = super().clean()
        if self.sending and not self.errors and not answers.get("text") and not self.chosen:
            self.add_error("text", _("Skriv noe, eller legg ved en fil"))
        return answers
