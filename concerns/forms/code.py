from django import forms
from django.utils.translation import gettext_lazy as _

from concerns.models import ConcernReport
from crispy_designsystemet.forms import DesignForm


class CodeForm(DesignForm):
    """The code from a receipt. Gives the report it opens as cleaned_data["report"]."""

    primary = _("Sjekk koden")
    code = forms.CharField(
        label=_("Kode"),
        help_text=_("Koden har 24 tegn. Store og små bokstaver er det samme."),
        max_length=60,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Skriv koden fra kvitteringen")},
    )

    def clean(self):
        answers = super().clean()
        if code := answers.get("code"):
            answers["report"] = ConcernReport.behind(code)
            if answers["report"] is None:
                self.add_error("code", _("Vi finner ingen melding med denne koden. Se over alle 24 tegnene"))
        return answers
