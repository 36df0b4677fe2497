"""Who to call: rows for the front page and the error pages, ready to print."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helplines import content_sets, static_copy
from helplines.directory import Directory
from helplines.line import PublishedLine, build

OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True, slots=True)
class Call:
    """One line to call. `number` is empty where the line has none."""

    name: str
    tel: str
    number: str
    until: str = ""
    certain: bool = True


def acute(directory: Directory) -> list[Call]:
    """The emergency strip."""
    return [_call(line, directory.at) for line in directory.acute]


def acute_without_database() -> list[Call]:
    """The same from the last copy on disk, or from the content that the portal ships with."""
    copy, language = static_copy.read(), get_language() or settings.LANGUAGE_CODE
    contents = [row[2] for row in copy.rows] if copy else content_sets.lines(settings.MUNICIPALITY)
    lines = [build(content, "", language, None) for content in contents]
    in_order = sorted((line for line in lines if line.acute), key=lambda line: line.acute_order)
    return [_call(line, timezone.now()) for line in in_order]


def open_now(directory: Directory, most: int) -> list[Call]:
    """Lines that answer at this moment by their plan, in staff's order; the acute ones stand elsewhere."""
    phones = (line for line in directory.ordinary if line.kind == "phone")
    answering = [line for line in phones if line.status(directory.at).open]
    return [_call(line, directory.at) for line in answering[:most]]


def _call(line: PublishedLine, at: datetime) -> Call:
    numbers = line.numbers_on(at.astimezone(OSLO).date())
    number = next((each for each in numbers if each.kind == "phone" and each.digits), None)
    stale = line.stale(at)
    return Call(
        name=line.name,
        tel=number.tel if number else "",
        number=number.grouped if number else "",
        until=_("Etter planen åpen. Ring for å sjekke.") if stale else _until(line.status(at).closes_at),
        certain=not stale,
    )


def _until(closes_at: datetime | None) -> str:
    if closes_at is None:
        return _("Åpent nå")
    return _("Åpent til kl. %(time)s") % {"time": closes_at.astimezone(OSLO).strftime("%H.%M")}
