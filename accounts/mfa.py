"""Two factors are demanded of every employee: by Entra ID, or here."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import redirect
from django.urls import reverse


def is_strong(request) -> bool:
    """True when this session was opened with two factors.

    Entra ID demands the second one itself (Conditional Access). A recovery code counts: each opens
    one session, and without them a lost phone would be a locked door.
    """
    records = get_authentication_records(request, request.user)
    return any(_is_entra(record) or record["method"] == "mfa" for record in records)


def demand(request, next_url: str):
    """Lead somebody with a password alone to the factor that is missing: to set it up, or to show it."""
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        name = "mfa_reauthenticate"
    elif is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]):
        name = "mfa_reauthenticate_webauthn"
    else:
        name = "mfa_index"
    return redirect(reverse(name, query={"next": next_url}))


def _is_entra(record: dict) -> bool:
    return record["method"] == "socialaccount" and record.get("provider") == "entra"
