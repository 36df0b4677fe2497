"""What coordinators decide about volunteers and requests. Each verb writes its event."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.cases import TransitionRefused
from casework.outbox import enqueue
from volunteers import taking_part
from volunteers.models import Ask, Block, HelpRequest, Match, Problem, Volunteer

Status = HelpRequest.Status


# --- volunteers ---------------------------------------------------------------------------------------
def approve(volunteer: Volunteer, *, by: Any) -> None:
    """Let somebody help who has been talked to. Raises TransitionRefused."""
    if volunteer.status not in (Volunteer.Status.RECEIVED, Volunteer.Status.DECLINED):
        raise TransitionRefused(volunteer.status)
    volunteer.move_to(Volunteer.Status.APPROVED, by=by, event="approved")


def refuse(volunteer: Volunteer, *, by: Any, reason: str) -> None:
    """Say no to an offer. The reason is kept as a note at the desk."""
    with transaction.atomic():
        volunteer.move_to(Volunteer.Status.DECLINED, by=by, event="refused")
        volunteer.notes.create(text=reason, by=by.get_username())


def certificate_seen(volunteer: Volunteer, *, by: Any, certificate: str, seen_on: date) -> None:
    """Note that a certificate was seen, on which day and by whom. It stays with the person.

    Raises TransitionRefused where none of their tasks has a legal basis for asking.
    """
    if certificate not in demanded_of(volunteer):
        raise TransitionRefused("no legal basis")
    volunteer.change(
        by=by,
        event="certificate_seen",
        certificate=certificate,
        certificate_seen_on=seen_on,
        certificate_seen_by=by.get_username(),
    )


def demanded_of(volunteer: Volunteer) -> set[str]:
    """The kinds of certificate that the law lets somebody ask this volunteer for."""
    return {task.certificate for task in volunteer.tasks.all() if task.certificate}


def block(volunteer: Volunteer, *, by: Any, reason: str) -> None:
    """Shut somebody out of helping. What was agreed is called off at once."""
    with transaction.atomic():
        taking_part.call_off(volunteer)
        volunteer.refresh_from_db()
        volunteer.move_to(Volunteer.Status.BLOCKED, by=by, event="blocked")
        Block.objects.create(volunteer=volunteer, reason=reason, by=by.get_username())


def unblock(volunteer: Volunteer, *, by: Any) -> None:
    """Let them help again. Raises TransitionRefused."""
    if volunteer.status != Volunteer.Status.BLOCKED:
        raise TransitionRefused(volunteer.status)
    with transaction.atomic():
        volunteer.move_to(Volunteer.Status.APPROVED, by=by, event="unblocked")
        Block.objects.filter(volunteer=volunteer, contact_hash="").delete()


# --- requests -----------------------------------------------------------------------------------------
def accept(request: HelpRequest, *, by: Any) -> None:
    """Take a request on: somebody is to be found. Raises TransitionRefused."""
    if request.status != Status.RECEIVED:
        raise TransitionRefused(request.status)
    request.move_to(Status.OPEN, by=by, event="accepted")


def find_anew(request: HelpRequest, *, by: Any) -> None:
    """Look for somebody once more, after it went wrong or is wanted again. Raises TransitionRefused."""
    if request.status not in (Status.NOT_MET, Status.DONE):
        raise TransitionRefused(request.status)
    with transaction.atomic():
        request.matches.exclude(status__in=Match.HOLDING).update(place=None)
        request.move_to(Status.OPEN, by=by, event="found_anew")


def cancel(request: HelpRequest, *, by: Any) -> None:
    """It is no longer needed. Whoever had said yes is told. Raises TransitionRefused."""
    _end(request, Status.CANCELLED, by=by, event="cancelled")


def close(request: HelpRequest, *, by: Any) -> None:
    """End a request that nothing more will come of. Raises TransitionRefused."""
    _end(request, Status.CLOSED, by=by, event="closed")


def protect(request: HelpRequest, *, by: Any) -> None:
    """Hide address and place from everybody but the desk, and from every comparison."""
    request.change(by=by, event="protected", protected=True, area=None)


def keep_from_helping(
    request: HelpRequest, *, by: Any, reason: str, volunteer: Volunteer | None = None
) -> None:
    """Send nobody to this telephone number, or not this one volunteer."""
    if not request.contact_hash:
        raise TransitionRefused("no number")
    with transaction.atomic():
        request.change(by=by, event="kept_apart" if volunteer else "blocked")
        Block.objects.create(
            volunteer=volunteer, contact_hash=request.contact_hash, reason=reason, by=by.get_username()
        )


def handle_problems(request: HelpRequest, *, by: Any) -> None:
    """Everything told so far has been followed up."""
    with transaction.atomic():
        request.change(by=by, event="problems_handled")
        request.problems.filter(handled_at=None).update(
            handled_at=timezone.now(), handled_by=by.get_username()
        )


def tell_problem(request: HelpRequest, match: Match | None, side: str, text: str) -> Problem:
    """Keep what somebody tells went wrong, and tell a coordinator at once."""
    with transaction.atomic():
        problem = Problem.objects.create(request=request, match=match, side=side, text=text)
        request.note_event("problem_told", by=None, detail=side)
        enqueue("volunteers.tell_coordinator")
    return problem


def _end(request: HelpRequest, status: str, *, by: Any, event: str) -> None:
    with transaction.atomic():
        HelpRequest.objects.select_for_update().get(pk=request.pk)
        told = list(request.matches.holding())
        request.move_to(status, by=by, event=event)
        for match in told:
            match.move_to(Match.Status.CANCELLED, ended_at=timezone.now())
            enqueue("volunteers.tell_helper", ask=str(match.ask_id))
        request.asks.filter(answer__in=(Ask.Answer.NONE, Ask.Answer.WAITING)).update(answer=Ask.Answer.OVER)
