"""Two factors are demanded of every employee: by Entra ID, or here."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse

from accounts.signins import is_by_entra


def is_strong(request) -> bool:
    """True when this session was opened with two factors.

    Entra ID demands the second one itself (Conditional Access), and no other factor counts for those it
    decides over. A recovery code counts: each opens one session, and without them a lost phone would be
    a locked door.
    """
    records = get_authentication_records(request, request.user)
    if any(is_by_entra(record) for record in records):
        return True
    return any(record["method"] == "mfa" for record in records) and not request.user.follows_entra


def is_unshown(request) -> bool:
    """True where there is a second factor and this session was opened without it."""
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return not is_strong(request) and is_mfa_enabled(request.user, factors)


def demand(request, next_url: str):
    """Lead somebody with a password alone to the factor that is missing: to set it up, or to show it.

    For whoever follows Entra ID it is there, behind the sign-in page.
    """
    if request.user.follows_entra:
        logout(request)
        name = "account_login"
    elif is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        name = "mfa_reauthenticate"
    elif is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]):
        name = "mfa_reauthenticate_webauthn"
    else:
        name = "mfa_index"
    return redirect(reverse(name, query={"next": next_url}))
