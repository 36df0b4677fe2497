"""Lists of cases: who has them, and their columns on a narrow screen."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _


class ChoiceFilter(admin.SimpleListFilter):
    """A filter whose choices are a table: value, label, and what it does to the rows for this person."""

    choices_of_rows: dict[str, tuple[Any, Any]] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.user = request.user
        return [(value, label) for value, (label, _rows) in self.choices_of_rows.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if self.value() not in self.choices_of_rows:
            return queryset
        return self.choices_of_rows[self.value()][1](queryset, request.user)


class AssignedFilter(ChoiceFilter):
    """Mine, nobody's, or everybody's."""

    title = _("saksbehandler")
    parameter_name = "assigned"
    choices_of_rows = {
        "me": (_("Mine"), lambda cases, user: cases.assigned_to_user(user)),
        "nobody": (_("Ikke tatt av noen"), lambda cases, user: cases.unassigned()),
    }


def cell(label: Any, value: Any) -> str:
    """A value with its label in front, which only a screen too narrow for a table shows."""
    return format_html('<span class="desk-label">{}</span> {}', label, value)
