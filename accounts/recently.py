"""Whoever finds a screen unlocked must not do what cannot be undone: sign in once more (OWASP ASVS 7.5)."""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import mfa
from accounts.oidc import LEEWAY_SECONDS, TokenRefused

RECENT_SECONDS = 5 * 60
ASKED_AT, PROVED_AT = "proof_asked_at", "proved_at"
# Not the sign-in that the machine remembers (OpenID Connect Core 3.1.2.1).
FRESH = {"prompt": "login", "max_age": "0"}


def ask_again(request: HttpRequest, back: str) -> HttpResponse | None:
    """None for whoever proved who they are within five minutes; else where to do so, and come back.

    Entra ID proves it anew by a sign-in that it may not remember; whoever has a password here shows the
    second factor. The page they come back to says that the button is to be pressed once more.
    """
    has_password = request.user.has_usable_password() and not request.user.follows_entra
    if _is_recent(request, has_password):
        return None
    if has_password:
        answer = mfa.demand(request, back)
    else:
        logout(request)
        request.session[ASKED_AT] = time.time()
        answer = redirect(reverse("account_login", query={"next": back}))
    messages.info(request, _("Du har vist hvem du er. Trykk på knappen en gang til."))
    return answer


def asked_of(session: Any) -> dict[str, str]:
    """What a sign-in has to ask of Entra ID: a fresh proof where one is awaited."""
    return dict(FRESH) if ASKED_AT in session else {}


def note_proof(session: Any, claims: dict[str, Any]) -> None:
    """Keep when somebody last proved who they are. Raises TokenRefused for a proof older than asked."""
    asked, at = session.pop(ASKED_AT, None), claims.get("auth_time")
    session.pop(PROVED_AT, None)
    if asked is None:
        if isinstance(at, int):
            session[PROVED_AT] = min(at, time.time())
        return
    if at is not None and not (isinstance(at, int) and at >= asked - LEEWAY_SECONDS):
        raise TokenRefused("auth_time")
    session[PROVED_AT] = time.time()


def _is_recent(request: HttpRequest, has_password: bool) -> bool:
    """A sign-in by Entra ID counts from its proof, not from when it was remembered."""
    proofs = [request.session.get(PROVED_AT, 0)]
    if has_password:
        records = get_authentication_records(request, request.user)
        proofs += [one["at"] for one in records if one["method"] != "socialaccount"]
    return time.time() - max(proofs) < RECENT_SECONDS
