"""The first page of volunteering, and the two ways in: to help, and to be helped."""

import logging
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.sealed_journey import SealedJourneyView, SealedState
from casework.steps import Walk
from volunteers import receiving
from volunteers.models import Crisis, TaskType
from volunteers.needs import NEED

alarm = logging.getLogger("portal.alarm")


@login_not_required
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Help, or be helped; what is asked of whom, and whom to call."""
    tasks = TaskType.objects.filter(is_active=True)
    return render(request, "volunteers/start.html", {"tasks": tasks, "crisis": Crisis.current()})


class ReceivingView(SealedJourneyView):
    """A journey whose answers are received; if they cannot be, everything is kept and said so."""

    written_by: Any = None  # the employee who writes for somebody else

    def receive(self, walk: Walk, key: str) -> Any:
        raise NotImplementedError

    def received(self, case: Any, walk: Walk) -> HttpResponse:
        raise NotImplementedError

    def send(self, walk: Walk, state: SealedState) -> HttpResponse:
        try:
            case = self.receive(walk, state.submission_key)
        except DatabaseError as error:
            alarm.error("volunteering_not_stored", extra={"error": type(error).__name__})
            notice = _("Det er ikke sendt. Svarene dine er her ennå. Prøv igjen om litt, eller ring.")
            response = self.show_check(state, walk, notice)
            response.status_code = 503
            return response
        return self.received(case, walk)


@method_decorator(login_not_required, name="dispatch")
class HelpView(ReceivingView):
    """Asking for help, without signing in."""

    journey = NEED
    purpose = "help request"
    step_template = "volunteers/step.html"
    check_template = "volunteers/help_check.html"
    receipt_template = "volunteers/help_receipt.html"

    def receive(self, walk: Walk, key: str) -> Any:
        return receiving.ask_for_help(walk.cleaned, key, by=self.written_by)

    def received(self, case: Any, walk: Walk) -> HttpResponse:
        return self._render(self.receipt_template, case=case, notice=case.content.get("notice"))
