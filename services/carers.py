"""The application for work as a journey, and what of it is stored and read again."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.steps import Cleaned, Journey, Step
from services.forms import carers

KIND = "services.carer"

JOURNEY = Journey(
    Step("wish", _("Arbeidet"), carers.WishForm),
    Step("about", _("Om deg"), carers.AboutForm),
    Step("skills", _("Det du kan og liker"), carers.SkillsForm),
    Step("times", _("Når du kan"), carers.TimesForm),
    Step("references", _("Referanser"), carers.ReferencesForm),
)


def contact_of(cleaned: Cleaned) -> dict[str, str]:
    """Where to tell of news."""
    return {name: cleaned["about"][name] for name in ("email", "mobile")}


def sections(content: dict[str, Any]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """A stored application as it was asked: titled groups of question and answer."""
    answered = ((step.title, list(step.rows(content.get(step.slug, {})))) for step in JOURNEY.steps)
    return [(title, rows) for title, rows in answered if rows]
