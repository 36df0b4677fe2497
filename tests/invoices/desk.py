"""Invoicing's desk as a browser uses it: where its pages are, and how a request is opened and acted on."""

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from invoices.models import INVOICING
from tests.accounts.sign_in import signed_in, staff

LIST = reverse("admin:invoices_invoicerequest_changelist")
SEARCH = reverse("admin:invoices_invoicerequest_search")
ALLOWED = reverse("admin:invoices_invoicerequest_allowed")
STATISTICS = reverse("admin:invoices_invoicerequest_statistics")


def clerk(username: str = "faktura", *groups: str):
    """A client of somebody in invoicing."""
    call_command("sync_roles", verbosity=0)
    return signed_in(staff(username, *(groups or (INVOICING,))))


def page_of(request):
    return reverse("admin:invoices_invoicerequest_change", args=[request.pk])


def verb(request, name):
    return reverse("admin:invoices_invoicerequest_verb", args=[request.pk, name])


def open_case(client, request, purpose="caseworker"):
    """Say why, and read the request; returns its page."""
    client.post(reverse("admin:invoices_invoicerequest_open", args=[request.pk]), {"purpose": purpose})
    return client.get(page_of(request))


def act(client, request, name, *, version=None, **fields):
    """Press a verb's button as the page of this moment has it, or of an earlier `version`."""
    request.refresh_from_db()
    sent = {"version": request.version if version is None else version, "seen": timezone.now().isoformat()}
    return client.post(verb(request, name), sent | fields)
