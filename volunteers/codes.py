"""What the pages behind a link ask: the code that was sent, and what went wrong."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.fields import LineField, TextField
from crispy_designsystemet.forms import DesignForm


class CodeForm(DesignForm):
    code = LineField(
        label=_("Koden fra SMS-en"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "size": 8}),
        max_length=20,
        error_messages={"required": _("Skriv koden fra SMS-en")},
    )


class ProblemForm(DesignForm):
    text = TextField(
        label=_("Hva skjedde?"),
        rows=4,
        max_length=2_000,
        error_messages={"required": _("Skriv kort hva som skjedde")},
    )
