"""Citizen service, or care services themselves, enter an application for a caller or from paper."""

import logging
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.sealed_journey import SealedJourneyView, SealedState
from casework.steps import Walk
from services import applying
from services.journeys import Ages, entered_journey
from services.models import CARE_SERVICES, CareApplication, CareContact

WHO_MAY = ("Innbyggerservice", CARE_SERVICES)
alarm = logging.getLogger("portal.alarm")


def may_enter(user: Any) -> bool:
    """Membership is what lets somebody in: a superuser has no short cut."""
    return any(map(user.in_group, WHO_MAY))


class ApplicationEntryView(SealedJourneyView):
    """The application's own questions at the desk. Registered by the admin site.

    Whoever wrote it for somebody cannot read it afterwards, unless care services are their group.
    """

    journey = entered_journey(date.max)  # the same steps on any day; which apply is asked of today's
    step_template = "services/application/phone_step.html"
    check_template = "services/application/phone_check.html"
    receipt_template = "services/application/phone_receipt.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.journey = entered_journey(timezone.localdate())

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raises PermissionDenied."""
        if not may_enter(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"application by phone, {self.request.user.pk}"

    def send(self, walk: Walk, state: SealedState) -> HttpResponse:
        """The receipt, once it is stored; if it cannot be, keep everything and say so."""
        try:
            case = self._received(walk, state)
        except DatabaseError as error:
            alarm.error("application_not_stored", extra={"error": type(error).__name__})
            notice = _("Søknaden er ikke sendt. Svarene er her ennå. Prøv igjen om litt.")
            response = self.show_check(state, walk, notice)
            response.status_code = 503
            return response
        return self._render(self.receipt_template, walk=walk, case=case)

    def _received(self, walk: Walk, state: SealedState) -> CareApplication:
        """Nobody is told by mail or text message: there is no page of theirs to lead to."""
        entered = walk.cleaned["entered"]
        content = applying.content_of(walk.cleaned)
        return CareApplication.receive(
            content,
            state.submission_key,
            files=self.files(state),
            by=self.request.user,
            source=entered["how"],
            at=_came_at(entered.get("came_on")),
            address_is_protected=content["contact"]["protected"],
        )

    def _render(self, template: str, **context: Any) -> HttpResponse:
        stop = context.get("stop")
        if stop and stop.step.slug == "age":
            context["misfits"] = Ages(timezone.localdate()).explained(context["walk"].cleaned)
            context["contacts"] = CareContact.objects.published().filter(for_all=True)
        return super()._render(template, **context)


def _came_at(day: date | None) -> datetime | None:
    """Noon of the day that a paper came, or now where that has not been yet; None for what comes now."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now()) if day else None
