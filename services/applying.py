"""What of an application's answers is stored, and how it is read again at the desk and on paper."""

from typing import Any

from django.utils import timezone

from casework.steps import Cleaned
from services import journeys
from services.journeys import Ages

# Asked to lead on. What is left then is in "services", and in the case's own columns.
NOT_STORED = ("age", "entered")


def content_of(cleaned: Cleaned, on: Any = None) -> dict[str, Any]:
    """What is stored of a finished journey: the cleaned answers by step, and "services", those to decide on.

    `on`: the day whose age rules count; today in Oslo when left out.
    """
    content: dict[str, Any] = {slug: dict(answers) for slug, answers in cleaned.items()}
    for slug in NOT_STORED:
        content.pop(slug, None)
    services = list(Ages(on or timezone.localdate()).fitting(cleaned))
    content["wish"] = content["wish"] | {"services": services}  # what the age ruled out is asked no more
    return content | {"services": services}


def contact_of(cleaned: Cleaned) -> dict[str, str]:
    """Where to tell of news."""
    return {name: cleaned["contact"][name] for name in ("email", "mobile") if cleaned["contact"].get(name)}


def sections(content: dict[str, Any]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """A stored application as it was asked: the title of each answered step, with questions and answers.

    Takes `case.content` as it comes back from the database. What was not asked of this one is not there.
    """
    steps = (step for step in journeys.every_step() if step.slug in content and _is_theirs(step, content))
    answered = ((step.title, list(step.rows(content[step.slug]))) for step in steps)
    return [(title, rows) for title, rows in answered if rows]


def child_name(content: dict[str, Any]) -> str:
    """The name of the one the services are for."""
    return content.get("child", {}).get("child_name", "")


def _is_theirs(step: Any, content: dict[str, Any]) -> bool:
    """Of the three ways to ask about a person, the one that was used."""
    return step.slug != "child" or step.applies(content)
