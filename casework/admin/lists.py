"""Lists of cases: their filters with counts, their pages, and the way from one case to the next."""

from itertools import chain
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from casework import counting
from casework.admin.keyset import page_after, page_before, place_of, token
from casework.counting import counted_all, in_words

AFTER, BEFORE = "after", "before"  # a page's place in its address
SESSION_KEY = "case_lists"


# --- filters ----------------------------------------------------------------------------------------------
class ChoiceFilter(admin.SimpleListFilter):
    """A filter whose choices are a table: value, label, and what it does to the rows for this person."""

    choices_of_rows: dict[str, tuple[Any, Any]] = {}
    on_start = True  # whether each choice is a list of the start page
    is_counted = True  # whether the list says how many each choice leaves
    counts: list[int] | None = None  # of each choice, where the list counted them

    @classmethod
    def is_offered_to(cls, user: Any) -> bool:
        """Whether this person has the filter at all."""
        return True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.user = request.user
        if not self.is_offered_to(request.user):
            return []
        return [(value, label) for value, (label, _rows) in self.choices_of_rows.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return self.chosen(self.value(), queryset, request.user)

    @classmethod
    def chosen(cls, value: str | None, rows: Any, user: Any) -> QuerySet:
        """The rows of one choice; all of them where there is no such choice."""
        if value not in cls.choices_of_rows:
            return rows
        return cls.choices_of_rows[value][1](rows, user)

    def choices(self, changelist: Any) -> Any:
        everything, *each = super().choices(changelist)
        yield everything
        for choice, count in zip(each, self.counts or [None] * len(each), strict=True):
            said = "" if count is None else f" ({in_words(count)})"
            yield choice | {"display": f"{choice['display']}{said}"}


class AssignedFilter(ChoiceFilter):
    """Mine, nobody's, or everybody's."""

    title = _("saksbehandler")
    parameter_name = "assigned"
    choices_of_rows = {
        "me": (_("Mine saker"), lambda cases, user: cases.assigned_to_user(user)),
        "nobody": (_("Ikke tatt av noen"), lambda cases, user: cases.unassigned()),
    }


class AnswerFilter(ChoiceFilter):
    """What the citizen sent last, and nobody has read or answered."""

    title = _("svar")
    parameter_name = "answer"
    choices_of_rows = {
        "unread": (_("Nytt som ingen har lest"), lambda cases, user: cases.filter(unread=True)),
        "unanswered": (_("Ubesvarte beskjeder"), lambda cases, user: cases.unanswered()),
    }


def choices_filter(model: type[Model], column: str) -> type[ChoiceFilter]:
    """A filter by a column with choices. Only its choices reach the database, whatever an address says."""
    field: Any = model._meta.get_field(column)

    def rows(value: str) -> Any:
        return lambda cases, user: cases.filter(**{column: value})

    return type(
        "ColumnFilter",
        (ChoiceFilter,),
        {
            "title": field.verbose_name,
            "parameter_name": f"{column}__exact",
            "choices_of_rows": {value: (label, rows(value)) for value, label in field.choices},
            "on_start": False,
        },
    )


# --- the list ---------------------------------------------------------------------------------------------
class CaseList(ChangeList):
    """One page of a list, with links to the next and the one before. Counts stop at a thousand."""

    previous_page = next_page = first_page = ""

    def get_filters(self, request: HttpRequest) -> Any:
        self.asked = {name: self.params.pop(name, "") for name in (AFTER, BEFORE)}
        for name in self.asked:
            self.filter_params.pop(name, None)
        return super().get_filters(request)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[str]:
        """The desk's own order, which an index has. An address cannot ask for another."""
        return list(self.model_admin.ordering)

    def get_results(self, request: HttpRequest) -> None:
        self.result_list = self._page(self.get_ordering(request, self.queryset))
        prefetch_related_objects(self.result_list, *self.model_admin.listed_with)
        self._count(request)
        self.show_full_result_count = self.can_show_all = self.multi_page = False
        self.full_result_count = None
        self.show_admin_actions = bool(self.result_list)
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)

    def _page(self, order: list[str]) -> list[Any]:
        size = self.list_per_page
        if before := place_of(self.model, order, self.asked[BEFORE]):
            rows = page_before(self.queryset, order, before, size + 1)
            has_next, has_previous = True, len(rows) > size
            rows = rows[-size:]
        else:
            after = place_of(self.model, order, self.asked[AFTER])
            rows = page_after(self.queryset, order, after, size + 1)
            has_next, has_previous = len(rows) > size, after is not None
            rows = rows[:size]
        if rows and has_next:
            self.next_page = self.get_query_string({AFTER: token(rows[-1], order)})
        if rows and has_previous:
            self.previous_page = self.get_query_string({BEFORE: token(rows[0], order)})
        self.first_page = self.get_query_string() if any(self.asked.values()) else ""
        return rows

    def _count(self, request: HttpRequest) -> None:
        """How many rows the list has, and how many each choice would leave, the other filters as they are."""
        specs = [spec for spec in self.filter_specs if isinstance(spec, ChoiceFilter)]
        lists = {spec: self._with_each_choice(request, spec, specs) for spec in specs if spec.is_counted}
        whole, *each = counted_all([self.queryset, *chain(*lists.values())])
        for spec, rows in lists.items():
            spec.counts, each = each[: len(rows)], each[len(rows) :]
        self.result_count = min(whole, counting.MOST)
        self.is_capped = whole > counting.MOST
        self.count_in_words = in_words(whole)

    def _with_each_choice(
        self, request: HttpRequest, spec: ChoiceFilter, specs: list[ChoiceFilter]
    ) -> list[QuerySet]:
        rows = self.root_queryset
        for other in specs:
            rows = rows if other is spec else other.queryset(request, rows)
        return [spec.chosen(value, rows, request.user) for value, _label in spec.lookup_choices]


# --- from one case to the next --------------------------------------------------------------------------
def remember(request: HttpRequest, page: CaseList) -> None:
    """Keep, in the session, which cases this person has a list of, in the list's order."""
    kept = {"ids": [str(case.pk) for case in page.result_list], "next": page.next_page}
    lists = request.session.get(SESSION_KEY, {})
    if lists.get(page.model.kind()) != kept:
        request.session[SESSION_KEY] = lists | {page.model.kind(): kept}


def beside(request: HttpRequest, kind: str, pk: str) -> dict[str, str]:
    """The ids of the cases before and after this one on the page of the list it was reached from, or "".

    With them the list's next page where this case is the last. The order is the list's as it was shown:
    opening a case may move it, but nobody's way through the list.
    """
    kept = request.session.get(SESSION_KEY, {}).get(kind, {"ids": [], "next": ""})
    if pk not in kept["ids"]:
        return {"previous": "", "next": "", "next_page": ""}
    at, around = kept["ids"].index(pk), ["", *kept["ids"], ""]
    return {
        "previous": around[at],
        "next": around[at + 2],
        "next_page": "" if around[at + 2] else kept["next"],
    }


def cell(label: Any, value: Any) -> str:
    """A value with its label in front, which only a screen too narrow for a table shows."""
    return format_html('<span class="desk-label">{}</span> {}', label, value)
