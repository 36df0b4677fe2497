"""What an applicant writes after sending."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from casework.attachments import FilesForm, files_field
from casework.files import Staged
from crispy_designsystemet.fields import TextField
from crispy_designsystemet.forms import AskingForm
from crispy_designsystemet.layout import Question


class WritingForm(FilesForm, AskingForm):
    """A message, files, or both. `sending`: the press that must not send nothing."""

    primary = _("Send")
    text = TextField(label=_("Skriv til oss"), required=False)
    attachments = files_field()
    field_order = ("text", "attachments")

    def __init__(self, *args, chosen: Sequence[Staged] = (), sending: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen, self.sending = chosen, sending

    def questions(self):
        return [Question("text"), *FilesForm.questions(self)]

    def clean(self):
        answers = super().clean()
        if self.sending and not self.errors and not answers.get("text") and not self.chosen:
            self.add_error("text", _("Skriv noe, eller legg ved en fil"))
        return answers
