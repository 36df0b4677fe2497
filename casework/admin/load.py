"""How much each caseworker has, for whoever leads an area, each count a link to exactly those cases."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.absence import Absence, among, away_today
from casework.admin.absence import said_of
from casework.admin.lists import ChoiceFilter
from casework.admin.start import address_of, led_desks
from casework.admin.verbs import members, name_of
from casework.counting import in_words

GONE, NO_MEMBER = "gone", _("Noen som ikke er i gruppen")  # everybody who has cases and is no member
COLUMNS = {
    "open": _("Åpne saker"),
    "week": _("Frist innen en uke"),
    "late": _("Over fristen"),
    "unanswered": _("Ubesvart"),
}
OPEN = "open=yes"


# --- the filters that only leaders have ---------------------------------------------------------------------
class OpenFilter(ChoiceFilter):
    title = _("om saken er åpen")
    parameter_name = "open"
    on_start = is_counted = False
    choices_of_rows = {"yes": (_("Åpne saker"), lambda cases, user: cases.open())}


class CaseworkerFilter(ChoiceFilter):
    """Whose cases. `of` makes the filter of one area, with its members as the only choices."""

    title = _("hvem som har saken")
    parameter_name = "caseworker"
    on_start = is_counted = False

    @classmethod
    def of(cls, model: Any, user: Any) -> type[ChoiceFilter]:
        people = among(members(model), user)  # a list of one area needs no others, and saves a query
        choices = {str(one.pk): (name_of(one), _cases_of(one.pk)) for one in people}
        gone = {GONE: (NO_MEMBER, _cases_of_others([one.pk for one in people]))}
        return type("MembersFilter", (cls,), {"choices_of_rows": choices | gone})


LEADERS_FILTERS = {OpenFilter.parameter_name, CaseworkerFilter.parameter_name}


def leaders_filters(model: Any, user: Any) -> list[type[ChoiceFilter]]:
    return [CaseworkerFilter.of(model, user), OpenFilter]


def _cases_of(pk: int) -> Any:
    return lambda cases, user: cases.filter(assigned_to=pk)


def _cases_of_others(people: list[int]) -> Any:
    # Named by who they are and not by who they are not: an index has those who have cases.
    others = get_user_model().objects.filter(kind="staff").exclude(pk__in=people)
    return lambda cases, user: cases.filter(assigned_to__in=others.values("pk"))


# --- the page -----------------------------------------------------------------------------------------------
def load_view(request: HttpRequest) -> HttpResponse:
    """One table for each area this person leads. Raises PermissionDenied for whoever leads none."""
    desks = led_desks(request)
    if not desks:
        raise PermissionDenied
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    context = {
        **admin.site.each_context(request),
        "title": _("Oversikt over saksmengde"),
        "columns": COLUMNS.values(),
        "areas": [{"name": desk.opts.verbose_name_plural, "rows": _rows(request, desk)} for desk in desks],
    }
    return TemplateResponse(request, "admin/casework/load.html", context)


def _rows(request: HttpRequest, desk: Any) -> list[dict[str, Any]]:
    lists = {"open": OPEN} | {name: query for name, query in desk.desk_lists.items() if name in COLUMNS}
    counts = _counts(request, desk, lists)
    people = {one.pk: one for one in members(desk.model)}
    gone = {name: sum(n for pk, n in each.items() if pk not in people) for name, each in counts.items()}
    away = away_today(people)
    rows = [
        _row(desk, str(pk), name_of(one), lists, _of(pk, counts))
        | {"pk": pk, "gives": _gives(desk, pk), "away": _away(away.get(pk), people)}
        for pk, one in people.items()
    ]
    if any(gone.values()):
        rows.append(_row(desk, GONE, NO_MEMBER, lists, gone))
    return rows


def _of(pk: int, counts: dict[str, dict[int, int]]) -> dict[str, int]:
    return {name: each.get(pk, 0) for name, each in counts.items()}


def _row(desk: Any, value: str, name: Any, lists: dict[str, str], counts: dict[str, int]) -> dict[str, Any]:
    """One person's cells; None where the area has no such list."""
    url = f"{address_of(desk)}?caseworker={value}&"
    cells = [
        {"label": label, "count": in_words(counts[column]), "url": url + lists[column]}
        if column in lists
        else None
        for column, label in COLUMNS.items()
    ]
    return {"name": name, "cells": cells}


def _away(away: Absence | None, people: dict[int, Any]) -> str:
    return said_of(away, away.cover_id in people) if away else ""


def _gives(desk: Any, pk: int) -> str:
    return reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_hand_over", args=[pk])


def _counts(request: HttpRequest, desk: Any, lists: dict[str, str]) -> dict[str, dict[int, int]]:
    """For each list how many cases each person has: one query, of the cases this leader may see."""
    rows = desk.get_queryset(request).filter(assigned_to__isnull=False).order_by()
    asked = [_by_person(name, _listed(desk, query, rows, request.user)) for name, query in lists.items()]
    found: dict[str, dict[int, int]] = {name: {} for name in lists}
    for name, pk, count in asked[0].union(*asked[1:], all=True).order_by():
        found[name][pk] = count
    return found


def _listed(desk: Any, query: str, rows: Any, user: Any) -> QuerySet:
    """The rows of the list that this query string of an address shows."""
    name, value = query.split("=")
    chosen = next(one for one in (*desk.filters(), OpenFilter) if one.parameter_name == name)
    return chosen.chosen(value, rows, user)


def _by_person(name: str, rows: QuerySet) -> QuerySet:
    # Distinct, since a list may join what a case has several of.
    return rows.order_by().values_list(Value(name), "assigned_to").annotate(Count("pk", distinct=True))
