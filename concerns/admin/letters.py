"""The letters a reporter is owed, printed from the report's page."""

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path

from casework import access
from casework.admin.opening import purpose_of
from concerns import letters


class LettersMixin:
    """For the admin of reports: an address that gives a letter as PDF and notes that it was printed."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_letter"
        view = self.admin_site.admin_view(self.letter_view)
        return [path("<uuid:pk>/letter/<slug:kind>/", view, name=name), *super().get_urls()]

    def letter_view(self, request, pk, kind):
        """The letter, for whoever has the report open. A GET prints nothing: each print is an event."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        report = self._case(request, pk)
        if not (purpose := purpose_of(request, report)):
            return redirect(self._address("change", pk))
        try:
            with transaction.atomic():
                access.record(request.user, access.AccessEntry.Action.DOWNLOADED, [report], purpose=purpose)
                pdf = letters.download(report, kind, request.user)
        except letters.NoSuchLetter as error:
            raise Http404 from error
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{report.reference}.pdf"'
        response["Cache-Control"] = "no-store"
        return response
