"""allauth's forms in the portal's look and words."""

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.forms import DesignForm


class StaffForm(DesignForm):
    """Keeps the page to return to, and says in our words what allauth's forms ask for."""

    labels: dict[str, str] = {}
    help_texts: dict[str, str] = {}
    required = _("Fyll ut dette feltet")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.carried = _page_to_return_to()
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")
            field.error_messages["required"] = self.required
            field.widget.attrs.pop("placeholder", None)


class SignInForm(StaffForm, account_forms.LoginForm):
    primary = _("Logg inn")
    labels = {"login": _("Brukernavn"), "password": _("Passord")}


class ConfirmPasswordForm(StaffForm, account_forms.ReauthenticateForm):
    primary = _("Bekreft")
    labels = {"password": _("Passord")}


class ChangePasswordForm(StaffForm, account_forms.ChangePasswordForm):
    primary = _("Bytt passord")
    labels = {
        "oldpassword": _("Passordet du har nå"),
        "password1": _("Nytt passord"),
        "password2": _("Nytt passord en gang til"),
    }
    help_texts = {"password1": _("Minst tolv tegn. Flere ord etter hverandre er lett å huske.")}


class CodeForm(StaffForm):
    """One code of digits, from an app or from the list of recovery codes."""

    labels = {"code": _("Kode")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class AuthenticateForm(CodeForm, mfa_forms.AuthenticateForm):
    primary = _("Logg inn")
    help_texts = {"code": _("Skriv koden appen din viser, eller en av reservekodene.")}


class ConfirmCodeForm(CodeForm, mfa_forms.ReauthenticateForm):
    primary = _("Bekreft")
    help_texts = AuthenticateForm.help_texts


class ActivateAppForm(CodeForm, totp_forms.ActivateTOTPForm):
    primary = _("Slå på")
    help_texts = {"code": _("Seks siffer fra appen.")}


class RemoveAppForm(StaffForm, totp_forms.DeactivateTOTPForm):
    primary = _("Fjern appen")


class AddKeyForm(StaffForm, webauthn_forms.AddWebAuthnForm):
    """The script fills in the credential and sends the form; its button is in the template."""

    labels = {"name": _("Navn på nøkkelen"), "passwordless": _("Logg inn med bare denne nøkkelen")}
    help_texts = {"passwordless": _("Da må nøkkelen ha fingeravtrykk, ansikt eller PIN-kode.")}


class RenameKeyForm(StaffForm, webauthn_forms.EditWebAuthnForm):
    primary = _("Lagre")
    labels = {"name": _("Navn på nøkkelen")}


def _page_to_return_to() -> dict[str, str]:
    request = context.request
    page = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME)
    return {REDIRECT_FIELD_NAME: page} if page else {}
