"""Who to call: rows for the front page and the error pages, ready to print."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language

from helplines import content_sets, static_copy, wording
from helplines.clock import OSLO
from helplines.directory import Directory
from helplines.line import PublishedLine, build


@dataclass(frozen=True, slots=True)
class Call:
    """One line to call, and its status in words. `number` is empty where the line has none."""

    name: str
    tel: str
    number: str
    words: wording.Words


def call(line: PublishedLine, at: datetime) -> Call:
    """The line with its first telephone number of that day."""
    numbers = line.numbers_on(at.astimezone(OSLO).date())
    number = next((each for each in numbers if each.kind == "phone" and each.digits), None)
    tel, grouped = (number.tel, number.grouped) if number else ("", "")
    return Call(line.name, tel, grouped, wording.status(line, at))


def open_now(directory: Directory, most: int) -> list[Call]:
    """Lines that answer at this moment by their plan, in staff's order; the acute ones stand elsewhere."""
    phones = (line for line in directory.ordinary if line.kind == "phone")
    answering = [line for line in phones if line.status(directory.at).open]
    return [call(line, directory.at) for line in answering[:most]]


def acute_without_database() -> list[PublishedLine]:
    """The emergency lines from the last copy on disk, or from the content that the portal ships with."""
    copy, language = static_copy.read(), get_language() or settings.LANGUAGE_CODE
    contents = [row[2] for row in copy.rows] if copy else content_sets.lines(settings.MUNICIPALITY)
    lines = [build(content, "", language, None) for content in contents]
    return sorted((line for line in lines if line.acute), key=lambda line: line.acute_order)
