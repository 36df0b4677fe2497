"""The published directory: what page, API, calendar and embed read, and nothing else.

Two queries whatever the number of lines. When the database cannot be reached the last good copy is
served, and `source` and `copied_at` say so.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Literal

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from casework.kept import fresh_for, now
from helplines import content_sets, snapshots, static_copy
from helplines.clock import OSLO
from helplines.line import PublishedLine, build
from helplines.models import Notice, Revision

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PublishedNotice:
    """A crisis notice; `level` is 1 (info), 2 (warning) or 3 (danger).

    `language` is that of the text: the reader's, or bokmål where nobody has translated it.
    """

    text: str
    language: str
    level: int
    starts_at: datetime
    ends_at: datetime | None

    def current(self, at: datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True)
class Directory:
    """The lines shown at `at`, in staff's order, and the notices of that moment."""

    lines: tuple[PublishedLine, ...]
    notices: tuple[PublishedNotice, ...]
    at: datetime
    source: Literal["database", "copy", "content"] = "database"
    copied_at: datetime | None = None

    @property
    def acute(self) -> list[PublishedLine]:
        """The emergency strip, in its own order."""
        return sorted((line for line in self.lines if line.acute), key=lambda line: line.acute_order)

    def get(self, slug: str) -> PublishedLine | None:
        return next((line for line in self.lines if line.slug == slug), None)

    def supplemented_by(self, line: PublishedLine) -> list[PublishedLine]:
        """Lines that add to this one."""
        return [other for other in self.lines if line.slug in other.supplements]


# By language, each with the moment until which it may be kept.
directories: dict[str, tuple[Directory, float]] = {}


def directory_of_the_minute() -> Directory:
    """The directory for pages that are not kept themselves, such as a form's: read once while it is fresh."""
    seconds, language = fresh_for(), get_language()
    if not seconds:
        return directory()
    found, until = directories.get(language, (None, 0))
    if until <= now():
        found = directory()
        directories[language] = found, now() + seconds
    return found


def directory(at: datetime | None = None, language: str | None = None) -> Directory:
    """The directory at an instant (now), in a language (the active one).

    Never raises because of the database: an unreachable one gives the last copy. Without a copy,
    and before anything is published, it is the numbers that the municipality's content set ships.
    """
    at, language = at or timezone.now(), language or _active_language()
    try:
        rows, notices = _published(), _notices(at)
    except (OperationalError, InterfaceError):
        logger.exception("helplines.directory_from_copy")
        return without_database(at, language)
    if not rows:  # a new installation: an empty emergency strip is worse than an unconfirmed one
        return _from_content(at, language, notices)
    static_copy.keep(rows, notices)
    return _directory(rows, notices, at, language)


def without_database(at: datetime | None = None, language: str | None = None) -> Directory:
    """The same from the last copy on disk, or else from the content set. Makes no query, never raises."""
    at, language = at or timezone.now(), language or _active_language()
    copy = static_copy.read()
    if copy:
        return _directory(copy.rows, copy.notices, at, language, source="copy", copied_at=copy.copied_at)
    return _from_content(at, language, [])


def preview(content: dict, language: str | None = None) -> PublishedLine:
    """A line as citizens would see it if this snapshot were published now."""
    return build(content, "", language or _active_language(), timezone.now())


def _active_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


# --- From the database ----------------------------------------------------------------------------
type Row = tuple[str, datetime | None, dict]  # digest, confirmed at, content

# Content is addressed by its digest, so what is kept here can never be out of date.
_contents: dict[str, dict] = {}
_lines: dict[tuple[str, str], PublishedLine] = {}
KEEP = 3000


def _published() -> list[Row]:
    """Every published line in one query, and one more for content this process has not seen."""
    rows = list(_published_digests().all())
    _read_contents({digest for digest, _ in rows})
    return [(digest, confirmed_at, _contents[digest]) for digest, confirmed_at in rows]


@cache
def _published_digests() -> QuerySet:
    """Put together once: building it anew takes longer than asking the database."""
    rows = Revision.objects.filter(helpline__published=F("pk")).order_by()
    return rows.values_list("digest", "helpline__confirmed_at")


def _read_contents(digests: set[str]) -> None:
    new = digests - _contents.keys()
    if len(_contents) + len(new) > KEEP:
        _contents.clear()
        new = digests
    if new:
        _contents.update(Revision.objects.filter(digest__in=new).values_list("digest", "content"))


def _notices(at: datetime) -> list[dict]:
    """Notices that are not over, coming ones too: the copy may be needed when they begin."""
    rows = _notices_ending_after(at.replace(minute=0, second=0, microsecond=0)).all()
    return [entry for entry in rows if entry["ends_at"] is None or entry["ends_at"] > at]


@lru_cache(maxsize=2)
def _notices_ending_after(hour: datetime) -> QuerySet:
    """Put together once an hour, for the same reason as the query above."""
    # A plain queryset: the columns are named with their language, so there is nothing to rewrite.
    rows = QuerySet(Notice).filter(Q(ends_at=None) | Q(ends_at__gt=hour)).order_by("-level", "starts_at")
    return rows.values("text_nb", "text_nn", "text_en", "level", "starts_at", "ends_at")


def _directory(rows: list[Row], notices: list[dict], at: datetime, language: str, **origin) -> Directory:
    day = at.astimezone(OSLO).date()
    lines = (_line(row, language) for row in rows)
    shown = sorted((line for line in lines if line.shown_on(day)), key=lambda line: (line.order, line.slug))
    published = (_notice(entry, language) for entry in notices)
    return Directory(tuple(shown), tuple(each for each in published if each.current(at)), at, **origin)


def _line(row: Row, language: str) -> PublishedLine:
    digest, confirmed_at, content = row
    line = _lines.get((digest, language))
    if line is None:
        line = build(content, digest, language, confirmed_at)
    elif line.confirmed_at != confirmed_at:
        line = replace(line, confirmed_at=confirmed_at)
    else:
        return line
    if len(_lines) > KEEP:
        _lines.clear()
    _lines[digest, language] = line
    return line


def _notice(entry: dict, language: str) -> PublishedNotice:
    written = language if entry.get(f"text_{language}") else "nb"
    return PublishedNotice(
        entry[f"text_{written}"], written, entry["level"], entry["starts_at"], entry["ends_at"]
    )


def _from_content(at: datetime, language: str, notices: list[dict]) -> Directory:
    lines = content_sets.lines(settings.MUNICIPALITY)
    rows = [(snapshots.digest(content), None, content) for content in lines]
    return _directory(rows, notices, at, language, source="content")
