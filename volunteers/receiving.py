"""What comes in: an offer of help, or a request for it. The same submission twice is received once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from volunteers import times
from volunteers.age import comes_of_age
from volunteers.models import Area, Crisis, HelpRequest, TaskType, Volunteer


def offer(answers: Mapping[str, Any], key: str, *, citizen: Any = None, by: Any = None) -> Volunteer:
    """Receive an offer from a signed-in citizen, or one that a coordinator enters (`by`).

    `answers` are the cleaned answers of volunteers.offers.OFFER, by step. Who has an offer already gets
    that one back.
    """
    if citizen and (mine := offer_of(citizen)):
        return mine
    you = answers["you"]
    try:
        return Volunteer.receive(
            _without(you, "born_on", "party", "protected") | _told(answers),
            key,
            **_same_for_both(you, citizen, by),
            party=you.get("party", Volunteer.Party.PERSON),
            adult_on=_adult_on(you.get("born_on")),
            protected=you.get("protected", False),
            **_columns(answers),
        )
    except Volunteer.DoesNotExist:  # another tab was first, with other answers
        if citizen and (mine := offer_of(citizen)):
            return mine
        raise


def ask_for_help(answers: Mapping[str, Any], key: str, *, by: Any = None) -> HelpRequest:
    """Receive a request; `by` is the employee who enters it for a caller."""
    what, when, you = answers["what"], answers["when"], answers["you"]
    protected = you.get("protected", False)
    return HelpRequest.receive(
        _without(you, "area", "protected") | {"text": what["text"]},
        key,
        **_same_for_both(you, None, by),
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
    )


def offer_of(citizen: Any) -> Volunteer | None:
    """The offer of a signed-in citizen, if they have one that stands."""
    return Volunteer.objects.exclude(status=Volunteer.Status.LEFT).filter(citizen=citizen).first()


def set_wishes(volunteer: Volunteer, answers: Mapping[str, Any]) -> None:
    """Take over what, where, when and how much. Saves the volunteer."""
    volunteer.content = volunteer.content | _told(answers)
    for name, value in _columns(answers).items():
        setattr(volunteer, name, value)
    volunteer.save()
    volunteer.take_over_choices()


def _columns(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The wishes that matching reads and that lie in the volunteer's own row."""
    what, where, when = answers["tasks"], answers["areas"], answers["times"]
    return {
        "slots": times.slots(map(int, when["days"]), map(int, when["parts"])),
        "languages": what["languages"],
        "has_car": what["has_car"],
        "reach": int(where["reach"]),
        "capacity": when["capacity"],
    }


def _told(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The wishes that are kept as they were written."""
    what = answers["tasks"]
    return {"tasks": what["tasks"], "areas": answers["areas"]["areas"], "about": what["about"]}


def _same_for_both(you: Mapping[str, Any], citizen: Any, by: Any) -> dict[str, Any]:
    source = Volunteer.Source.PHONE if by else Volunteer.Source.WEB
    told = {"email": {"email": you.get("email")}, "sms": {"mobile": you.get("phone")}}
    contact = told.get(you["notice"], {})
    return {
        "citizen": citizen,
        "by": by or citizen,
        "source": source,
        "contact": contact,
        "crisis": Crisis.current(),
    }


def _wanted_slots(when: Mapping[str, Any]) -> int:
    day, parts = when.get("wanted_on"), [int(part) for part in when["parts"]]
    days = [day.weekday()] if day else [int(one) for one in when.get("days") or times.DAYS]
    return times.slots(days, parts)


def _adult_on(born: date | None) -> date | None:
    """The day they come of age, where that day is still to come; otherwise nothing is kept of it."""
    day = comes_of_age(born) if born else None
    return day if day and day > timezone.localdate() else None


def _without(answers: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name not in names}
