"""Crises: opened with a name and a text, closed with everything in them, exported and forgotten."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin

from casework.admin.fields import DeskFields
from casework.cases import TransitionRefused
from casework.spreadsheets import as_file
from volunteers import closing
from volunteers.models import COORDINATOR, Crisis


@admin.register(Crisis)
class CrisisAdmin(DeskFields, TranslationAdmin):
    list_display = ["name", "opened_on", "closed_at", "anonymised_at"]
    help_texts = {
        "name": _("Slik det står på siden om frivillige."),
        "opened_on": _("Det som kommer inn mens krisen er åpen, hører til den."),
    }
    fields = [
        "name",
        "opened_on",
        "notice_nb",
        "notice_nn",
        "notice_en",
        "closed_at",
        "closed_by",
        "anonymised_at",
    ]
    readonly_fields = ["closed_at", "closed_by", "anonymised_at"]
    change_form_template = "admin/volunteers/crisis.html"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["css/desk.css", "css/desk/helplines.css"]}

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/over/<slug:step>/", view(self.step_view), name="volunteers_crisis_step"),
            *super().get_urls(),
        ]

    def step_view(self, request, pk, step):
        """Close, export or anonymise, as the button says. For members of the group alone.

        What cannot be undone asks to be sure; what takes something out or deletes it, for a recent sign-in.
        """
        if step not in STEPS or not request.user.in_group(COORDINATOR):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        crisis, page = get_object_or_404(Crisis, pk=pk), reverse("admin:volunteers_crisis_change", args=[pk])
        if step in PROVED and (again := self.admin_site.ask_again(request, page)):
            return again
        if step in SURE and request.POST.get("sure") != "yes":
            messages.error(request, _("Kryss av for at du er sikker. Ingenting er gjort."))
            return redirect(page)
        try:
            if response := STEPS[step](request, crisis):
                return response
        except TransitionRefused:
            messages.error(request, _("Det passer ikke nå. Krisen må lukkes før den anonymiseres."))
        return redirect(page)


def _close(request, crisis):
    count = closing.close(crisis, by=request.user)
    said = ngettext(
        "Krisen er lukket, og %(count)d åpen sak er avsluttet.",
        "Krisen er lukket, og %(count)d åpne saker er avsluttet.",
        count,
    )
    messages.success(request, said % {"count": count})


def _export(request, crisis):
    return as_file(f"krise-{crisis.pk}", closing.rows(crisis))


def _anonymise(request, crisis):
    closing.anonymise(crisis, by=request.user)
    messages.success(request, _("Alle personopplysninger fra krisen er slettet."))


STEPS = {"close": _close, "export": _export, "anonymise": _anonymise}
SURE, PROVED = {"close", "anonymise"}, {"export", "anonymise"}
