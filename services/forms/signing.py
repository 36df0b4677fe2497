"""What an invited guardian writes: the code they were given, and which child."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.pid import PidField
from casework.limits import global_limit
from crispy_designsystemet.fields import PlainTextField
from crispy_designsystemet.forms import AskingForm
from services.models import SecondGuardian

MOST_TRIES, TRIES_SECONDS = 10, 60 * 60


class InvitationForm(AskingForm):
    """Gives the invitation as cleaned_data["invitation"]. All that is wrong has one answer."""

    primary = _("Gå videre")
    code = PlainTextField(
        label=_("Kode"),
        help_text=_("Koden har 20 tegn. Store og små bokstaver er det samme."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Skriv koden du har fått")},
    )
    pid = PidField(label=_("Fødselsnummeret eller d-nummeret til barnet"))

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        answers = super().clean()
        if self.errors:
            return answers
        if not global_limit(f"second-guardian:{self.user.pk}", MOST_TRIES, TRIES_SECONDS):
            self.add_error("code", _("Du har prøvd mange ganger. Vent en time, eller ring oss"))
            return answers
        answers["invitation"] = SecondGuardian.behind(answers["code"], answers["pid"], user=self.user)
        if answers["invitation"] is None:
            self.add_error(
                "code",
                _("Koden og nummeret hører ikke sammen, eller koden virker ikke lenger. Se over begge"),
            )
        return answers
