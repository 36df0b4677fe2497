"""Invented volunteers and people who ask for help, and the places and tasks they share."""

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.accounts.sign_in import staff
from volunteers import times
from volunteers.models import COORDINATOR, Area, HelpRequest, TaskType, Volunteer

numbers = itertools.count(1)
EVERYBODY_SPEAKS = ["nb"]


def coordinator(name: str = "koordinator"):
    return staff(name, COORDINATOR)


def area(name: str = "Solbygda", *neighbours: Area) -> Area:
    one, _made = Area.objects.get_or_create(slug=name.lower(), defaults={"name": name})
    one.neighbours.add(*neighbours)
    return one


def task(slug: str = "handle", **fields: Any) -> TaskType:
    defaults = {"name": slug.capitalize(), "minimum_age": 16} | fields
    return TaskType.objects.get_or_create(slug=slug, defaults=defaults)[0]


def volunteer(tasks=None, areas=None, **fields: Any) -> Volunteer:
    """One who passes every gate, unless the fields say otherwise."""
    number = next(numbers)
    content = {
        "name": f"Hjelper Nummer{number}",
        "phone": f"400 10 {number:03}",
        "notice": "sms",
        "email": "",
    }
    made = Volunteer.objects.create(
        **{
            "status": Volunteer.Status.APPROVED,
            "declared_at": timezone.now(),
            "received_at": timezone.now(),
            "submission_digest": f"volunteer {number}",
            "source": "web",
            "language": "nb",
            "contact": {"mobile": content["phone"]},
            "slots": times.ANY_TIME,
            "languages": EVERYBODY_SPEAKS,
            "capacity": 2,
            "content": content | fields.pop("content", {}),
        }
        | fields
    )
    made.tasks.set(tasks or [task()])
    made.areas.set(areas or [area()])
    return made


def help_request(**fields: Any) -> HelpRequest:
    """One that a coordinator has taken on."""
    number = next(numbers)
    content = {
        "name": f"Trenger Nummer{number}",
        "phone": f"400 20 {number:03}",
        "address": f"Lysløypa {number}",
        "notice": "sms",
        "email": "",
        "text": "Handle mat.",
    }
    protected = fields.get("protected", False)
    return HelpRequest.objects.create(
        **{
            "status": HelpRequest.Status.OPEN,
            "received_at": timezone.now() - timedelta(minutes=number),
            "submission_digest": f"request {number}",
            "source": "web",
            "language": "nb",
            "contact": {"mobile": content["phone"]},
            "task": fields.pop("task", None) or task(),
            "area": None if protected else fields.pop("area", None) or area(),
            "urgency": HelpRequest.Urgency.WEEK,
            "slots": times.ANY_TIME,
            "content": content | fields.pop("content", {}),
        }
        | fields
    )
