"""The end of a crisis: close what is open, export what was done as numbers, forget who everybody was."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.cases import TransitionRefused
from casework.referrals import Referral
from volunteers import deciding, taking_part
from volunteers.models import Crisis, HelpRequest, Volunteer

ROWS_AT_ONCE = 1_000
COLUMNS = (
    *("reference", "task", "area", "urgency", "status", "source", "received_on", "places"),
    *("asked", "agreed", "done"),
)


def close(crisis: Crisis, *, by: Any) -> int:
    """Close the crisis and every request of it that is open, and tell who had agreed. Returns how many."""
    with transaction.atomic():
        locked = Crisis.objects.select_for_update().get(pk=crisis.pk)
        if locked.closed_at:
            raise TransitionRefused("closed already")
        open_ones = list(HelpRequest.objects.filter(crisis=crisis).open())
        for request in open_ones:
            deciding.close(request, by=by)
        crisis.closed_at, crisis.closed_by = timezone.now(), by.get_username()
        crisis.save(update_fields=["closed_at", "closed_by"])
    return len(open_ones)


def rows(crisis: Crisis) -> Iterator[Sequence[Any]]:
    """A table of every request of the crisis: what, where, when and how it went, and nothing of anybody."""
    yield COLUMNS
    requests = HelpRequest.objects.filter(crisis=crisis).order_by("received_at", "id")
    related = requests.select_related("task", "area").prefetch_related("asks", "matches")
    yield from map(_row, related.iterator(chunk_size=ROWS_AT_ONCE))


def anonymise(crisis: Crisis, *, by: Any) -> None:
    """Forget everybody who asked in the crisis, and whoever offered to help in it and is not needed after.

    A volunteer stays who says so by being active in something else. Raises TransitionRefused before closing.
    """
    if not crisis.closed_at:
        raise TransitionRefused("not closed")
    with transaction.atomic():
        for request in HelpRequest.objects.filter(crisis=crisis, anonymised_at=None):
            forget(request)
            request.note_event("anonymised", by=by)
        for volunteer in Volunteer.objects.filter(crisis=crisis, anonymised_at=None):
            if volunteer.status != Volunteer.Status.LEFT:
                taking_part.leave(volunteer, by=by)
        crisis.anonymised_at = timezone.now()
        crisis.save(update_fields=["anonymised_at"])


def forget(request: HelpRequest) -> None:
    """Delete who this was and what they wrote, with notes, problems and referrals. The rest stays."""
    request.content, request.contact, request.contact_hash = {}, {}, ""
    request.languages, request.anonymised_at = [], timezone.now()
    request.save()
    request.notes.all().delete()
    request.problems.all().delete()
    Referral.objects.of(request).delete()


def _row(request: HelpRequest) -> list[Any]:
    matches = list(request.matches.all())
    return [
        request.reference,
        request.task.slug,
        request.area.slug if request.area else "",
        request.urgency,
        request.status,
        request.source,
        timezone.localdate(request.received_at).isoformat(),
        request.places,
        len(request.asks.all()),
        sum(match.confirmed_at is not None for match in matches),
        sum(match.status == match.Status.DONE for match in matches),
    ]
