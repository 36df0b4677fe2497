"""How a request is said to people: when, how long, and where it stands."""

from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.fields import shown
from volunteers import times
from volunteers.models import HelpRequest
from volunteers.needs import MINUTES

register = template.Library()
Status = HelpRequest.Status

# To the one who asked: what the coordinator's words mean for them.
STANDING = {
    Status.RECEIVED: gettext_lazy("Vi har fått det, og ser på det."),
    Status.OPEN: gettext_lazy("Vi leter etter noen."),
    Status.ASKED: gettext_lazy("Vi har spurt noen, og venter på svar."),
    Status.RESERVED: gettext_lazy("Noen har sagt ja. Vi venter på at de bekrefter."),
    Status.MATCHED: gettext_lazy("Dere har en avtale."),
    Status.DONE: gettext_lazy("Hjelpen er gitt."),
    Status.NOT_MET: gettext_lazy("Dere møttes ikke. Koordinatoren ser på det."),
    Status.CANCELLED: gettext_lazy("Det er avlyst."),
    Status.CLOSED: gettext_lazy("Saken er avsluttet."),
}


@register.filter
def when(request: HelpRequest) -> str:
    """The day, or the days of each week, and the part of the day."""
    parts = "; ".join(str(times.PARTS[part]) for part in times.parts_of(request.slots))
    if request.wanted_on:
        return f"{date_format(request.wanted_on, 'l j. F')}, {parts}"
    if request.recurring:
        return _("hver uke, %(times)s") % {"times": times.in_words(request.slots)}
    return times.in_words(request.slots)


@register.filter
def duration(request: HelpRequest) -> Any:
    return MINUTES.get(request.minutes, f"{request.minutes} min")


@register.filter
def standing(request: HelpRequest) -> Any:
    return STANDING[request.status]


@register.filter
def named(case: Any) -> str:
    """The name in a case, for a page of the desk."""
    return (shown(case, "content") or {}).get("name", "")


@register.filter
def match_of(ask: Any) -> Any:
    """The match that came of a question, or None."""
    return getattr(ask, "match", None)
