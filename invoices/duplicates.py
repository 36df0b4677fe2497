"""Requests about the same invoice. The desk sees them side by side; nobody outside is told of any."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from casework.conflicts import look_at
from casework.encryption import keyed_hash
from casework.outbox import handles
from invoices import journeys
from invoices.models import InvoiceDigest, InvoiceRequest
from invoices.payment_references import bare


def digests_of(number: str, kid: str) -> list[str]:
    """What an invoice is found by: a keyed hash of its number, and one of its KID where there is one."""
    written = {"invoice number": bare(number).casefold(), "kid": bare(kid)}
    return [keyed_hash(what, value) for what, value in written.items() if value]


@handles("invoices.index", gives_up=False)
def index(request: str) -> None:
    """Make a new request possible to find, and see who must not handle it. Again changes nothing."""
    made = InvoiceRequest.objects.get(pk=request)
    InvoiceDigest.objects.bulk_create(_rows(made), ignore_conflicts=True)
    look_at(made)


def likely_duplicates(request: InvoiceRequest, user: Any) -> QuerySet:
    """Other requests about one of the same invoices, the newest first, as far as this person may see them.

    The digests are worked out, not asked for: a database that is told them plans for how rare they are.
    Raises CannotOpen.
    """
    mine = {row.digest for row in _rows(request)}
    others = InvoiceDigest.objects.filter(digest__in=mine).exclude(request=request)
    return InvoiceRequest.objects.visible_to(user).filter(pk__in=others.values("request"))


def find(words: str) -> QuerySet:
    """The requests that name an invoice by this number or KID."""
    return InvoiceDigest.objects.filter(digest__in=digests_of(words, words)).values("request")


def twins(request: InvoiceRequest, place: int) -> list[str]:
    """References of other requests about this one invoice, for the ledger."""
    mine = request.digests.filter(place=place).values("digest")
    others = InvoiceDigest.objects.filter(digest__in=mine).exclude(request=request)
    return sorted(set(others.values_list("request__reference", flat=True)))


def _rows(request: InvoiceRequest) -> Iterator[InvoiceDigest]:
    for place, one in enumerate(journeys.invoices_of(request.answers)):
        for digest in digests_of(one["number"], one["kid"]):
            yield InvoiceDigest(request=request, place=place, digest=digest)
