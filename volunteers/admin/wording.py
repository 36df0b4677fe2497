"""How the desk says gates, reasons and events."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.fields import shown
from volunteers.matching import Parts, Suggestion
from volunteers.models import Volunteer

GATES = {
    "approved": gettext_lazy("er ikke godkjent"),
    "pause": gettext_lazy("har pause"),
    "declaration": gettext_lazy("har ikke signert taushetserklæringen"),
    "capacity": gettext_lazy("har ikke plass denne uka"),
    "task": gettext_lazy("har ikke valgt denne oppgaven"),
    "time": gettext_lazy("kan ikke til disse tidene"),
    "reach": gettext_lazy("drar ikke så langt"),
    "car": gettext_lazy("har ikke bil"),
    "certificate": gettext_lazy("mangler attesten som loven krever"),
    "age": gettext_lazy("er ikke fylt 18 år"),
    "block": gettext_lazy("skal ikke møte den som ber om hjelp"),
    "asked": gettext_lazy("er spurt før"),
}
EVENTS = {
    "accepted": gettext_lazy("Klar til å finne noen"),
    "agreed": gettext_lazy("Avtalt"),
    "anonymised": gettext_lazy("Anonymisert"),
    "approved": gettext_lazy("Godkjent"),
    "asked": gettext_lazy("Spurt"),
    "blocked": gettext_lazy("Sperret"),
    "cancelled": gettext_lazy("Avlyst"),
    "certificate_seen": gettext_lazy("Attest sett"),
    "closed": gettext_lazy("Avsluttet"),
    "declared": gettext_lazy("Taushetserklæringen signert"),
    "declined": gettext_lazy("Takket nei"),
    "followed_up": gettext_lazy("Fulgt opp"),
    "found_anew": gettext_lazy("Leter etter noen på nytt"),
    "helper_says_done": gettext_lazy("Den frivillige sier at hjelpen er gitt"),
    "helper_says_not_met": gettext_lazy("Den frivillige sier at de ikke møttes"),
    "kept_apart": gettext_lazy("Skal ikke møtes"),
    "lapsed": gettext_lazy("Bekreftet ikke i tide"),
    "left": gettext_lazy("Sluttet"),
    "paused": gettext_lazy("Pause"),
    "paused_for_stepping_back": gettext_lazy("Pause fordi hen har trukket seg mange ganger"),
    "problem_told": gettext_lazy("Meldte et problem"),
    "problems_handled": gettext_lazy("Problemene er fulgt opp"),
    "protected": gettext_lazy("Adressen beskyttet"),
    "refused": gettext_lazy("Ikke godkjent"),
    "reserved": gettext_lazy("Sa ja"),
    "resumed": gettext_lazy("Tilbake fra pause"),
    "seeker_says_done": gettext_lazy("Den som fikk hjelp, sier at den er gitt"),
    "seeker_says_not_met": gettext_lazy("Den som ba om hjelp, sier at de ikke møttes"),
    "stepped_back": gettext_lazy("Trakk seg"),
    "unblocked": gettext_lazy("Sperren opphevet"),
    "wishes_changed": gettext_lazy("Endret hva hen vil gjøre"),
}


def name_of(case: Any) -> str:
    """The name behind a case, for whoever may read it."""
    return (shown(case, "content") or {}).get("name") or _("Navn ukjent")


def suggested(volunteer: Volunteer, suggestion: Suggestion) -> str:
    """One suggestion in a line: who, how well, and why."""
    points = ngettext("%(points)d poeng", "%(points)d poeng", round(suggestion.score)) % {
        "points": round(suggestion.score)
    }
    why = "; ".join(reasons(suggestion))
    return f"{name_of(volunteer)} ({volunteer.reference}), {points}: {why}"


def reasons(suggestion: Suggestion) -> list[str]:
    """Every part of the score as a person says it."""
    of, helper = suggestion.parts, suggestion.helper
    said = [_area(suggestion.distance), _time(of), _rest(of), _capacity(helper)]
    if of.task == 1:
        said.append(_("har gjort dette før"))
    if of.language < 1:
        said.append(_("snakker ikke alle språkene"))
    if of.car < 1:
        said.append(_("har bil, og trengs kanskje til noe annet"))
    return said


def _area(steps: int | None) -> str:
    if steps is None:
        return _("sted ikke sammenlignet")
    if steps == 0:
        return _("samme område")
    return ngettext("%(steps)d område unna", "%(steps)d områder unna", steps) % {"steps": steps}


def _time(of: Parts) -> str:
    return _("%(percent)d %% av tidene") % {"percent": round(of.time * 100)}


def _rest(of: Parts) -> str:
    return _("ikke spurt på lenge") if of.rest == 1 else _("spurt nylig")


def _capacity(helper: Any) -> str:
    left = helper.places_left
    return ngettext("%(left)d plass igjen", "%(left)d plasser igjen", left) % {"left": left}
