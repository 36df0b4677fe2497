"""Why somebody opens a case: asked before its content is shown, and kept for half an hour."""

import time
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casework.absence import covered_by
from casework.access import CASEWORKER, PURPOSES, STAND_IN
from casework.cases import Case

KEPT_SECONDS = 30 * 60
SESSION_KEY = "opened_for"


class PurposeForm(forms.Form):
    """One purpose from the list. The answer goes into the access log, so only a stand-in's is proposed."""

    purpose = forms.ChoiceField(
        label=_("Hvorfor åpner du saken?"),
        choices=tuple(PURPOSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvorfor du åpner saken.")},
    )


def purpose_of(request: HttpRequest, case: Case) -> str:
    """What this person has the case open for; empty where they have not said, or too long ago."""
    if case.assigned_to_id == request.user.pk:
        return CASEWORKER
    return _kept(request).get(str(case.pk), ("", 0))[0]


def likely(request: HttpRequest, case: Case) -> dict[str, str]:
    """What the form proposes: that somebody who stands in today for the case's caseworker does so here."""
    return {"purpose": STAND_IN} if case.assigned_to_id in covered_by(request.user) else {}


def keep_purpose(request: HttpRequest, case: Case, purpose: str) -> None:
    """Remember for half an hour, in this session, what the case is open for."""
    request.session[SESSION_KEY] = _kept(request) | {str(case.pk): (purpose, int(time.time()))}


def _kept(request: HttpRequest) -> dict[str, Any]:
    oldest = time.time() - KEPT_SECONDS
    return {pk: kept for pk, kept in request.session.get(SESSION_KEY, {}).items() if kept[1] > oldest}
