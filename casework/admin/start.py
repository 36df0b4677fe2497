"""What the start page shows: for each area a person may see, how much waits, each count a link."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.counting import counted_all, in_words
from casework.referrals import Referral
from casework.referrals import desks_of as referred_to
from casework.saved_lists import SavedList

type Beside = Callable[[HttpRequest], tuple[Any, QuerySet, str]]
_beside: list[Beside] = []

MOST_NAMED = 10  # references of late cases in each area

COLUMNS = {
    "mine": _("Mine saker"),
    "unassigned": _("Ikke tatt av noen"),
    "week": _("Frist innen en uke"),
    "late": _("Over fristen"),
    "unanswered": _("Ubesvart"),
}


# The lists of what other areas have sent here: its value in the address, label, and rows.
INBOX = {
    "waiting": (_("Venter på å bli tatt"), lambda rows, user: rows.waiting().order_by("at", "id")),
    "mine": (_("Tatt av meg"), lambda rows, user: rows.taken_by_user(user).order_by("at", "id")),
    "over": (_("Ferdige og sendt tilbake"), lambda rows, user: rows.over()),
}
ON_START = ("waiting", "mine")
SENT_HERE = _("Oversendt fra andre fagområder")


def desks_of(request: HttpRequest) -> list[Any]:
    """The desks with worklists that this person may open."""
    desks = [desk for desk in admin.site._registry.values() if hasattr(desk, "worklists")]
    return [desk for desk in desks if desk.has_view_permission(request)]


def case_desks(request: HttpRequest) -> list[Any]:
    """Those of them that hold cases, which somebody can have."""
    return [desk for desk in desks_of(request) if hasattr(desk, "is_led_by")]


def led_desks(request: HttpRequest) -> list[Any]:
    """Those of them whose leader this person is."""
    return [desk for desk in case_desks(request) if desk.is_led_by(request.user)]


def beside(counted: Beside) -> Beside:
    """Declare what the start page counts beside the desks' lists: a label, the rows, and where they are.

    It is counted with the rest in one query, and left out where there is nothing.
    """
    _beside.append(counted)
    return counted


def start_page(request: HttpRequest) -> dict[str, Any]:
    """The table of areas, and each area's other lists. One query counts all of it."""
    desks = desks_of(request)
    saved = _saved_lists(request)
    lists = {desk: [*desk.worklists(request), *saved.get(desk, ())] for desk in desks}
    others, sent_here = [each(request) for each in _beside], _inbox(request)
    counted = [cases for each in lists.values() for _label, cases, _query in each]
    counted += [rows for _label, rows, _url in others] + [rows for _key, _label, rows in sent_here]
    counts = iter(counted_all(counted))
    shown = {
        desk: [_entry(desk, label, query, next(counts)) for label, _rows, query in lists[desk]]
        for desk in desks
    }
    named = {desk: getattr(desk, "desk_lists", {}) for desk in desks}
    return {
        "beside": [
            {"label": label, "count": in_words(count), "url": url}
            for (label, _rows, url), count in zip(others, counts, strict=False)  # the inbox's come after
            if count
        ],
        "leads": bool(led_desks(request)),
        "columns": COLUMNS.values(),
        "areas": [_row(desk, shown[desk], named[desk]) for desk in desks if named[desk]],
        "desks": [
            {
                "name": desk.opts.verbose_name_plural,
                "lists": [one for one in shown[desk] if one["query"] not in named[desk].values()],
            }
            for desk in desks
        ]
        + _inbox_shown(sent_here, counts),
    }


def first_day_view(request: HttpRequest, roles: list[tuple[str, Any]]) -> HttpResponse:
    """What somebody new needs to know: their roles, each with what it is for, and the areas these open."""
    areas = [{"name": desk.opts.verbose_name_plural, "url": address_of(desk)} for desk in case_desks(request)]
    context = admin.site.each_context(request) | {
        "title": _("Første dag"),
        "areas": areas,
        "roles": roles,
    }
    return TemplateResponse(request, "admin/first_day.html", context)


def waiting(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """Of each area with columns: its name, what each column counts, and references of what is late.

    Last, where there is any, what other areas have sent here.
    """
    for desk in case_desks(request):
        named = desk.desk_lists
        rows = {query: cases for _label, cases, query in desk.worklists(request)}
        shown = {label: rows[named[column]] for column, label in COLUMNS.items() if column in named}
        late = rows[named["late"]].values_list("reference", flat=True) if "late" in named else []
        if shown:
            yield {
                "name": str(desk.opts.verbose_name_plural).capitalize(),
                "counts": list(zip(shown, counted_all(shown.values()), strict=True)),
                "late": list(late[:MOST_NAMED]),
            }
    if sent_here := _inbox(request):
        counts = counted_all(rows for _key, _label, rows in sent_here)
        labels = [label for _key, label, _rows in sent_here]
        yield {"name": str(SENT_HERE), "counts": list(zip(labels, counts, strict=True)), "late": []}


def _saved_lists(request: HttpRequest) -> dict[Any, list[tuple[str, QuerySet, str]]]:
    """Each desk's saved lists, as its worklists are. One query."""
    kinds = {desk.model.kind(): desk for desk in case_desks(request)}
    found: dict[Any, list[tuple[str, QuerySet, str]]] = {}
    for one in SavedList.objects.for_user(request.user, kinds):
        desk = kinds[one.case_kind]
        found.setdefault(desk, []).append((one.name, desk.rows_of(request, one), one.query))
    return found


def _inbox(request: HttpRequest) -> list[tuple[str, Any, QuerySet]]:
    """What other areas have sent to this person's desks, in lists; none for whoever is at no such desk."""
    if not referred_to(request.user):
        return []
    visible = Referral.objects.visible_to(request.user)
    return [(key, INBOX[key][0], INBOX[key][1](visible, request.user)) for key in ON_START]


def _inbox_shown(lists: list[tuple[str, Any, QuerySet]], counts: Iterator[int]) -> list[dict[str, Any]]:
    url = reverse("admin:referrals")
    shown = [
        {"label": label, "count": in_words(next(counts)), "url": f"{url}?show={key}"}
        for key, label, _rows in lists
    ]
    return [{"name": SENT_HERE, "lists": shown}] if shown else []


def _entry(desk: Any, label: Any, query: str, count: int) -> dict[str, Any]:
    return {"label": label, "count": in_words(count), "url": f"{address_of(desk)}?{query}", "query": query}


def _row(desk: Any, entries: list[dict[str, Any]], named: dict[str, str]) -> dict[str, Any]:
    by_query = {entry["query"]: entry for entry in entries}
    cells = [by_query.get(named.get(column, "")) for column in COLUMNS]
    return {"name": desk.opts.verbose_name_plural, "url": address_of(desk), "cells": cells}


def address_of(desk: Any) -> str:
    """Where the desk's list is."""
    return reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_changelist")
