"""One verb on several cases of a list. Each is asked by itself; those that refuse are named, with why."""

import uuid
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import Action, ActionLocation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.admin.verbs import Verb
from casework.cases import ChangedMeanwhile, TransitionRefused
from casework.disposal import Hold

SURE = "sure"  # the second of the two posts
NOT_UNSEEN = frozenset({"close"})  # nobody does these to what is unread, a colleague's, or held for a claim


class BulkMixin:
    """The actions above a list: the verbs named in `in_bulk` that this person may use."""

    in_bulk: ClassVar[tuple[str, ...]] = ("assign", "close")
    bulk_template = "admin/casework/bulk.html"
    actions_selection_counter = False  # nothing is ever done to more than the rows that were seen

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Action]:
        if action_location is not ActionLocation.CHANGE_LIST:
            return {}
        verbs = [verb for verb in self.verbs if verb.name in self.in_bulk and self._may(request, verb)]
        where = [ActionLocation.CHANGE_LIST]
        return {verb.name: Action(_nothing, verb.name, verb.label, verb.label, where) for verb in verbs}

    def response_action(self, request: HttpRequest, queryset: Any, **_where: Any) -> HttpResponse:
        """Ask first, then do it. Only cases on the page that was posted, and only visible ones."""
        verb = next(
            (
                one
                for one in self.verbs
                if one.name in self.get_actions(request) and one.name == request.POST.get("action")
            ),
            None,
        )
        cases = list(self.get_queryset(request).filter(pk__in=_chosen(request))[: self.list_per_page])
        if verb is None or not cases:
            messages.warning(request, _("Velg hva som skal gjøres, og minst én sak."))
            return redirect(request.get_full_path())
        posted = {"data": request.POST} if SURE in request.POST else {}
        forms = [self._form(request, verb, case, **posted) for case in cases]
        if not any(form.is_valid() for form in forms):  # one that suits no case is asked for again
            form = forms[0]
            context = {"title": verb.label, "verb": verb, "form": form, "cases": cases, "sure": SURE}
            return TemplateResponse(request, self.bulk_template, self._page_context(request) | context)
        refused = {case.reference: why for case in cases if (why := self._refusal(request, verb, case))}
        _tell(request, verb, len(cases) - len(refused), refused)
        return redirect(request.get_full_path())

    def _refusal(self, request: HttpRequest, verb: Verb, case: Any) -> str:
        """Do it; or why it was not done."""
        if verb.name in NOT_UNSEEN and case.unread:
            return _("ulest")
        if verb.name in NOT_UNSEEN and case.assigned_to_id not in (None, request.user.pk):
            return _("en kollega har den")
        if verb.name in NOT_UNSEEN and Hold.holds(case):
            return _("slettestans")
        if request.POST.get(f"version-{case.pk}") != str(case.version):
            return _("endret imens")
        form = self._form(request, verb, case, data=request.POST)
        if not verb.applies(case, request.user) or not form.is_valid():
            return _("passer ikke for saken nå")
        try:
            verb.do(case, by=request.user, **form.cleaned_data)
        except (ChangedMeanwhile, TransitionRefused):
            return _("endret imens")
        return ""


def _nothing(*_args: Any) -> None:
    """Django wants a function for each action; `response_action` does them all."""


def _chosen(request: HttpRequest) -> list[uuid.UUID]:
    found = []
    for written in request.POST.getlist(ACTION_CHECKBOX_NAME):
        try:
            found.append(uuid.UUID(written))
        except ValueError:
            continue
    return found


def _tell(request: HttpRequest, verb: Verb, done: int, refused: dict[str, str]) -> None:
    if done:
        said = ngettext("%(verb)s: %(done)d sak.", "%(verb)s: %(done)d saker.", done)
        messages.success(request, said % {"verb": verb.label, "done": done})
    if refused:
        named = ", ".join(f"{reference} ({why})" for reference, why in refused.items())
        messages.warning(request, _("Ikke gjort: %(cases)s.") % {"cases": named})
