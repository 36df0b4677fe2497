"""Two pages beside the list: what the rules now allow, to approve together; and statistics by reason."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework import access
from casework.admin.fields import DayInput
from casework.cases import ChangedMeanwhile, TransitionRefused
from casework.encryption import CannotOpen
from invoices import statistics
from invoices.models import InvoiceRequest
from invoices.reasons import Outcome

MOST_AT_ONCE = 200


class PeriodForm(forms.Form):
    """From one day to another; this year until today, when nothing is asked for."""

    use_required_attribute = False
    first = forms.DateField(label=_("Fra og med"), widget=DayInput)
    last = forms.DateField(label=_("Til og med"), widget=DayInput)


class DeskPages:
    """For the admin of requests."""

    def get_urls(self):
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("allowed/", view(self.allowed_view), name=f"{name}_allowed"),
            path("statistics/", view(self.statistics_view), name=f"{name}_statistics"),
            *super().get_urls(),
        ]

    def allowed_view(self, request: HttpRequest) -> HttpResponse:
        """The waiting requests that today's rules allow; those that are chosen are granted as asked."""
        self._members_only(request)
        if request.method == "POST":
            self._grant(request, request.POST.getlist("chosen"))
            return redirect(self._address("allowed"))
        with transaction.atomic():
            found = allowed(self.get_queryset(request))
            access.record(request.user, access.AccessEntry.Action.LISTED, found)
        context = self._page_context(request) | {"title": _("Innenfor reglene nå"), "found": found}
        return TemplateResponse(request, "admin/invoices/allowed.html", context)

    def _grant(self, request: HttpRequest, chosen: list[str]) -> None:
        """Grant each that the rules still allow. What has changed meanwhile waits."""
        known = {str(one.pk): one for one in allowed(self.get_queryset(request))}
        granted = sum(_granted(known[pk], request.user) for pk in dict.fromkeys(chosen) if pk in known)
        said = ngettext("%(count)d er innvilget.", "%(count)d er innvilget.", granted) % {"count": granted}
        if left := len(set(chosen)) - granted:
            changed = ngettext("%(count)d er endret imens.", "%(count)d er endret imens.", left)
            said = f"{said} {changed % {'count': left}}"
        messages.success(request, said)

    def statistics_view(self, request: HttpRequest) -> HttpResponse:
        """Counts without persons. Small ones are not shown."""
        self._members_only(request)
        today = timezone.localdate()
        period = {"first": date(today.year, 1, 1), "last": today}
        form = PeriodForm(request.GET or period, label_suffix="")
        if form.is_valid():
            period = form.cleaned_data
        context = self._page_context(request) | {
            "title": _("Statistikk"),
            "form": form,
            "tables": statistics.tables(**period) if form.is_valid() else [],
        }
        status = 200 if form.is_valid() else 400
        return TemplateResponse(request, "admin/invoices/statistics.html", context, status=status)

    def _members_only(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


def allowed(requests: Any) -> list[InvoiceRequest]:
    """Those that wait and that the rules of today say yes to, the most urgent first."""
    waiting = requests.waiting().order_by("first_due")[:MOST_AT_ONCE]
    return [one for one in waiting if _is_allowed(one)]


def _is_allowed(request: InvoiceRequest) -> bool:
    try:
        return request.judged(on=timezone.localdate())[1].outcome == Outcome.YES
    except CannotOpen:
        return False


def _granted(request: InvoiceRequest, by: Any) -> bool:
    try:
        request.grant(by=by)
    except (ChangedMeanwhile, TransitionRefused):
        return False
    return True
