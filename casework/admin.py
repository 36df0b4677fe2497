"""The admin page of a case: a list, a search that leaves no trace in addresses, and a page with verbs.

Nothing here edits a case. What a caseworker decides is a verb, posted from a button; what they read is
written to the access log in the transaction that shows it: no log, no page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework import access, references
from casework.access import AccessEntry
from casework.cases import Case, ChangedMeanwhile, TransitionRefused
from casework.events import Event
from casework.read_only import ReadOnlyAdmin

Action = AccessEntry.Action
SEARCH_HITS = 50


@dataclass(frozen=True)
class Verb:
    """A button on the case page. `do` changes the case; `applies` says whether it makes sense now."""

    name: str
    label: Any
    do: Callable[..., None]
    applies: Callable[[Any, Any], bool]
    done: Any


TAKE = Verb(
    "take",
    _("Ta saken"),
    lambda case, by: case.assign(by, by=by),
    lambda case, user: case.assigned_to_id != user.pk,
    _("Saken er din."),
)


class AssignedFilter(admin.SimpleListFilter):
    """Mine, nobody's, or everybody's."""

    title = _("saksbehandler")
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("Mine")), ("nobody", _("Ikke tatt av noen"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        match self.value():
            case "me":
                return queryset.assigned_to_user(request.user)
            case "nobody":
                return queryset.unassigned()
        return queryset


class CaseAdmin(ReadOnlyAdmin):
    """Base of every area's case admin. Areas give verbs, columns, `answers()` and `found()`."""

    verbs: ClassVar[tuple[Verb, ...]] = (TAKE,)
    list_display: tuple = ("reference", "received_at", "status", "caseworker")
    list_filter: tuple = (AssignedFilter, "status")
    list_per_page = 50
    show_full_result_count = False
    actions = None
    sortable_by = ()
    change_list_template = "admin/casework/case_list.html"
    case_template = "admin/casework/case.html"
    search_template = "admin/casework/search.html"
    search_hint: Any = _("Skriv hele referansen.")
    event_labels: ClassVar[dict[str, Any]] = {}

    # --- who may see what ---------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.model.objects.visible_to(request.user).select_related("assigned_to")

    def has_view_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        """Membership of a group of the area. A superuser outside it sees neither cases nor counts."""
        return self.model.may_be_opened_by(request.user)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """The filters beside the list. Django would take any column of the case in an address."""
        filters = {getattr(one, "parameter_name", one) for one in self.list_filter}
        return lookup.partition("__")[0] in filters

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    # --- what an area says --------------------------------------------------------------------------
    def answers(self, case: Any) -> list[tuple[Any, list[tuple[Any, str]]]]:
        """What the citizen wrote, as titled groups of question and answer."""
        raise NotImplementedError

    def facts(self, case: Any) -> list[tuple[Any, Any]]:
        """Dates and other facts beside the answers."""
        return [
            (_("Mottatt"), date_format(timezone.localtime(case.received_at), "j. F Y")),
            (_("Saksbehandler"), self.caseworker(case)),
        ]

    @admin.display(description=_("saksbehandler"))
    def caseworker(self, case: Any) -> Any:
        if user := case.assigned_to:
            return user.get_full_name() or user.get_username()
        return _("Ingen ennå")

    def found(self, cases: Any, words: str) -> QuerySet:
        """The cases a search means besides a reference. Areas search keyed hashes here."""
        return cases.none()

    def worklists(self, request: HttpRequest) -> list[tuple[Any, QuerySet, str]]:
        """Named lists for the start page: label, cases, and the query string of the list."""
        cases = self.get_queryset(request)
        return [
            (_("Mine saker"), cases.assigned_to_user(request.user), "assigned=me"),
            (_("Ikke tatt av noen"), cases.unassigned(), "assigned=nobody"),
        ]

    # --- pages --------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("search/", view(self.search_view), name=f"{name}_search"),
            path("<uuid:pk>/note/", view(self.note_view), name=f"{name}_note"),
            path("<uuid:pk>/<slug:verb>/do/", view(self.verb_view), name=f"{name}_verb"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        with transaction.atomic():
            title = str(self.opts.verbose_name_plural).capitalize()
            context = (extra_context or {}) | {"title": title, **self._search_form()}
            response = super().changelist_view(request, context)
            shown = getattr(response, "context_data", None) or {}
            if "cl" in shown:
                access.record(request.user, Action.LISTED, shown["cl"].result_list)
        return response

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        return self.case_page(request, self._case(request, object_id))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """The events stand on the case page itself."""
        return redirect(self._address("change", self._case(request, object_id).pk))

    def case_page(self, request: HttpRequest, case: Any, **extra: Any) -> HttpResponse:
        with transaction.atomic():
            access.record(request.user, Action.OPENED, [case])
            self.opened(request, case)
            context = self._case_context(request, case) | extra
            status = extra.get("status", 200)
            return TemplateResponse(request, self.case_template, context, status=status).render()

    def opened(self, request: HttpRequest, case: Any) -> None:
        """Somebody who may is reading the case now."""

    def verb_view(self, request: HttpRequest, pk: Any, verb: str) -> HttpResponse:
        """Do what a button says. The page's version must be the case's, or nothing happens."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        case = self._case(request, pk)
        chosen = next((one for one in self.verbs if one.name == verb), None)
        if chosen is None:
            raise PermissionDenied
        try:
            case.version = int(request.POST.get("version", -1))
            chosen.do(case, by=request.user)
        except (ChangedMeanwhile, TransitionRefused, ValueError):
            return self._refused(request, pk)
        messages.success(request, chosen.done)
        return redirect(self._address("change", pk))

    def note_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Keep a note. An empty one is refused beside its field."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        case = self._case(request, pk)
        text = request.POST.get("note", "").replace("\0", "").strip()
        if not text:
            return self.case_page(request, case, note_error=_("Skriv noe i notatet først."), status=400)
        with transaction.atomic():
            case.notes.create(text=text, by=request.user.get_username())
            case.note_event("noted", by=request.user)
        messages.success(request, _("Notatet er lagret."))
        return redirect(self._address("change", pk))

    def search_view(self, request: HttpRequest) -> HttpResponse:
        """Search by POST, so that no name comes into an address, a log or a history."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(self._address("changelist"))
        words = request.POST.get("words", "").strip()
        with transaction.atomic():
            hits = list(self._hits(self.get_queryset(request), words)[: SEARCH_HITS + 1])
            access.record(request.user, Action.FOUND, hits[:SEARCH_HITS])
            context = self._page_context(request) | {
                "title": _("Søk"),
                "words": words,
                "hits": hits[:SEARCH_HITS],
                "more": len(hits) > SEARCH_HITS,
                **self._search_form(),
            }
            return TemplateResponse(request, self.search_template, context).render()

    # --- parts --------------------------------------------------------------------------------------
    def _hits(self, cases: Any, words: str) -> QuerySet:
        if not words:
            return cases.none()
        if reference := references.normalise(words):
            return cases.filter(reference=reference)
        return self.found(cases, words)

    def _case(self, request: HttpRequest, pk: Any) -> Any:
        """The case, if this person may see it. Otherwise 404, and the attempt is kept."""
        if case := self.get_object(request, str(pk)):
            return case
        access.record_denied(request.user, self.model.kind(), pk)
        raise Http404

    def _refused(self, request: HttpRequest, pk: Any) -> HttpResponse:
        problem = _("En kollega endret saken imens. Ingenting er endret av deg. Se over og prøv igjen.")
        return self.case_page(request, self._case(request, pk), problem=problem, status=409)

    def _case_context(self, request: HttpRequest, case: Any) -> dict[str, Any]:
        labels = EVENT_LABELS | self.event_labels
        events = [(event, labels.get(event.name, event.name)) for event in Event.objects.of(case)]
        notes = list(case.notes.all())
        return self._page_context(request) | {
            "title": f"{str(self.opts.verbose_name).capitalize()} {case.reference}",
            "case": case,
            "answers": self.answers(case),
            "facts": self.facts(case),
            "verbs": [verb for verb in self.verbs if verb.applies(case, request.user)],
            "notes": notes,
            "events": events,
            "people": _people({note.by for note in notes} | {event.by for event, _label in events}),
        }

    def _page_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "list_url": self._address("changelist"),
        }

    def _search_form(self) -> dict[str, Any]:
        return {"search_url": self._address("search"), "search_hint": self.search_hint}

    def _address(self, page: str, *args: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args)


def _people(usernames: set[str]) -> dict[str, str]:
    """The full names behind these user names; a trace keeps the user name alone."""
    users = get_user_model().objects.filter(username__in=usernames)
    return {user.get_username(): user.get_full_name() for user in users}


EVENT_LABELS = {
    "received": _("Mottatt"),
    "opened": _("Åpnet første gang"),
    "assigned": _("Saksbehandler satt"),
    "noted": _("Notat skrevet"),
}


@admin.register(AccessEntry)
class AccessEntryAdmin(ReadOnlyAdmin):
    """The access log, for the privacy officer. Reading it is itself written to it."""

    list_display = ("at", "who", "roles", "action", "case_kind", "reference")
    list_filter = ("action",)
    list_per_page = 100
    show_full_result_count = False
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
