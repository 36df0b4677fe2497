"""A caseworker's portfolio to colleagues: first who would get what, then one `assign` for each case."""

import uuid
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import access
from casework.access import AccessEntry
from casework.admin.bulk import SURE, tell
from casework.admin.verbs import members, name_of

MOST_AT_ONCE = 100
GIVE = "give"


class PeopleField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person: Any) -> str:
        return name_of(person)


class HandOverForm(forms.Form):
    """Which of somebody's cases, all of them until one is taken out, and to whom."""

    use_required_attribute = False
    people = PeopleField(
        queryset=None,
        label=gettext_lazy("Hvem skal ha sakene?"),
        help_text=gettext_lazy("Velger du flere, deles sakene likt mellom dem."),
        error_messages={"required": gettext_lazy("Velg minst én kollega.")},
    )
    cases = forms.MultipleChoiceField(
        label=gettext_lazy("Hvilke saker?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Velg minst én sak.")},
    )

    def __init__(self, cases: list[Any], colleagues: Any, data: Any = None) -> None:
        choices = [(str(one.pk), f"{one.reference}, {one.get_status_display()}") for one in cases]
        super().__init__(data, label_suffix="", initial={"cases": [value for value, _label in choices]})
        self.all_cases = cases
        self.fields["people"].queryset = colleagues
        self.fields["cases"].choices = choices

    def plan(self) -> list[tuple[str, list["Gift"]]]:
        """Each colleague by name with what they would get: every second case to every second of two."""
        chosen = [one for one in self.all_cases if str(one.pk) in self.cleaned_data["cases"]]
        people = list(self.cleaned_data["people"])
        shares = [(one, chosen[at :: len(people)]) for at, one in enumerate(people)]
        return [
            (name_of(one), [Gift(case.pk, case.version, one.pk, case.reference) for case in share])
            for one, share in shares
        ]


@dataclass(frozen=True)
class Gift:
    """One case as it was when the page asked, and the colleague it said would have it."""

    case: uuid.UUID
    version: int
    person: int
    reference: str = ""

    def __str__(self) -> str:
        return f"{self.case}:{self.version}:{self.person}"

    @classmethod
    def read(cls, written: str) -> Self | None:
        """What a page wrote; None for anything else."""
        try:
            case, version, person = written.split(":")
            return cls(uuid.UUID(case), int(version), int(person))
        except ValueError:
            return None


class HandOverMixin:
    """The page that moves a member's open cases, for the area's leaders."""

    hand_over_template = "admin/casework/hand_over.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_hand_over"
        view = self.admin_site.admin_view(self.hand_over_view)
        return [path("hand-over/<int:person>/", view, name=name), *super().get_urls()]

    def hand_over_view(self, request: HttpRequest, person: int) -> HttpResponse:
        """Ask, show what will happen, and do it at the second post. Raises PermissionDenied or Http404."""
        self._refuse_strangers(request)
        verb = self._verb(request, "assign")
        if request.method not in ("GET", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        giver = get_object_or_404(members(self.model), pk=person)
        if request.method == "POST" and SURE in request.POST:
            return self._hand_over(request, verb, giver)
        found = self._portfolio(request, giver)
        colleagues = members(self.model).exclude(pk=giver.pk)
        posted = request.POST if request.method == "POST" else None
        form = HandOverForm(found[:MOST_AT_ONCE], colleagues, posted)
        plan = form.plan() if form.is_valid() else None
        context = self._page_context(request) | {
            "title": _("Overlat saker fra %(name)s") % {"name": name_of(giver)},
            "form": form,
            "plan": plan,
            "sure": SURE,
            "most": MOST_AT_ONCE if len(found) > MOST_AT_ONCE else None,
        }
        with transaction.atomic():
            access.record(request.user, AccessEntry.Action.LISTED, form.all_cases)
            status = 400 if form.errors else 200
            return TemplateResponse(request, self.hand_over_template, context, status=status).render()

    def _portfolio(self, request: HttpRequest, giver: Any) -> list[Any]:
        """The giver's open cases that this leader may see, in the list's order, one more than a page has."""
        cases = self.get_queryset(request).assigned_to_user(giver).order_by(*self.ordering)
        return list(cases[: MOST_AT_ONCE + 1])

    def _hand_over(self, request: HttpRequest, verb: Any, giver: Any) -> HttpResponse:
        """Each case by itself, in its own transaction; those that are not as the page said are named."""
        gifts = {one.case: one for one in map(Gift.read, request.POST.getlist(GIVE)[:MOST_AT_ONCE]) if one}
        cases = list(self.get_queryset(request).filter(pk__in=gifts))
        refused = {
            case.reference: why
            for case in cases
            if (why := self._give(request, verb, case, giver, gifts[case.pk]))
        }
        tell(request, verb, len(cases) - len(refused), refused)
        return redirect("admin:load")

    def _give(self, request: HttpRequest, verb: Any, case: Any, giver: Any, gift: Gift) -> str:
        if case.assigned_to_id != giver.pk:
            return _("endret imens")
        return self.attempt(request, verb, case, str(gift.version), {"person": gift.person})
