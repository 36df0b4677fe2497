"""The admin page of a case: a list, a search that leaves no trace in addresses, and a page with verbs.

Nothing here edits a case. What a caseworker decides is a verb, posted from a button; what they read is
written to the access log, with its purpose, in the transaction that shows it: no log, no page.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework import access, references
from casework.access import AccessEntry
from casework.admin.absence import CoverFilter, with_cover
from casework.admin.acting import ActingMixin
from casework.admin.bulk import BulkMixin
from casework.admin.hand_over import HandOverMixin
from casework.admin.lists import AssignedFilter, CaseList, ChoiceFilter, beside, choices_filter, remember
from casework.admin.load import LEADERS_FILTERS, leaders_filters
from casework.admin.numbers import NumbersMixin
from casework.admin.opening import PurposeForm, keep_purpose, likely, purpose_of
from casework.admin.saved import SavedListsMixin
from casework.admin.trace import attached, called, trace_of
from casework.bars import Bar
from casework.cases import Case
from casework.counting import CappedPaginator
from casework.downloads import download
from casework.read_only import ReadOnlyAdmin

Action = AccessEntry.Action
SEARCH_HITS = 50


class CaseAdmin(SavedListsMixin, NumbersMixin, HandOverMixin, BulkMixin, ActingMixin, ReadOnlyAdmin):
    """Base of every area's case admin. Areas give verbs, columns, `answers()` and `found()`."""

    list_display: tuple = ("reference", "received_at", "status", "caseworker")
    list_filter: tuple = (AssignedFilter, "status")  # a column's name stands for all its choices
    ordering: tuple = ("-received_at", "-id")  # ends with a unique column, and an index has it
    # Which list answers each column of the start page.
    desk_lists: ClassVar[dict[str, str]] = {"mine": "assigned=me", "unassigned": "assigned=nobody"}
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would count the whole table
    paginator = CappedPaginator
    sortable_by = ()
    change_list_template = "admin/casework/case_list.html"
    case_template = "admin/casework/case.html"
    purpose_template = "admin/casework/purpose.html"
    search_template = "admin/casework/search.html"
    search_hint: Any = _("Skriv hele referansen.")
    event_labels: ClassVar[dict[str, Any]] = {}
    shown_with: ClassVar[tuple[str | Prefetch, ...]] = ()  # what the page reads of the case more than once
    listed_with: ClassVar[tuple[str, ...]] = ()  # what the list reads beside its rows

    # --- who may see what ---------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.model.objects.visible_to(request.user).select_related("assigned_to")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The case as its page wants it, with those beside it; None for one this person may not see."""
        try:
            pk = str(UUID(object_id))
        except ValueError:
            return None
        ways = beside(request, self.model.kind(), pk)
        barred = Exists(Bar.objects.filter(case_id=OuterRef("pk"), conflict=None))
        rows = self.get_queryset(request).annotate(has_bars=barred).order_by()
        found = {str(one.pk): one for one in rows.filter(pk__in={pk, ways["previous"], ways["next"]} - {""})}
        if case := found.get(pk):
            case.beside_in_list = ways | {way: found.get(ways[way]) for way in ("previous", "next")}
        return case

    def has_view_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        """Membership of a group of the area. A superuser outside it sees neither cases nor counts."""
        return self.model.may_be_opened_by(request.user)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """The filters beside the list. Django would take any column of the case in an address."""
        known = {one.parameter_name for one in self.filters()}
        return lookup in (known | LEADERS_FILTERS if self.is_led_by(request.user) else known)

    def get_list_filter(self, request: HttpRequest) -> list[type[ChoiceFilter]]:
        if not self.is_led_by(request.user):
            return self.filters()
        return [*self.filters(), *leaders_filters(self.model, request.user)]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CaseList]:
        return CaseList

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
            (_("Saksbehandler"), with_cover(self.caseworker(case), case)),
        ]

    def clocks(self, case: Any) -> list[Any]:
        """The deadlines that run, each with `label`, `words` and `state` (ok, soon or late)."""
        return []

    def detail(self, event: Any, people: dict[str, str]) -> Any:
        """An event's detail as a person reads it: here, the colleague it names."""
        return called(event.detail, people)

    @admin.display(description=_("saksbehandler"))
    def caseworker(self, case: Any) -> Any:
        if user := case.assigned_to:
            return user.get_full_name() or user.get_username()
        return _("Ingen ennå")

    def found(self, cases: Any, words: str) -> QuerySet:
        """The cases a search means besides a reference. Areas search keyed hashes here."""
        return cases.none()

    def filters(self) -> list[type[ChoiceFilter]]:
        """The filters beside the list, each with a table of its choices."""
        own = [choices_filter(self.model, one) if isinstance(one, str) else one for one in self.list_filter]
        return [*own, CoverFilter]

    def worklists(self, request: HttpRequest) -> list[tuple[Any, QuerySet, str]]:
        """Named lists for the start page: label, cases, and the query string of the list.

        They are the choices of the filters, so that a count and the list it leads to are one question.
        """
        cases = self.get_queryset(request)
        return [
            (label, rows(cases, request.user), f"{one.parameter_name}={value}")
            for one in self.filters()
            if one.on_start and one.is_offered_to(request.user)
            for value, (label, rows) in one.choices_of_rows.items()
        ]

    # --- pages --------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("search/", view(self.search_view), name=f"{name}_search"),
            path("<uuid:pk>/open/", view(self.open_view), name=f"{name}_open"),
            path("<uuid:pk>/file/<uuid:file>/", view(self.file_view), name=f"{name}_file"),
            path("<uuid:pk>/<slug:verb>/do/", view(self.verb_view), name=f"{name}_verb"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        self._refuse_strangers(request)
        with transaction.atomic():
            title = str(self.opts.verbose_name_plural).capitalize()
            context = (extra_context or {}) | {
                "title": title,
                "numbers_url": self._address("numbers"),
                **self._search_form(),
                **self.saving(request),
            }
            response = super().changelist_view(request, context)
            shown = getattr(response, "context_data", None) or {}
            if "cl" in shown:
                access.record(request.user, Action.LISTED, shown["cl"].result_list)
                remember(request, shown["cl"])
        return response

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """The case, for whoever has said why; for others the question why."""
        case = self._case(request, object_id)
        if purpose := purpose_of(request, case):
            return self.case_page(request, case, purpose)
        return self.purpose_page(request, case)

    def open_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Take the purpose and lead to the case."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        case = self._case(request, pk)
        form = PurposeForm(request.POST, label_suffix="")
        if not form.is_valid():
            return self.purpose_page(request, case, status=400, form=form)
        keep_purpose(request, case, form.cleaned_data["purpose"])
        return redirect(self._address("change", pk))

    def file_view(self, request: HttpRequest, pk: Any, file: Any) -> HttpResponse:
        """One of the case's files, for whoever has the case open."""
        case = self._case(request, pk)
        if not (purpose := purpose_of(request, case)):
            return redirect(self._address("change", pk))
        with transaction.atomic():
            return download(request, get_object_or_404(case.files, pk=file), purpose=purpose)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """The events stand on the case page itself."""
        return redirect(self._address("change", self._case(request, object_id).pk))

    def case_page(self, request: HttpRequest, case: Any, purpose: str) -> HttpResponse:
        with transaction.atomic():
            access.record(request.user, Action.OPENED, [case], purpose=purpose)
            if case.unread:
                self.opened(request, case)
            prefetch_related_objects([case], *self.shown_with)
            context = self._case_context(request, case) | {"purpose": access.PURPOSES[purpose]}
            return TemplateResponse(request, self.case_template, context).render()

    def purpose_page(
        self,
        request: HttpRequest,
        case: Any,
        status: int = 200,
        *,
        form: PurposeForm | None = None,
        **extra: Any,
    ) -> HttpResponse:
        """What a case shows before it is opened: its reference and its clocks; `extra` for the template."""
        verbs = [verb for verb in self.verbs_for(request, case) if verb.unopened]
        asks = form or PurposeForm(label_suffix="", initial=likely(request, case))
        context = self._head(request, case) | {"form": asks, "verbs": verbs, **extra}
        return TemplateResponse(request, self.purpose_template, context, status=status)

    def opened(self, request: HttpRequest, case: Any) -> None:
        """Somebody who may is reading for the first time what came."""

    def search_view(self, request: HttpRequest) -> HttpResponse:
        """Search by POST, so that no name comes into an address, a log or a history."""
        self._refuse_strangers(request)
        if request.method != "POST":
            return redirect(self._address("changelist"))
        words = request.POST.get("words", "").strip()
        with transaction.atomic():
            found = self._hits(self.get_queryset(request).order_by(*self.ordering), words)
            hits = list(found[: SEARCH_HITS + 1])
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

    def _refuse_strangers(self, request: HttpRequest) -> None:
        """Raises PermissionDenied, and keeps the attempt, where this person may see none of the cases."""
        if not self.has_view_permission(request):
            access.record_denied(request.user, self.model.kind())
            raise PermissionDenied

    def _case(self, request: HttpRequest, pk: Any) -> Any:
        """The case, if this person may see it. Otherwise 404, and the attempt is kept."""
        if case := self.get_object(request, str(pk)):
            return case
        access.record_denied(request.user, self.model.kind(), pk)
        raise Http404

    def _case_context(self, request: HttpRequest, case: Any) -> dict[str, Any]:
        verbs, files, trace = self.verbs_for(request, case), attached(case), trace_of(self, case)
        return self._head(request, case) | {
            "seen": timezone.now(),
            "answers": self.answers(case),
            "facts": self.facts(case),
            "verbs": [verb for verb in verbs if not verb.on_page],
            "forms": self.forms_of(request, case, [verb for verb in verbs if verb.on_page]),
            "attached": files,
            "files": files[None],
            **trace,
            "notes": [(note, files[note.pk]) for note in trace["notes"]],
        }

    def _head(self, request: HttpRequest, case: Any) -> dict[str, Any]:
        """What every page of one case begins with."""
        return self._page_context(request) | {
            "title": f"{str(self.opts.verbose_name).capitalize()} {case.reference}",
            "case": case,
            "clocks": self.clocks(case),
            "beside_in_list": case.beside_in_list,
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
