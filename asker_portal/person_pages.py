"""The privacy officer's pages for one person: which cases, a package of them, and what is to be rectified."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import pid
from asker_portal import person_data
from casework import access, references
from casework.encryption import CannotOpen, seal, unseal
from casework.persons import Sought, Tie, ties_of
from casework.retention import OFFICER

PURPOSE = "person data"
Action = access.AccessEntry.Action


class PersonForm(forms.Form):
    """Whom to find. Several fields find by any of them."""

    use_required_attribute = False
    pid = forms.CharField(
        label=gettext_lazy("Fødselsnummer"),
        help_text=gettext_lazy("Av den det gjelder, også et barn. Nummeret lagres ikke."),
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telefon, for frivillige og den som har bedt om hjelp"),
        required=False,
        max_length=20,
    )
    invoice = forms.CharField(
        label=gettext_lazy("Fakturanummer eller KID, for den som ikke logget inn"),
        required=False,
        max_length=40,
    )

    def clean_pid(self) -> str:
        written = self.cleaned_data["pid"]
        return pid.cleaned(written) if written.strip() else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.values()):
            raise ValidationError(_("Fyll ut minst ett felt."))
        return data


class RectifyForm(forms.Form):
    """What the person says is wrong, for whoever has the case."""

    use_required_attribute = False
    reference = forms.CharField(max_length=20, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Hva er feil, og hva er riktig?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class PersonPages:
    """For the admin site."""

    def person_urls(self) -> list[URLPattern]:
        view = self.admin_view  # type: ignore[attr-defined]
        return [
            path("innsyn/", view(self.person_view), name="person_data"),
            path("innsyn/pakke/", view(self.person_export), name="person_data_export"),
            path("innsyn/retting/", view(self.person_rectify), name="person_data_rectify"),
        ]

    def person_view(self, request: HttpRequest) -> HttpResponse:
        """By POST, so that no number stands in an address. What is found is logged on each case."""
        _officer_only(request)
        if request.method != "POST":
            return self._person_page(request, PersonForm())
        form = PersonForm(request.POST)
        if not form.is_valid():
            return self._person_page(request, form, status=400)
        sought = Sought(**form.cleaned_data)
        with transaction.atomic():
            ties = list(ties_of(sought))
            access.record(request.user, Action.FOUND, [tie.case for tie in ties], purpose="complaint")
        return self._person_page(request, form, sought, ties)

    def person_export(self, request: HttpRequest) -> HttpResponse:
        """The package, for whoever has signed in within five minutes."""
        _officer_only(request)
        sought = _sought(request)
        if request.method != "POST" or sought is None:
            return redirect("admin:person_data")
        if again := self.ask_again(request, reverse("admin:person_data")):  # type: ignore[attr-defined]
            return again
        with transaction.atomic():
            data = person_data.package(sought, by=request.user)
        headers = {"Content-Disposition": 'attachment; filename="innsyn.zip"', "Cache-Control": "no-store"}
        return HttpResponse(data, content_type="application/zip", headers=headers)

    def person_rectify(self, request: HttpRequest) -> HttpResponse:
        """Write what is said to be wrong as a note on the case (GDPR art. 16), for its caseworker."""
        _officer_only(request)
        sought, form = _sought(request), RectifyForm(request.POST)
        if request.method != "POST" or sought is None:
            return redirect("admin:person_data")
        ties = list(ties_of(sought))
        case = _case_of(ties, request.POST.get("reference", ""))
        if case is None or not form.is_valid():
            return self._person_page(request, PersonForm(), sought, ties, rectify=form, status=400)
        with transaction.atomic():
            case.notes.create(text=form.cleaned_data["text"], by=request.user.get_username())
            case.change(by=request.user, event="rectification_asked")
        messages.success(request, _("Kravet om retting står på saken."))
        return self._person_page(request, PersonForm(), sought, ties)

    def _person_page(
        self,
        request: HttpRequest,
        form: PersonForm,
        sought: Sought | None = None,
        ties: list[Tie] | None = None,
        rectify: RectifyForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.each_context(request),  # type: ignore[attr-defined]
            "title": _("Innsyn for en person"),
            "form": form,
            "ties": ties,
            "rectify": rectify or RectifyForm(),
            # Sealed, so that the number is in no hidden field that somebody reads over a shoulder.
            "token": seal(vars(sought), purpose=PURPOSE) if sought else "",
        }
        return TemplateResponse(request, "admin/person_data.html", context, status=status)


def _officer_only(request: HttpRequest) -> None:
    if not request.user.in_group(OFFICER):
        raise PermissionDenied


def _sought(request: HttpRequest) -> Sought | None:
    try:
        return Sought(**unseal(request.POST.get("token", ""), purpose=PURPOSE))
    except CannotOpen:
        return None


def _case_of(ties: list[Tie], written: str) -> Any:
    reference = references.normalise(written)
    return next((tie.case for tie in ties if tie.case.reference == reference), None)
