"""What the pages behind a link ask: the code that was sent, and what went wrong."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.fields import LineField, TextField
from crispy_designsystemet.forms import DesignForm


class ButtonForm(DesignForm):
    """A form of a page with several buttons: `go` says which, as each of them does."""

    go: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, carried={"go": self.go}, **kwargs)


class CodeForm(ButtonForm):
    go = "show"
    primary = _("Vis navn og telefon")

    code = LineField(
        label=_("Koden fra SMS-en"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "size": 8}),
        max_length=20,
        error_messages={"required": _("Skriv koden fra SMS-en")},
    )


class ProblemForm(ButtonForm):
    go = "problem"
    primary = _("Send til koordinatoren")

    text = TextField(
        label=_("Hva skjedde?"),
        rows=4,
        max_length=2_000,
        error_messages={"required": _("Skriv kort hva som skjedde")},
    )
