"""What comes in: an offer of help, or a request for it. The same submission twice is received once."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from casework.outbox import enqueue
from volunteers import times
from volunteers.age import comes_of_age
from volunteers.models import Area, Crisis, HelpRequest, TaskType, Volunteer


def offer(answers: Mapping[str, Any], key: str, *, citizen: Any = None, by: Any = None) -> Volunteer:
    """Receive an offer from a signed-in citizen, or one that a coordinator enters (`by`).

    `answers` are the cleaned answers of volunteers.journeys.OFFER, by step. Who has an offer already gets
    that one back.
    """
    if citizen and (mine := offer_of(citizen)):
        return mine
    made = _once(Volunteer, key, lambda digest: _new_volunteer(answers, digest, citizen, by), by or citizen)
    return made or offer_of(citizen)


def ask_for_help(answers: Mapping[str, Any], key: str, *, citizen: Any = None, by: Any = None) -> HelpRequest:
    """Receive a request; `by` is the employee who enters it for a caller."""
    return _once(HelpRequest, key, lambda digest: _new_request(answers, digest, citizen, by), by or citizen)


def offer_of(citizen: Any) -> Volunteer | None:
    """The offer of a signed-in citizen, if they have one that stands."""
    return Volunteer.objects.exclude(status=Volunteer.Status.LEFT).filter(citizen=citizen).first()


def set_wishes(volunteer: Volunteer, answers: Mapping[str, Any]) -> None:
    """Take over what, where, when and how much; the columns that matching reads. Saves them."""
    what, where, when = answers["tasks"], answers["areas"], answers["times"]
    volunteer.slots = times.slots(map(int, when["days"]), map(int, when["parts"]))
    volunteer.languages = what["languages"]
    volunteer.has_car, volunteer.reach = what["has_car"], int(where["reach"])
    volunteer.capacity = when["capacity"]
    volunteer.content = volunteer.content | {"about": what["about"]}
    volunteer.save()
    volunteer.tasks.set(TaskType.objects.filter(slug__in=what["tasks"]))
    volunteer.areas.set(Area.objects.filter(slug__in=where["areas"]))


def _new_volunteer(answers: Mapping[str, Any], digest: str, citizen: Any, by: Any) -> Volunteer:
    you = answers["you"]
    volunteer = Volunteer(
        **_common(digest, citizen, by),
        status=Volunteer.Status.RECEIVED,
        party=you.get("party", Volunteer.Party.PERSON),
        adult_on=_adult_on(you.get("born_on")),
        protected=you.get("protected", False),
        content=_without(you, "born_on", "party", "protected"),
    )
    set_wishes(volunteer, answers)
    return volunteer


def _new_request(answers: Mapping[str, Any], digest: str, citizen: Any, by: Any) -> HelpRequest:
    what, when, you = answers["what"], answers["when"], answers["you"]
    protected = you.get("protected", False)
    request = HelpRequest(
        **_common(digest, citizen, by),
        status=HelpRequest.Status.RECEIVED,
        task=TaskType.objects.get(slug=what["task"]),
        area=None if protected else Area.objects.get(slug=you["area"]),
        protected=protected,
        urgency=int(when["urgency"]),
        wanted_on=when.get("wanted_on"),
        minutes=int(when["minutes"]),
        recurring=when["recurring"] == "weekly",
        slots=_wanted_slots(when),
        places=what["places"],
        needs_car=what["needs_car"],
        concerns_child=what["concerns_child"],
        languages=what["languages"],
        content=_without(you, "area", "protected") | {"text": what["text"]},
    )
    request.save()
    return request


def _common(digest: str, citizen: Any, by: Any) -> dict[str, Any]:
    return {
        "received_at": timezone.now(),
        "submission_digest": digest,
        "citizen": citizen,
        "source": Volunteer.Source.PHONE if by else Volunteer.Source.WEB,
        "language": get_language() or "nb",
        "crisis": Crisis.current(),
    }


def _once[C: (Volunteer, HelpRequest)](
    model: type[C], key: str, make: Callable[[str], C], by: Any
) -> C | None:
    """The case of this submission, made now or found again. None when another one was in the way."""
    digest = model.digest_of(key)
    if same := model.objects.filter(submission_digest=digest).first():
        return same
    try:
        with transaction.atomic():
            case = make(digest)
            case.note_event("received", by=by)
            _welcome(case)
            enqueue("volunteers.index", kind=model._meta.model_name, pk=str(case.pk))
            return case
    except IntegrityError:
        return model.objects.filter(submission_digest=digest).first()


def _welcome(case: Any) -> None:
    """A first link to whoever asked for help: the way back to it, without signing in."""
    if isinstance(case, HelpRequest):
        enqueue("volunteers.tell_seeker", request=str(case.pk))


def _wanted_slots(when: Mapping[str, Any]) -> int:
    day, parts = when.get("wanted_on"), [int(part) for part in when.get("parts") or times.PARTS]
    days = [day.weekday()] if day else [int(one) for one in when.get("days") or times.DAYS]
    return times.slots(days, parts)


def _adult_on(born: date | None) -> date | None:
    """The day they come of age, where that day is still to come; otherwise nothing is kept of it."""
    day = comes_of_age(born) if born else None
    return day if day and day > timezone.localdate() else None


def _without(answers: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name not in names}
