"""The first page, and the ways to report that lead from it."""

import logging
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from casework.sealed_journey import SealedJourneyView, SealedState
from casework.steps import Walk
from concerns import clocks, journeys, naming
from concerns.forms import CodeForm
from concerns.models import ConcernReport

alarm = logging.getLogger("portal.alarm")


@login_not_required
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Is it urgent? Who to call now, what the form can and cannot do, and the ways to report."""
    return render(request, "concerns/start.html")


@login_not_required
@never_cache
@sensitive_post_parameters()
def answer(request: HttpRequest) -> HttpResponse:
    """What a receipt code opens. The code is posted, never part of an address."""
    form = CodeForm(request.POST or None)
    report = form.cleaned_data["report"] if form.is_valid() else None
    return render(request, "concerns/answer.html", {"form": form, "report": report})


@method_decorator(login_not_required, name="dispatch")
class ReportView(SealedJourneyView):
    """A report without signing in, with name or without."""

    journey = journeys.OPEN
    purpose = "concern report"
    step_template = "concerns/step.html"
    check_template = "concerns/check.html"
    receipt_template = "concerns/receipt.html"

    def send(self, walk: Walk, state: SealedState) -> HttpResponse:
        """Tell the code once the report is stored; if it cannot be, keep everything and say so."""
        content = journeys.content_of(walk.cleaned)
        try:
            code = self.receive(content, state)
        except DatabaseError as error:
            alarm.error("report_not_stored", extra={"error": type(error).__name__})
            return self.not_sent(walk, state)
        return self._render(self.receipt_template, walk=walk, **self.receipt(code, content))

    def receive(self, content: dict[str, Any], state: SealedState) -> str:
        """Store the report and return its code. Raises DatabaseError."""
        return ConcernReport.receive(content, state.submission_key, files=self.files(state))

    def receipt(self, code: str, content: dict[str, Any]) -> dict[str, Any]:
        """What the receipt shows."""
        identity = content.get("reporter", {}).get("identity", ConcernReport.Identity.NAMED)
        return {
            "code": code,
            "named": identity != ConcernReport.Identity.ANONYMOUS,
            "feedback_due": clocks.FEEDBACK.due(timezone.now()),
            "review_due": clocks.REVIEW.due(timezone.now()),
        }

    def not_sent(self, walk: Walk, state: SealedState) -> HttpResponse:
        notice = _("Meldingen er ikke sendt. Svarene dine er her ennå. Prøv igjen om litt, eller ring.")
        response = self.show_check(state, walk, notice)
        response.status_code = 503
        return response

    def _render(self, template: str, **context: Any) -> HttpResponse:
        cleaned = context["walk"].cleaned
        said = {"who": cleaned.get("who", {}).get("who"), "urgent": cleaned.get("worry", {}).get("acute")}
        if template == self.check_template:
            said["naming"] = naming.found_in(cleaned)
        return super()._render(template, **context, **said)
