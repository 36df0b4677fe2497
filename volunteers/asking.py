"""Asking volunteers, and what they answer. Every verb locks the request first, then at most one volunteer.

Places are few and answers come at the same time: the lock puts them in a row, and a constraint of the
database has the last word.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from casework.outbox import enqueue
from volunteers import policy, pool, times
from volunteers.models import Ask, HelpRequest, Match, Volunteer

Status, Answer = HelpRequest.Status, Ask.Answer
ASKABLE = (Status.OPEN, Status.ASKED)


class CannotBeAsked(Exception):
    """A volunteer who does not pass every gate. `gates` names those that are closed."""

    def __init__(self, volunteer: Volunteer, gates: Sequence[str]) -> None:
        super().__init__(volunteer.reference)
        self.volunteer, self.gates = volunteer, gates


class NoPlace(Exception):
    """Somebody else was first, or the request is over."""


class NoCapacity(Exception):
    """The volunteer has taken on as much as they want this week."""


class NotAllowed(Exception):
    """The volunteer may not take on anything now: not approved, on a pause, or not bound to secrecy."""


def ask(request: HelpRequest, volunteers: Iterable[Volunteer], *, by: Any) -> list[Ask]:
    """Ask these volunteers, all in one wave. Raises CannotBeAsked, TransitionRefused, ChangedMeanwhile."""
    today, volunteers = timezone.localdate(), list(volunteers)
    with transaction.atomic():
        wave = (request.asks.aggregate(last=Max("wave"))["last"] or 0) + 1
        asks = [_ask_one(request, volunteer, wave, today, by) for volunteer in volunteers]
        if request.status == Status.ASKED:
            request.change(by=by, event="asked", detail=str(len(asks)))
        else:
            request.move_to(Status.ASKED, by=by, event="asked", detail=str(len(asks)))
    return asks


def _ask_one(request: HelpRequest, volunteer: Volunteer, wave: int, today: Any, by: Any) -> Ask:
    suggestion, closed = pool.judge(request, volunteer, today)
    if closed or request.asks.filter(volunteer=volunteer).exists():
        raise CannotBeAsked(volunteer, closed or ["asked"])
    reasons = {name: round(part, 2) for name, part in suggestion.parts._asdict().items()}
    one = Ask.objects.create(
        request=request,
        volunteer=volunteer,
        wave=wave,
        by=by.get_username(),
        score=round(suggestion.score),
        parts=reasons,
    )
    Volunteer.objects.filter(pk=volunteer.pk).update(asked_on=today)
    enqueue("volunteers.tell_helper", ask=str(one.pk))
    return one


# --- what the volunteer answers -----------------------------------------------------------------------
def decline(ask: Ask) -> None:
    """Say no, for no reason. Answering twice, or after the last place is taken, changes nothing."""
    with transaction.atomic():
        request = _locked(ask.request_id)
        if not _answered(ask, Answer.DECLINED, from_=(Answer.NONE, Answer.WAITING)):
            return
        _settle(request, by=None, event="declined", detail=ask.volunteer.reference)


def reserve(ask: Ask) -> Match | None:
    """Take a place until the volunteer has shown who they are; None when they wait in line for one.

    Again by the same volunteer gives the same. Raises NoPlace, NoCapacity and NotAllowed.
    """
    with transaction.atomic():
        request = _locked(ask.request_id)
        ask.refresh_from_db()
        if ask.answer == Answer.RESERVED:
            return ask.match
        if request.status not in (Status.ASKED, Status.OPEN, Status.RESERVED, Status.MATCHED):
            raise NoPlace
        if ask.answer not in (Answer.NONE, Answer.WAITING, Answer.DECLINED):
            raise NoPlace
        volunteer = _ready(ask.volunteer_id, request)
        place = _free_place(request)
        if place is None:
            _answered(ask, Answer.WAITING, from_=(Answer.NONE, Answer.DECLINED))
            return None
        match = _take(request, ask, volunteer, place)
        _settle(request, by=None, event="reserved", detail=volunteer.reference)
        return match


def step_back(match: Match) -> None:
    """The volunteer gives the place back; the next in line is moved up. Raises NoPlace when it is over."""
    with transaction.atomic():
        request = _locked(match.request_id)
        match.refresh_from_db()
        if match.status not in Match.HOLDING:
            raise NoPlace
        was_confirmed = match.status == Match.Status.CONFIRMED
        match.move_to(Match.Status.CANCELLED, ended_at=timezone.now())
        _mark(match, Answer.WITHDREW)
        _move_up(request)
        _settle(request, by=None, event="stepped_back", detail=match.volunteer.reference)
        if was_confirmed:
            enqueue("volunteers.tell_seeker", request=str(request.pk))
            _pause_who_steps_back_often(match.volunteer)


def lapse_overdue(now: datetime | None = None) -> int:
    """Free the places of those who did not show who they are in time; returns how many."""
    now = now or timezone.now()
    overdue = list(Match.objects.overdue(now).values_list("pk", "request"))
    for pk, request in overdue:
        with transaction.atomic():
            locked = _locked(request)
            match = Match.objects.overdue(now).filter(pk=pk).first()
            if match is None:
                continue
            match.move_to(Match.Status.LAPSED, ended_at=now)
            _mark(match, Answer.LAPSED)
            _move_up(locked)
            _settle(locked, by=None, event="lapsed", detail=match.volunteer.reference)
    return len(overdue)


def confirm(match: Match) -> None:
    """The volunteer has shown who they are: it is agreed. Twice changes nothing. Raises NoPlace."""
    with transaction.atomic():
        request = _locked(match.request_id)
        match.refresh_from_db()
        if match.status == Match.Status.CONFIRMED:
            return
        if match.status != Match.Status.RESERVED:
            raise NoPlace
        match.move_to(Match.Status.CONFIRMED, confirmed_at=timezone.now())
        _settle(request, by=None, event="agreed", detail=match.volunteer.reference)
        enqueue("volunteers.tell_seeker", request=str(request.pk))


# --- how it went --------------------------------------------------------------------------------------
def say_outcome(match: Match, side: str, outcome: str) -> None:
    """Either side says how it went. One «we did not meet» stands until a coordinator has looked at it."""
    outcome = Match.Outcome(outcome)
    with transaction.atomic():
        request = _locked(match.request_id)
        match.refresh_from_db()
        if match.status in (Match.Status.RESERVED, Match.Status.CANCELLED, Match.Status.LAPSED):
            raise NoPlace
        setattr(match, f"{side}_says", outcome)
        match.save(update_fields=[f"{side}_says"])
        said = {match.helper_says, match.seeker_says}
        status = Match.Status.NOT_MET if Match.Outcome.NOT_MET in said else Match.Status.DONE
        if match.status != status:
            match.move_to(status, ended_at=timezone.now())
        _settle(request, by=None, event=f"{side}_says_{outcome}", detail=match.volunteer.reference)


# --- the request follows its places -------------------------------------------------------------------
def _settle(request: HelpRequest, *, by: Any, event: str, detail: str = "") -> None:
    """Move the request to where its places are now, with the event that says why."""
    status = _status_of(request)
    if status == request.status or not request.may_move_to(status):
        request.change(by=by, event=event, detail=detail)
    else:
        request.move_to(status, by=by, event=event, detail=detail)


def _status_of(request: HelpRequest) -> str:
    """Where a request is by its matches: all done, one that went wrong, all agreed, some held, or asked."""
    found = list(request.matches.exclude(place=None).values_list("status", flat=True))
    held = [status for status in found if status in Match.HOLDING]
    if Match.Status.NOT_MET in found and not held:
        return Status.NOT_MET
    if Match.Status.DONE in found and not held:
        return Status.DONE
    if found.count(Match.Status.CONFIRMED) + found.count(Match.Status.DONE) >= request.places:
        return Status.MATCHED
    if len(held) >= request.places:
        return Status.RESERVED
    return Status.ASKED


def _locked(pk: Any) -> HelpRequest:
    return HelpRequest.objects.select_for_update().get(pk=pk)


def _ready(pk: Any, request: HelpRequest) -> Volunteer:
    """The volunteer, locked, if they may take this on now. Raises NotAllowed and NoCapacity."""
    volunteer = Volunteer.objects.select_for_update().get(pk=pk)
    _suggestion, closed = pool.judge(request, volunteer, timezone.localdate())
    if "capacity" in closed:
        raise NoCapacity
    if closed:
        raise NotAllowed
    return volunteer


def _free_place(request: HelpRequest) -> int | None:
    taken = set(request.matches.filter(status__in=Match.COUNTING).values_list("place", flat=True))
    return next((place for place in range(1, request.places + 1) if place not in taken), None)


def _take(request: HelpRequest, ask: Ask, volunteer: Volunteer, place: int) -> Match:
    now = timezone.now()
    _answered(ask, Answer.RESERVED, from_=(Answer.NONE, Answer.WAITING, Answer.DECLINED))
    try:
        with transaction.atomic():
            return Match.objects.create(
                request=request,
                volunteer=volunteer,
                ask=ask,
                place=place,
                week=times.week_of(request.first_day(timezone.localdate(now))),
                reserved_at=now,
                held_until=now + policy.RESERVATION.value,
            )
    except IntegrityError as error:
        raise NoPlace from error


def _move_up(request: HelpRequest) -> None:
    """Give a free place to whoever has waited longest and may still take it."""
    place = _free_place(request)
    for waiting in request.asks.filter(answer=Answer.WAITING).order_by("answered_at", "id"):
        if place is None:
            return
        try:
            volunteer = _ready(waiting.volunteer_id, request)
        except (NotAllowed, NoCapacity):
            continue
        _take(request, waiting, volunteer, place)
        enqueue("volunteers.tell_helper", ask=str(waiting.pk))
        place = _free_place(request)


def _answered(ask: Ask, answer: str, *, from_: Sequence[str]) -> bool:
    """Note the answer if the ask still waits for one."""
    changed = Ask.objects.filter(pk=ask.pk, answer__in=from_).update(
        answer=answer, answered_at=timezone.now()
    )
    if changed:
        ask.answer = answer
    return bool(changed)


def _mark(match: Match, answer: str) -> None:
    Ask.objects.filter(pk=match.ask_id).update(answer=answer, answered_at=timezone.now())


def _pause_who_steps_back_often(volunteer: Volunteer) -> None:
    """A pause for one who agrees and steps back again and again: nobody collects addresses that way."""
    since = timezone.now() - policy.STEPS_BACK_WITHIN.value
    again = volunteer.matches.filter(
        status=Match.Status.CANCELLED, confirmed_at__isnull=False, ended_at__gte=since
    )
    volunteer.refresh_from_db()
    if again.count() >= policy.STEPS_BACK.value and volunteer.may_move_to(Volunteer.Status.PAUSED):
        volunteer.move_to(Volunteer.Status.PAUSED, by=None, event="paused_for_stepping_back")
        enqueue("volunteers.tell_coordinator")
