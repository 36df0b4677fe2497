"""A person who asked about an invoice."""

from collections.abc import Iterator

from accounts.persons import citizen_behind
from casework.persons import Sought, Tie, finder
from invoices.duplicates import find as with_number
from invoices.models import InvoiceRequest


@finder
def find(sought: Sought) -> Iterator[Tie]:
    """By who signed in, and by the keyed hash of an invoice's number or KID: no login is needed to ask."""
    if user := citizen_behind(sought.pid):
        yield from (Tie(case, "payer") for case in InvoiceRequest.objects.filter(citizen=user))
    if sought.invoice:
        asked = InvoiceRequest.objects.filter(pk__in=with_number(sought.invoice))
        yield from (Tie(case, "payer") for case in asked)
