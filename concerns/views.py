import logging

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
from concerns import clocks
from concerns.forms import CodeForm
from concerns.journeys import OPEN
from concerns.models import ConcernReport

alarm = logging.getLogger("portal.alarm")


@login_not_required
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Is it urgent? Who to call now, and what the form can and cannot do."""
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
    """A private person's report, with name or without."""

    journey = OPEN
    purpose = "concern report"
    step_template = "concerns/step.html"
    check_template = "concerns/check.html"

    def send(self, walk: Walk, state: SealedState) -> HttpResponse:
        """Tell the code once the report is stored; if it cannot be, keep everything and say so."""
        try:
            code = ConcernReport.receive(walk.cleaned, state.submission_key)
        except DatabaseError as error:
            alarm.error("report_not_stored", extra={"error": type(error).__name__})
            return self.not_sent(walk, state)
        now = timezone.now()
        dates = {"review_due": clocks.REVIEW.due(now), "feedback_due": clocks.FEEDBACK.due(now)}
        named = walk.cleaned["reporter"]["identity"] == ConcernReport.Identity.NAMED
        return render(self.request, "concerns/receipt.html", {"code": code, "named": named, **dates})

    def not_sent(self, walk: Walk, state: SealedState) -> HttpResponse:
        notice = _("Meldingen er ikke sendt. Svarene dine er her ennå. Prøv igjen om litt, eller ring.")
        response = self.show_check(state, walk, notice)
        response.status_code = 503
        return response
