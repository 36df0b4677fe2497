"""Where employees write that they are away and who stands in; their leader can do it for them."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import absence
from casework.absence import Absence, covered_by
from casework.admin.fields import DayInput
from casework.admin.lists import ChoiceFilter
from casework.admin.start import case_desks, led_desks
from casework.admin.verbs import BY_NAME, PersonField, name_of, not_barred

END = "end"  # the button that takes an absence back


# --- what others see of it ----------------------------------------------------------------------------------
class CoverFilter(ChoiceFilter):
    """For whoever stands in for somebody today; only among the cases their own groups show."""

    title = gettext_lazy("vikar")
    parameter_name = "cover"
    choices_of_rows = {
        "too": (
            gettext_lazy("Mine og de jeg vikarierer for"),
            lambda cases, user: cases.open().filter(assigned_to__in={user.pk, *covered_by(user)}),
        ),
    }

    @classmethod
    def is_offered_to(cls, user: Any) -> bool:
        return bool(covered_by(user))


def with_cover(name: Any, case: Any) -> Any:
    """The caseworker's name, and while they are away until when and who stands in for them in this case."""
    away = absence.away_today([case.assigned_to_id]).get(case.assigned_to_id)
    if not away:
        return name
    return f"{name} ({said_of(away, not_barred(case).filter(pk=away.cover_id).exists())})"


def said_of(away: Absence, names_cover: bool) -> str:
    """Such as «borte til 3. januar 2027, vikar: Ola»; the cover's name only to those who may know them."""
    until = date_format(away.last, "j. F Y")
    if not names_cover:
        return _("borte til og med %(day)s") % {"day": until}
    said = {"day": until, "name": name_of(away.cover)}
    return _("borte til og med %(day)s, vikar: %(name)s") % said


# --- the page -----------------------------------------------------------------------------------------------
class AbsenceForm(forms.Form):
    use_required_attribute = False
    first = forms.DateField(
        label=gettext_lazy("Fra og med"),
        widget=DayInput,
        error_messages={name: gettext_lazy("Velg den første dagen.") for name in ("required", "invalid")},
    )
    last = forms.DateField(
        label=gettext_lazy("Til og med"),
        widget=DayInput,
        error_messages={name: gettext_lazy("Velg den siste dagen.") for name in ("required", "invalid")},
    )
    cover = PersonField(
        queryset=None,
        label=gettext_lazy("Hvem er vikar?"),
        help_text=gettext_lazy(
            "Vikaren ser ikke flere saker enn før, men finner dem samlet i en egen liste."
        ),
        error_messages={"required": gettext_lazy("Velg en kollega.")},
    )

    def __init__(self, colleagues: QuerySet, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.fields["cover"].queryset = colleagues

    def clean_last(self) -> date:
        first, last = self.cleaned_data.get("first"), self.cleaned_data["last"]
        if last < (first or timezone.localdate()) or last < timezone.localdate():
            raise forms.ValidationError(_("Den siste dagen kan ikke være før den første, eller før i dag."))
        return last


def absence_view(request: HttpRequest, person: int | None = None) -> HttpResponse:
    """One's own absence, or a member's of a team one leads. Raises PermissionDenied or Http404."""
    desks = led_desks(request) if person else case_desks(request)
    if not desks:
        raise PermissionDenied
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    who = get_object_or_404(_members(desks), pk=person or request.user.pk)
    mine = Absence.objects.filter(user=who).not_over(timezone.localdate())
    colleagues = _colleagues(desks, who)
    form = AbsenceForm(colleagues, request.POST if request.method == "POST" else None)
    if END in request.POST:
        _take_back(request, mine)
        return redirect(request.path)
    if form.is_valid():
        absence.write(who, **form.cleaned_data, by=request.user)
        messages.success(request, _("Fraværet er skrevet."))
        return redirect(request.path)
    context = {
        **admin.site.each_context(request),
        "title": _("Fravær og vikar: %(name)s") % {"name": name_of(who)},
        "form": form,
        # A cover of an area that the leader has nothing to do with has no name here.
        "absences": [(one, colleagues.filter(pk=one.cover_id).first()) for one in mine],
        "end": END,
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "admin/casework/absence.html", context, status=status)


def _take_back(request: HttpRequest, mine: QuerySet) -> None:
    """Delete the one that the button names. One that is gone already, or another's, changes nothing."""
    if any(str(one.pk) == request.POST[END] and one.delete() for one in mine):
        messages.success(request, _("Fraværet er fjernet."))


def _colleagues(desks: list[Any], who: Any) -> QuerySet:
    """Those who open the same cases as this person, of the cases that whoever asks has to do with."""
    return _members([desk for desk in desks if desk.model.may_be_opened_by(who)]).exclude(pk=who.pk)


def _members(desks: list[Any]) -> QuerySet:
    groups = {name for desk in desks for name in desk.model.groups_that_may_open}
    return get_user_model().in_groups(groups).order_by(*BY_NAME)
