"""The first page, and the ways to report that lead from it."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.citizens import citizen_required
from casework.fields import shown
from casework.sealed_journey import SealedJourneyView, SealedState
from casework.steps import Stop, Walk
from concerns import clocks, journeys, naming, notices
from concerns.models import CitizenReport, ConcernReport

alarm = logging.getLogger("portal.alarm")


@login_not_required
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Is it urgent? Who to call now, what the form can and cannot do, and the ways to report."""
    return render(request, "concerns/start.html")


@method_decorator(login_not_required, name="dispatch")
class ReportView(SealedJourneyView):
    """A report without signing in, with name or without."""

    journey = journeys.OPEN
    purpose = "concern report"
    step_template = "concerns/step.html"
    check_template = "concerns/check.html"
    receipt_template = "concerns/receipt.html"
    written_by = None  # the employee who writes for somebody else

    def send(self, walk: Walk, state: SealedState) -> HttpResponse:
        """Tell the code once the report is stored; if it cannot be, keep everything and say so."""
        content, files = journeys.content_of(walk.cleaned), self.files(state)
        try:
            code = ConcernReport.receive(content, state.submission_key, files=files, by=self.written_by)
        except DatabaseError as error:
            alarm.error("report_not_stored", extra={"error": type(error).__name__})
            return self.not_sent(walk, state)
        missing = [extra for extra in self.extras(code, walk) if not _done(extra)]
        shown = self.receipt(code, content) | {"missing": missing, "files": files}
        return self._render(self.receipt_template, walk=walk, **shown)

    def extras(self, code: str, walk: Walk) -> Iterator["Extra"]:
        """What is kept beside a stored report. None of it may cost somebody the receipt."""
        if address := journeys.notice_address(walk.cleaned):
            failed = _("Vi fikk ikke lagret hvor vi skal gi beskjed. Se etter svar selv, med koden.")
            yield Extra(lambda: notices.remember(ConcernReport.behind(code), address), failed)

    def receipt(self, code: str, content: dict[str, Any]) -> dict[str, Any]:
        """What the receipt shows."""
        identity = content.get("reporter", {}).get("identity", ConcernReport.Identity.NAMED)
        now = timezone.now()
        return {
            "code": code,
            "today": timezone.localdate(now),
            "named": identity != ConcernReport.Identity.ANONYMOUS,
            "review_due": clocks.REVIEW.due(now),
            "feedback_due": clocks.FEEDBACK.due(now),
        }

    def not_sent(self, walk: Walk, state: SealedState) -> HttpResponse:
        notice = _("Meldingen er ikke sendt. Svarene dine er her ennå. Prøv igjen om litt, eller ring.")
        response = self.show_check(state, walk, notice)
        response.status_code = 503
        return response

    def _render(self, template: str, **context: Any) -> HttpResponse:
        walk = context["walk"]
        cleaned = walk.cleaned
        said = {"who": cleaned.get("who", {}).get("who"), "urgent": cleaned.get("worry", {}).get("acute")}
        if template == self.check_template:
            said["naming"] = [(walk.stop(slug).step, words) for slug, words in naming.found_in(cleaned)]
        return super()._render(template, **context, **said)


@method_decorator(citizen_required(level="high"), name="dispatch")
class SignedInReportView(ReportView):
    """A report by somebody who signed in: a professional, or one who wants it on My page."""

    journey = journeys.SIGNED_IN
    receipt_template = "concerns/signed_in_receipt.html"

    @property
    def purpose(self) -> str:
        """What was begun by one person is not taken up by the next at the same machine."""
        return f"concern report by {self.request.user.pk}"

    def extras(self, code: str, walk: Walk) -> Iterator["Extra"]:
        failed = _("Meldingen er mottatt, men den står ikke på Min side. Ta vare på koden.")
        yield Extra(lambda: CitizenReport.remember(self.request.user, code), failed)
        yield from super().extras(code, walk)

    def receipt(self, code: str, content: dict[str, Any]) -> dict[str, Any]:
        """With all of the report, to print for one's own records: shown here and nowhere later."""
        return super().receipt(code, content) | {"sections": journeys.sections(content)}

    def _form_to_show(self, stop: Stop) -> Any:
        form = super()._form_to_show(stop)
        if stop.step.slug in ("agency", "reporter") and not form.is_bound and not form.initial:
            form.initial = {"name": shown(self.request.user.citizen, "name")}
        return form


@dataclass(frozen=True)
class Extra:
    """Something to do after a report is stored, and what to say when it cannot be done."""

    do: Callable[[], Any]
    failed: str

    def __str__(self) -> str:
        return self.failed


def _done(extra: Extra) -> bool:
    try:
        extra.do()
    except DatabaseError as error:
        alarm.error("report_extra_not_stored", extra={"error": type(error).__name__})
        return False
    return True
