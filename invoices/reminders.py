"""Reminding of a payment, where the person asked for it: that there is one, and not a word of what."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from casework.outbox import handles
from invoices import payments
from invoices.models import Decision, InvoiceRequest


@handles("invoices.remind")
def remind(decision: str, due: str) -> None:
    """Send one reminder, unless the plan is no longer the one that counts, or is paid so far."""
    from casework import mail, sms  # what knows telephone numbers is heavy, and only the worker sends

    chosen = Decision.objects.select_related("request").get(pk=decision)
    request, day = chosen.request, date.fromisoformat(due)
    if request.status != InvoiceRequest.Status.GRANTED or request.latest != chosen:
        return
    if payments.is_paid_until(chosen, day):
        return
    with translation.override(request.language):
        text = _("Dette er påminnelsen du ba om. Se i brevet fra oss hva du skal gjøre.")
    send = mail.send if "@" in request.remind_at else sms.send
    send(request.remind_at, text)
