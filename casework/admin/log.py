"""The access log, for the privacy officer. Reading it is itself written to it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.access import AccessEntry
from casework.counting import CappedPaginator
from casework.read_only import ReadOnlyAdmin


class PurposeFilter(admin.SimpleListFilter):
    title = _("formål")
    parameter_name = "why"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(access.PURPOSES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(purpose=self.value()) if self.value() else queryset


@admin.register(AccessEntry)
class AccessEntryAdmin(ReadOnlyAdmin):
    """Who looked at which case, when and why."""

    list_display = ("at", "who", "roles", "action", "why", "case_kind", "reference")
    list_filter = ("action", PurposeFilter)
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    actions = None
    sortable_by = ()
    list_display_links = None
    ordering = ("-at",)
    groups_that_may_read = ("Personvernombud",)

    def has_view_permission(self, request: HttpRequest, obj: AccessEntry | None = None) -> bool:
        """The privacy officer's group alone: references of sealed cases are no business of a superuser."""
        return request.user.is_active and any(map(request.user.in_group, self.groups_that_may_read))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description=_("formål"))
    def why(self, entry: AccessEntry) -> Any:
        return access.PURPOSES.get(entry.purpose, entry.purpose)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._logged(request, super().changelist_view(request, *args, **kwargs))

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One entry. Nothing leads here, but the address can be written."""
        return self._logged(request, super().change_view(request, *args, **kwargs))

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._logged(request, super().history_view(request, *args, **kwargs))

    def _logged(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        access.record_log_read(request.user)
        return response
