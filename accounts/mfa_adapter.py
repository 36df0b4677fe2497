"""Second factors of employees. Apart from the other adapters: a public process has no second factors."""

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

from accounts.mfa_secrets import PURPOSE
from casework import encryption


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes lie encrypted. Those who follow Entra ID have none."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Koden er feil, eller den er brukt. Skriv den nyeste koden."),
    }

    def is_mfa_enabled(self, user, types=None) -> bool:
        """What lies here of an earlier time is not asked for after Entra ID, where the factor is."""
        return super().is_mfa_enabled(user, types) and not user.follows_entra

    def encrypt(self, text: str) -> str:
        return encryption.seal(text, purpose=PURPOSE, ring="desk")

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.unseal(encrypted_text, purpose=PURPOSE, ring="desk")
