"""Citizen service, or invoicing itself, writes down what a caller asks."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from invoices.models import INVOICING, InvoiceRequest
from invoices.views import InvoiceView

WHO_MAY = ("Innbyggerservice", INVOICING)


def may_enter(user: Any) -> bool:
    """Membership is what lets somebody in: a superuser has no short cut."""
    return any(map(user.in_group, WHO_MAY))


class InvoiceEntryView(InvoiceView):
    """The open form at the desk. Registered by the admin site."""

    step_template = "invoices/phone_step.html"
    check_template = "invoices/phone_check.html"
    receipt_template = "invoices/phone_receipt.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raises PermissionDenied."""
        if not may_enter(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"invoice request by phone, {self.request.user.pk}"

    @property
    def sender(self) -> dict[str, Any]:
        return {"by": self.request.user, "source": InvoiceRequest.Source.PHONE}
