"""What the pages behind a link ask: the code that was sent, and what went wrong."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.fields import LineField, TextField
from crispy_designsystemet.forms import DesignForm


class PressedForm(DesignForm):
    """One of several forms on a page. It carries along what its button does, as the plain buttons say it."""

    go = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, carried={"go": self.go}, **kwargs)


class CodeForm(PressedForm):
    go, primary = "show", _("Vis navn og telefon")

    code = LineField(
        label=_("Koden fra SMS-en"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "size": 8}),
        max_length=20,
        error_messages={"required": _("Skriv koden fra SMS-en")},
    )


class ProblemForm(PressedForm):
    go, primary = "problem", _("Send til koordinatoren")

    text = TextField(
        label=_("Hva skjedde?"),
        rows=4,
        max_length=2_000,
        error_messages={"required": _("Skriv kort hva som skjedde")},
    )
