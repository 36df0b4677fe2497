"""What employees enter for others: a request for a caller, an offer for one whose ID they have seen."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from casework.steps import Journey, Step, Walk
from crispy_designsystemet.forms import AskingForm
from volunteers import receiving
from volunteers.models import COORDINATOR
from volunteers.offers import OFFER
from volunteers.views import HelpView, ReceivingView

CITIZEN_SERVICE = "Innbyggerservice"


class IdForm(AskingForm):
    """A coordinator has met the person: there is no other proof of who an offer comes from."""

    id_seen = forms.BooleanField(
        label=_("Jeg har sett legitimasjon med navn og fødselsdato"),
        error_messages={"required": _("Be om å få se legitimasjon først")},
    )


class ForSomebodyElse:
    """Membership is what lets somebody in: a superuser has no short cut. Raises PermissionDenied."""

    groups: ClassVar[tuple[str, ...]]
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(map(request.user.in_group, self.groups)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def written_by(self) -> Any:
        return self.request.user


class EnterHelpView(ForSomebodyElse, HelpView):
    groups = (CITIZEN_SERVICE, COORDINATOR)
    step_template = "volunteers/phone_step.html"
    check_template = "volunteers/phone_check.html"
    receipt_template = "volunteers/phone_receipt.html"

    @property
    def purpose(self) -> str:
        return f"help request by phone, {self.request.user.pk}"


class EnterOfferView(ForSomebodyElse, ReceivingView):
    groups = (COORDINATOR,)
    journey = Journey(Step("id", _("Legitimasjon"), IdForm), *OFFER.steps)
    step_template = "volunteers/phone_step.html"
    check_template = "volunteers/phone_check.html"

    @property
    def purpose(self) -> str:
        return f"volunteer offer entered by {self.request.user.pk}"

    def receive(self, walk: Walk, key: str) -> Any:
        return receiving.offer(walk.cleaned, key, by=self.written_by)

    def received(self, case: Any, walk: Walk) -> HttpResponse:
        return self._render("volunteers/phone_receipt.html", case=case, notice="")
