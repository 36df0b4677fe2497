"""Whoever finds a screen unlocked must not do what cannot be undone: sign in once more (OWASP ASVS 7.5)."""

import time

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import mfa

RECENT_SECONDS = 5 * 60


def ask_again(request: HttpRequest, back: str) -> HttpResponse | None:
    """None for whoever proved who they are within five minutes; else where to do so, and come back.

    Entra ID proves it anew by a new sign-in; whoever has a password here shows the second factor.
    """
    records = get_authentication_records(request, request.user)
    if any(time.time() - record["at"] < RECENT_SECONDS for record in records):
        return None
    if request.user.has_usable_password():
        return mfa.demand(request, back)
    logout(request)
    return redirect(reverse("account_login", query={"next": back}))
