"""Where employees declare whose cases they must not handle (fvl. § 6). Everybody sees their own alone."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.pid import PidField
from casework.conflicts import MOST, Conflict, TooMany


class ConflictForm(forms.Form):
    use_required_attribute = False
    pid = PidField(
        help_text=gettext_lazy(
            "Ditt eget eller en slektnings. Har personen hatt et d-nummer, så skriv det også, for seg."
        ),
        max_length=20,
    )


class ConflictPages:
    """For the admin site."""

    def conflict_urls(self) -> list[URLPattern]:
        return [path("habilitet/", self.admin_view(self.conflict_view), name="conflicts")]  # type: ignore[attr-defined]

    def conflict_view(self, request: HttpRequest) -> HttpResponse:
        """The list; a POST declares a number, or takes back the one that `remove` names by its row."""
        if "remove" in request.POST:
            return _removed(request)
        form = ConflictForm(request.POST if request.method == "POST" else None, label_suffix="")
        if form.is_valid() and _declared(request, form):
            return redirect("admin:conflicts")
        context = {
            **self.each_context(request),  # type: ignore[attr-defined]
            "title": _("Min habilitet"),
            "form": form,
            "conflicts": Conflict.objects.filter(user=request.user),
        }
        status = 400 if form.is_bound else 200
        return TemplateResponse(request, "admin/conflicts.html", context, status=status)


def _declared(request: HttpRequest, form: Any) -> bool:
    try:
        made = Conflict.declare(form.cleaned_data["pid"], by=request.user)
    except TooMany:
        form.add_error("pid", _("Du kan ikke ha flere enn %(most)s på listen.") % {"most": MOST})
        return False
    said = _("Erklæringen er lagret. Sakene er borte for deg.") if made else _("Denne står her fra før.")
    messages.success(request, said)
    return True


def _removed(request: HttpRequest) -> HttpResponse:
    try:
        mine = Conflict.objects.filter(user=request.user)
        conflict = get_object_or_404(mine, pk=request.POST["remove"])
    except ValidationError:  # no key at all
        return redirect("admin:conflicts")
    conflict.withdraw()
    messages.success(request, _("Erklæringen er tatt tilbake."))
    return redirect("admin:conflicts")
