"""Key rotation for sealed reports: their keys are wrapped anew, their content is not touched."""

from collections.abc import Callable

from django.db import models

from casework import envelope
from casework.encryption import CannotOpen
from casework.rotation import Rotated, also_rotates
from concerns.models import ConcernReport, NoticeAddress


@also_rotates
def rewrap_reports() -> Rotated:
    """Wrap each report's key to today's recipients alone."""
    return _rewrap(ConcernReport, "keys", ConcernReport.key_is_bound_to)


@also_rotates
def rewrap_notice_addresses() -> Rotated:
    """Seal each reporter's address for notices to today's recipients alone."""
    return _rewrap(NoticeAddress, "address", NoticeAddress.address_is_bound_to)


def _rewrap(model: type[models.Model], column: str, bound_to: Callable[[str], str]) -> Rotated:
    result = Rotated(f"{model._meta.label}.{column}")
    for pk, wrapped in model._base_manager.values_list("pk", column).iterator():
        if envelope.is_wrapped_as_now(wrapped):
            continue
        place = bound_to(str(pk))
        try:
            fresh = envelope.seal_to_group(envelope.open_as_group(wrapped, bound_to=place), bound_to=place)
        except CannotOpen:
            result.unreadable += 1
            continue
        result.done += model._base_manager.filter(pk=pk).update(**{column: fresh})
    return result
