"""The list of lines as HTML, drawn again only when something in it has changed.

The database is asked each time. What is kept is the drawing, under all that it depends on: content,
confirmation, status, date, language and audience. So it is never out of date.
"""

from collections.abc import Hashable

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from helplines import cards, jsonld, wording
from helplines.clock import OSLO
from helplines.directory import Directory
from helplines.line import PublishedLine

_drawn: dict[Hashable, SafeString] = {}
MOST_DRAWN = 12  # each audience in each language, and some to spare


def html(directory: Directory, chosen: str) -> SafeString:
    """All that stands in the page's main part; `chosen` is a key of cards.AUDIENCES, or empty."""
    key = _key(directory, chosen)
    drawn = _drawn.get(key)
    if drawn is None:
        if len(_drawn) >= MOST_DRAWN:
            _drawn.clear()
        drawn = _drawn[key] = _draw(directory, chosen)
    return drawn


def _key(directory: Directory, chosen: str) -> Hashable:
    day = directory.at.astimezone(OSLO).date()
    states = (_state(line, directory) for line in directory.lines)
    return get_language(), chosen, day, directory.source, directory.copied_at, *states


def _state(line: PublishedLine, directory: Directory) -> Hashable:
    """Everything about a line that may change the drawing within a day."""
    at = directory.at
    own = [line.channel_status(number, at) for number in line.numbers if number.own_schedule]
    return line.digest, line.confirmed_at, line.stale(at), line.status(at), *own


def _draw(directory: Directory, chosen: str) -> SafeString:
    audience, heading = cards.AUDIENCES.get(chosen, (None, ""))
    lines = cards.listed(directory, audience)
    context = {
        "directory": directory,
        "copied": wording.copied(directory),
        "chosen": chosen,
        "heading": heading,
        "groups": cards.groups(lines, directory.at),
        "jsonld": jsonld.directory(lines, directory.at),
    }
    return render_to_string("helplines/list.html", context)
