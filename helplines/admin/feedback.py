"""What people say about the numbers: an inbox that is emptied, never edited."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.numbers import grouped
from casework.read_only import ReadOnlyAdmin
from helplines.admin.filters import HandledFilter
from helplines.models import NumberFeedback


@admin.register(NumberFeedback)
class NumberFeedbackAdmin(ReadOnlyAdmin):
    """What people wrote stays as they wrote it; all that is done with it is to mark it handled."""

    list_display = ["received_at", "line", "number", "message", "state"]
    list_filter = [HandledFilter]
    list_select_related = ["helpline", "handled_by"]
    list_per_page = 50
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ["handle_reports"]
    ordering = [F("handled_at").desc(nulls_first=True), "-received_at", "-pk"]
    fields = ["received_at", "line", "number", "message", "state"]
    readonly_fields = fields
    change_form_template = "admin/helplines/feedback.html"

    class Media:
        css = {"all": ["css/desk/helplines.css"]}

    def has_handle_permission(self, request) -> bool:
        return request.user.has_perm("helplines.change_numberfeedback")

    @admin.display(description=_("linje"), ordering="helpline")
    def line(self, report: NumberFeedback):
        address = reverse("admin:helplines_helpline_change", args=[report.helpline_id])
        return format_html('<a href="{}">{}</a>', address, report.helpline.name)

    @admin.display(description=_("nummer"))
    def number(self, report: NumberFeedback) -> str:
        return grouped(report.digits) or "–"

    @admin.display(description=_("status"))
    def state(self, report: NumberFeedback):
        """A button in the list while it waits: it posts the list's form to its own address."""
        if report.handled_at:
            who = report.handled_by
            name = (who.get_full_name() or who) if who else _("en som har sluttet")
            return _("Behandlet av %(who)s") % {"who": name}
        address = reverse("admin:helplines_numberfeedback_handle", args=[report.pk])
        return format_html(
            '<button type="submit" class="button" formaction="{}">{}</button>',
            address,
            _("Merk som behandlet"),
        )

    @admin.action(description=_("Merk som behandlet"), permissions=["handle"])
    def handle_reports(self, request, reports) -> None:
        waiting = list(reports.filter(handled_at=None))
        for report in waiting:
            report.handle(by=request.user)
        message = ngettext(
            "%(count)d melding er behandlet.", "%(count)d meldinger er behandlet.", len(waiting)
        )
        messages.success(request, message % {"count": len(waiting)})

    def worklists(self, request) -> list[tuple]:
        """For the start page: label, reports, and the query string of the list."""
        waiting = self.get_queryset(request).filter(handled_at=None)
        return [(_("Meldinger om feil nummer"), waiting, "handled=no")]

    def get_urls(self):
        view = self.admin_site.admin_view
        handle = path("<int:pk>/handle/", view(self.handle_view), name="helplines_numberfeedback_handle")
        return [handle, *super().get_urls()]

    def handle_view(self, request, pk: int):
        if request.method != "POST" or not self.has_handle_permission(request):
            raise PermissionDenied
        report = get_object_or_404(self.get_queryset(request), pk=pk)
        if report.handled_at is None:
            report.handle(by=request.user)
        messages.success(request, _("Meldingen er behandlet."))
        return redirect("admin:helplines_numberfeedback_changelist")
