"""The saved lists beside a list: opened by a link, kept and thrown away by a button."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from casework.saved_lists import LONGEST_NAME, SavedList, choices_in
from crispy_designsystemet.text import plain


class SavedListsMixin:
    """Seen by those who see the cases. A shared list is thrown away by its owner or the team's leader."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("saved/", view(self.save_view), name=f"{name}_save"),
            path("saved/<uuid:pk>/delete/", view(self.unsave_view), name=f"{name}_unsave"),
            *super().get_urls(),
        ]

    def save_view(self, request: HttpRequest) -> HttpResponse:
        """Keep the filters of the list that was posted from. The same name again replaces what it kept."""
        self._refuse_strangers(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        chosen = choices_in(request.POST.get("query", ""), self._choices())
        address = self._saved_address(chosen)
        name = plain(request.POST.get("name", "")).strip()[:LONGEST_NAME]
        if not (chosen and name):
            messages.warning(request, _("Velg minst ett filter, og gi listen et navn."))
            return redirect(address)
        SavedList.objects.update_or_create(
            owner=request.user,
            case_kind=self.model.kind(),
            name=name,
            defaults={"chosen": chosen, "shared": "shared" in request.POST},
        )
        messages.success(request, _("Listen «%(name)s» er lagret.") % {"name": name})
        return redirect(address)

    def unsave_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        self._refuse_strangers(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = get_object_or_404(self.saved_lists(request), pk=pk)
        if not self._may_unsave(request, found):
            raise PermissionDenied
        found.delete()
        messages.success(request, _("Listen «%(name)s» er ikke lenger lagret.") % {"name": found.name})
        return redirect(self._saved_address({}))

    def saved_lists(self, request: HttpRequest) -> QuerySet:
        return SavedList.objects.for_user(request.user, [self.model.kind()])

    def rows_of(self, request: HttpRequest, saved: SavedList) -> QuerySet:
        """The cases of a saved list, as the list page shows them."""
        rows = self.get_queryset(request)
        for one in self.filters():
            rows = one.chosen(saved.chosen.get(one.parameter_name), rows, request.user)
        return rows

    def saving(self, request: HttpRequest) -> dict[str, Any]:
        """For the list page: the lists that are kept, and the filters that could be."""
        chosen = choices_in(request.META.get("QUERY_STRING", ""), self._choices())
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        return {
            "saved": [
                {"list": one, "is_open": one.chosen == chosen, "may_go": self._may_unsave(request, one)}
                for one in self.saved_lists(request)
            ],
            "save_url": reverse(f"{name}_save"),
            "unsave_name": f"{name}_unsave",
            "can_save": bool(chosen),
            "longest_name": LONGEST_NAME,
        }

    def _choices(self) -> dict[str, set[str]]:
        return {one.parameter_name: set(one.choices_of_rows) for one in self.filters()}

    def _may_unsave(self, request: HttpRequest, saved: SavedList) -> bool:
        return saved.owner_id == request.user.pk or self.is_led_by(request.user)

    def _saved_address(self, chosen: dict[str, str]) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return reverse(name, query=chosen)
