"""Changes that are written into the dates of a line, and come by themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from helplines import wording
from helplines.clock import DAY


@dataclass(frozen=True, order=True)
class Upcoming:
    """What will be different from a date on."""

    on: date
    text: str

    def __str__(self) -> str:
        day = wording.full_date(self.on)
        # An exception begins with its own dates.
        return self.text if self.text.startswith(day) else f"{day}: {self.text}"


def upcoming(content: Mapping, today: date) -> list[Upcoming]:
    """What a snapshot says will change from today on, the nearest first."""
    found = [*_dated_rows(content), *_exceptions(content), *_shown(content)]
    return sorted(each for each in found if each.on >= today)


def _dated_rows(content: Mapping) -> Iterator[Upcoming]:
    rows = [(entry, wording.number_row(entry)) for entry in content["numbers"]]
    rows += [(entry, wording.hours_row(entry, content["numbers"])) for entry in content["hours"]]
    for entry, text in rows:
        if entry["valid_from"]:
            yield Upcoming(date.fromisoformat(entry["valid_from"]), text)
        if entry["valid_to"]:
            ended = date.fromisoformat(entry["valid_to"]) + DAY
            yield Upcoming(ended, _("gjelder ikke lenger: %(what)s") % {"what": text})


def _exceptions(content: Mapping) -> Iterator[Upcoming]:
    for entry in content["exceptions"]:
        text = wording.exception_row(entry, content["numbers"])
        yield Upcoming(date.fromisoformat(entry["first"]), text)


def _shown(content: Mapping) -> Iterator[Upcoming]:
    if content["shown_from"]:
        yield Upcoming(date.fromisoformat(content["shown_from"]), _("linja vises fra nå"))
    if content["shown_to"]:
        yield Upcoming(date.fromisoformat(content["shown_to"]) + DAY, _("linja vises ikke lenger"))
