"""Answers a parent gives, step by step, as a browser posts them."""

from typing import Any

from django.urls import reverse

from casework.drafts import Draft
from services.journeys import KIND

WHO = {"who": "own_child"}
CHILD = {
    "child_name": "Ola Granskog",
    "born_day": "4",
    "born_month": "3",
    "born_year": "2016",
    "shared_home": "False",
    "school": "Lauvlia skole",
}
GUARDIAN = {"second": "named", "guardian_name": "Per Granskog"}
CONTACT = {
    "name": "Kari Granskog",
    "mobile": "400 00 010",
    "email": "kari@demo.invalid",
    "protected": "False",
    "address": "Lauvveien 2",
}
ANSWERS: dict[str, dict[str, Any]] = {
    "who": WHO,
    "child": CHILD,
    "guardian": GUARDIAN,
    "contact": CONTACT,
    "health": {"health": "Han har epilepsi og trenger tilsyn."},
    "need": {"times": ["night"], "night_what": "Våken tre ganger", "night_hours": "6"},
    "burden": {"burdens": ["nights", "single"], "burden": "Vi er slitne.", "siblings": "False"},
    "wish": {
        "services": ["individual_respite", "support_contact", "bpa"],
        "weekends": "1",
        "holidays": "False",
    },
    "respite": {"place": "carer"},
    "support": {"form": "alone", "interests": "Bading og tog"},
    "bpa": {"bpa_hours": "20", "bpa_tasks": "Mat, klær og turer"},
    "interpreter": {"interpreter": "False"},
    "files": {},
    "consent": {"sources": ["gp"], "knows_registered": "on", "is_correct": "on"},
}


def begin(client) -> Draft:
    """A draft begun by the button."""
    client.post(reverse("services:begin_application"))
    return Draft.objects.filter(kind=KIND).first()


def step(draft: Draft, slug: str) -> str:
    return reverse("services:application_step", args=[draft.pk, slug])


def fill_in(client, draft: Draft, **changed) -> Draft:
    """Every step answered, with some answers changed by step; the rest as it stands."""
    for slug, answers in (
        ANSWERS | {slug: ANSWERS.get(slug, {}) | new for slug, new in changed.items()}
    ).items():
        page = client.post(step(draft, slug), answers)
        assert page.status_code == 302, (slug, page.context and page.context["form"].errors)
    return draft


def send(client, draft: Draft):
    """Press the button of the check page; returns the answer."""
    return client.post(step(draft, "kontroller"))
