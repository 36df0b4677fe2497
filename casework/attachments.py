"""The questions about files, for a journey's step and for a form of one page."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.files import Staged
from casework.uploads import ACCEPTED
from crispy_designsystemet.files import ChosenFile, ChosenFiles, FilesField
from crispy_designsystemet.forms import StepForm
from crispy_designsystemet.layout import Button, Question

ADD, REMOVE = "add", "remove:"


WHAT_IS_TAKEN = _(
    "Du kan legge ved opptil fem bilder (JPEG, PNG, HEIC) eller PDF-er på høyst 10 MB hver. "
    "Unngå bilder som viser ansikter. Vi fjerner skjulte opplysninger, som når og hvor bildet er "
    "tatt. Navnet på filen følger med."
)
LABEL = _("Legg ved bilder eller dokumenter")


def files_field(help_text: Any = WHAT_IS_TAKEN, label: Any = LABEL) -> FilesField:
    """The field for a form of one page. Its view is marked `takes_files` and calls `stage_all`."""
    return FilesField(
        label=label,
        help_text=help_text,
        accept=ACCEPTED,
        required=False,
    )


class FilesForm(StepForm):
    """A step of its own: `Step("files", _("Bilder og dokumenter"), FilesForm)`.

    SealedJourneyView keeps what is chosen in `state.files`; `self.files(state)` gives it to `send`. The
    step has no answers, so the content of the case has none for it either.
    """

    attachments = files_field()
    chosen: Sequence[Staged] = ()

    def questions(self) -> list[Any]:
        shown = (ChosenFile(one["name"], one["size"], REMOVE + file_id(one)) for one in self.chosen)
        return [Question("attachments"), ChosenFiles(Button(str(_("Last opp")), "go", ADD), shown)]


def file_id(staged: Staged) -> str:
    """What a page calls the file: the random part of its name in the storage."""
    return staged["stored"].rpartition("/")[2]
