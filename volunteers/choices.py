"""What can be chosen: tasks and areas as they are today, and languages."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from volunteers.models import Area, TaskType

LANGUAGES = {
    "nb": gettext_lazy("norsk"),
    "en": gettext_lazy("engelsk"),
    "ar": gettext_lazy("arabisk"),
    "pl": gettext_lazy("polsk"),
    "so": gettext_lazy("somali"),
    "ti": gettext_lazy("tigrinja"),
    "uk": gettext_lazy("ukrainsk"),
    "ur": gettext_lazy("urdu"),
    "nsl": gettext_lazy("norsk tegnspråk"),
}
REACH = {
    0: gettext_lazy("Bare der jeg har krysset av"),
    1: gettext_lazy("Til naboområdene også"),
    2: gettext_lazy("To områder unna"),
    9: gettext_lazy("Hele kommunen"),
}


def tasks() -> list[tuple[str, Any]]:
    """The tasks in use, with the age where it is more than the lowest."""
    return [(task.slug, _with_age(task)) for task in TaskType.objects.filter(is_active=True)]


def areas() -> list[tuple[str, str]]:
    return list(Area.objects.filter(is_active=True).values_list("slug", "name"))


def _with_age(task: TaskType) -> str:
    if task.minimum_age < TaskType.Age.ADULT:
        return task.name
    return _("%(task)s (fra 18 år)") % {"task": task.name}
