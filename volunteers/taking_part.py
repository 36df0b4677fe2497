"""What volunteers do with their own part: sign, change, pause, come back, and leave for good."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.cases import TransitionRefused
from casework.outbox import enqueue
from volunteers import asking
from volunteers.models import Ask, Volunteer
from volunteers.receiving import set_wishes

Status = Volunteer.Status


def sign(volunteer: Volunteer, *, by: Any) -> None:
    """Sign the confidentiality declaration (hol. § 12-1 where it applies). Signing again changes nothing."""
    if volunteer.declared_at is None:
        volunteer.change(by=by, event="declared", declared_at=timezone.now())


def change_wishes(volunteer: Volunteer, answers: Mapping[str, Any], *, by: Any) -> None:
    """Other tasks, areas, times or capacity. What is agreed already stands. Raises ChangedMeanwhile."""
    with transaction.atomic():
        volunteer.change(by=by, event="wishes_changed")
        set_wishes(volunteer, answers)


def pause(volunteer: Volunteer, *, by: Any) -> None:
    """Not to be asked for a while. What is agreed already stands. Raises TransitionRefused."""
    volunteer.move_to(Status.PAUSED, by=by, event="paused")


def resume(volunteer: Volunteer, *, by: Any) -> None:
    """To be asked again. Raises TransitionRefused, also for one whom nobody has approved."""
    if volunteer.status != Status.PAUSED:
        raise TransitionRefused(volunteer.status)
    volunteer.move_to(Status.APPROVED, by=by, event="resumed")


def leave(volunteer: Volunteer, *, by: Any) -> None:
    """Leave, and have everything about oneself deleted at once. What was agreed is called off first."""
    with transaction.atomic():
        call_off(volunteer)
        volunteer.refresh_from_db()
        volunteer.move_to(Status.LEFT, by=by, event="left")
        forget(volunteer)


def call_off(volunteer: Volunteer) -> None:
    """Give back every place, and answer every question with no."""
    for match in volunteer.matches.holding():
        asking.step_back(match)
    for ask in volunteer.asks.filter(answer__in=(Ask.Answer.NONE, Ask.Answer.WAITING)):
        asking.decline(ask)


def forget(volunteer: Volunteer) -> None:
    """Delete who this was and what they wrote; what was done for whom stays as numbers without a name."""
    volunteer.citizen, volunteer.content, volunteer.contact = None, {}, {}
    volunteer.contact_hash, volunteer.unread = "", False
    volunteer.adult_on, volunteer.languages, volunteer.anonymised_at = None, [], timezone.now()
    volunteer.save()
    volunteer.areas.clear()
    enqueue("volunteers.forget_notes", volunteer=str(volunteer.pk))
