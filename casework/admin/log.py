"""The access log, for the privacy officer. Reading it is itself written to it."""

from datetime import datetime, time
from itertools import chain
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.access import AccessEntry
from casework.counting import CappedPaginator
from casework.log_chain import LogSeal
from casework.persons import Sought, ties_of
from casework.read_only import ReadOnlyAdmin
from casework.spreadsheets import as_file

OFFICER = "Personvernombud"
MOST_FOUND = 200
AS_FILE = "file"  # the button that has all that was found written to a file
ROWS_AT_ONCE = 2_000
TITLES = [_("tid"), _("hvem"), _("roller"), _("handling"), _("formål"), _("sakstype"), _("referanse")]


class PurposeFilter(admin.SimpleListFilter):
    title = _("formål")
    parameter_name = "why"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(access.PURPOSES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(purpose=self.value()) if self.value() else queryset


class LogSearchForm(forms.Form):
    """What the log is searched by; what is written in several fields must all hold."""

    reader = forms.CharField(label=_("Hvem har lest (brukernavn)"), required=False, max_length=150)
    reference = forms.CharField(label=_("Sakens referanse"), required=False, max_length=20)
    pid = forms.CharField(
        label=_("Innbyggerens fødselsnummer"),
        help_text=_("Finner alle saker personen har del i. Nummeret lagres ikke."),
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    first = forms.DateField(label=_("Fra og med"), required=False, widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(label=_("Til og med"), required=False, widget=forms.DateInput({"type": "date"}))

    def found(self) -> QuerySet:
        """The entries that match, the newest first."""
        asked, entries = self.cleaned_data, AccessEntry.objects.order_by("-at")
        if asked["reader"]:
            entries = entries.filter(who=asked["reader"].strip())
        if asked["reference"]:
            entries = entries.filter(reference=asked["reference"].strip().upper())
        if asked["pid"]:
            digits = "".join(filter(str.isdigit, asked["pid"]))
            entries = entries.filter(case_id__in=[tie.case.pk for tie in ties_of(Sought(pid=digits))])
        if asked["first"]:
            entries = entries.filter(at__gte=_local(asked["first"], time.min))
        if asked["last"]:
            entries = entries.filter(at__lte=_local(asked["last"], time.max))
        return entries


@admin.register(AccessEntry)
class AccessEntryAdmin(ReadOnlyAdmin):
    """Who looked at which case, when and why."""

    change_list_template = "admin/casework/log_list.html"
    list_display = ("at", "who", "roles", "action", "why", "kind", "reference")
    list_filter = ("action", PurposeFilter)
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    actions = None
    sortable_by = ()
    list_display_links = None
    ordering = ("-at",)
    groups_that_may_read = (OFFICER,)

    def has_view_permission(self, request: HttpRequest, obj: AccessEntry | None = None) -> bool:
        """The privacy officer's group alone: references of sealed cases are no business of a superuser."""
        return request.user.is_active and any(map(request.user.in_group, self.groups_that_may_read))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.search_view)
        return [path("finn/", view, name="casework_accessentry_search"), *super().get_urls()]

    @admin.display(description=_("formål"))
    def why(self, entry: AccessEntry) -> Any:
        return access.PURPOSES.get(entry.purpose, entry.purpose)

    @admin.display(description=_("sakstype"))
    def kind(self, entry: AccessEntry) -> Any:
        """The kind of case in words; as it was written where no such kind is left."""
        try:
            return apps.get_model(entry.case_kind)._meta.verbose_name
        except (LookupError, ValueError):
            return entry.case_kind

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        context = {"title": _("Innsynslogg")} | self._search(LogSearchForm()) | (extra_context or {})
        return self._logged(request, super().changelist_view(request, context))

    def search_view(self, request: HttpRequest) -> HttpResponse:
        """The log of one reader, one case or one citizen. By POST: an address must not name any of them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:casework_accessentry_changelist")
        form = LogSearchForm(request.POST)
        if AS_FILE in request.POST and form.is_valid():
            return self._ask_again(request) or self._file(request, form.found())
        found = list(form.found()[: MOST_FOUND + 1]) if form.is_valid() else []
        context = self.admin_site.each_context(request) | self._search(form)
        context |= {
            "title": _("Søk i innsynsloggen"),
            "opts": self.opts,
            "found": [self._cells(entry) for entry in found[:MOST_FOUND]],
            "titles": TITLES,
            "more": len(found) > MOST_FOUND,
        }
        status = 200 if form.is_valid() else 400
        page = TemplateResponse(request, "admin/casework/log_search.html", context, status=status)
        return self._logged(request, page.render())

    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One entry. Nothing leads here, but the address can be written."""
        return self._logged(request, super().change_view(request, *args, **kwargs))

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._logged(request, super().history_view(request, *args, **kwargs))

    def _search(self, form: LogSearchForm) -> dict[str, Any]:
        seal = LogSeal.objects.last()
        return {
            "log_form": form,
            "log_search_url": reverse("admin:casework_accessentry_search"),
            "sealed_at": seal.sealed_at if seal else None,
        }

    def _cells(self, entry: AccessEntry) -> list[Any]:
        """An entry as the page and the file show it, under TITLES."""
        at = date_format(timezone.localtime(entry.at), "j. F Y H:i")
        said = (entry.get_action_display(), self.why(entry), self.kind(entry))
        return [at, entry.who, entry.roles, *said, entry.reference]

    def _ask_again(self, request: HttpRequest) -> HttpResponse | None:
        """What leaves the portal asks for a recent sign-in."""
        return self.admin_site.ask_again(request, reverse("admin:casework_accessentry_changelist"))  # type: ignore[attr-defined]

    def _file(self, request: HttpRequest, entries: QuerySet) -> StreamingHttpResponse:
        """Everything that was found, row by row: a year's log is never held in memory."""
        access.record_log_read(request.user, action=AccessEntry.Action.DOWNLOADED)
        return as_file("innsynslogg", chain([TITLES], map(self._cells, entries.iterator(ROWS_AT_ONCE))))

    def _logged(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        access.record_log_read(request.user)
        return response


def _local(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
