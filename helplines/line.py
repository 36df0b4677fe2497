"""A published line in the reader's language, built from its snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from casework.numbers import grouped
from helplines import hours
from helplines.snapshots import TEXTS

STALE_AFTER = timedelta(days=30)
AUDIENCES = ("children", "guardians", "everyone")


@dataclass(frozen=True)
class PublishedNumber:
    """One way in. `digits` are as dialled in Norway; where they are empty, `note` says what to do."""

    kind: str  # phone, sms or chat
    digits: str
    label: str
    note: str
    valid_from: date | None
    valid_to: date | None
    own_schedule: hours.Schedule | None  # None: open when the line is

    @cached_property
    def grouped(self) -> str:
        return grouped(self.digits)


@dataclass(frozen=True)
class PublishedLine:
    """What citizens see of one line. Texts are in one language, bokmål where that one has none."""

    slug: str
    kind: str  # phone or place
    name: str
    summary: str
    who_answers: str
    privacy: str
    languages: str
    cost: str
    address: str
    audiences: tuple[str, ...]
    zone: str
    acute_order: int | None
    national: bool
    order: int
    supplements: tuple[str, ...]  # slugs of the lines this one adds to
    contact_role: str
    contact_number: str
    source: str
    source_note: str
    numbers: tuple[PublishedNumber, ...]
    schedule: hours.Schedule
    digest: str
    confirmed_at: datetime | None = None

    @property
    def acute(self) -> bool:
        return self.acute_order is not None

    @cached_property
    def contact_grouped(self) -> str:
        return grouped(self.contact_number)

    def shown_on(self, day: date) -> bool:
        return hours.within(day, self.schedule.first_day, self.schedule.last_day)

    def numbers_on(self, day: date) -> list[PublishedNumber]:
        """The numbers that hold on this date, in staff's order."""
        return [each for each in self.numbers if hours.within(day, each.valid_from, each.valid_to)]

    def status(self, at: datetime) -> hours.Status:
        return hours.status(self.schedule, at)

    def days(self, first: date, count: int) -> list[hours.Day]:
        return hours.days(self.schedule, first, count)

    def channel_status(self, number: PublishedNumber, at: datetime) -> hours.Status:
        """The status of one number: its own hours where it has them, else the line's."""
        return hours.status(number.own_schedule or self.schedule, at)

    def stale(self, at: datetime) -> bool:
        """Nobody has confirmed it for 30 days. Emergency and national lines are not ours to confirm."""
        if self.acute or self.national:
            return False
        return self.confirmed_at is None or at - self.confirmed_at > STALE_AFTER


def build(content: Mapping, digest: str, language: str, confirmed_at: datetime | None) -> PublishedLine:
    """A published line from a snapshot (see helplines.snapshots), in `language`."""

    def text(name: str, entry: Mapping = content) -> str:
        return entry[name].get(language) or entry[name]["nb"]

    plain = ("slug", "kind", "address", "zone", "acute_order", "national", "order", "contact_number")
    return PublishedLine(
        **{name: content[name] for name in (*plain, "source", "source_note")},
        **{name: text(name) for name in TEXTS},
        audiences=tuple(name for name in AUDIENCES if content[f"for_{name}"]),
        supplements=tuple(content["supplements"]),
        numbers=tuple(_number(content, text, place) for place in range(len(content["numbers"]))),
        schedule=_schedule(content, text),
        digest=digest,
        confirmed_at=confirmed_at,
    )


def _number(content: Mapping, text, place: int) -> PublishedNumber:
    entry = content["numbers"][place]
    return PublishedNumber(
        entry["kind"],
        entry["digits"],
        text("label", entry),
        text("note", entry),
        _date(entry["valid_from"]),
        _date(entry["valid_to"]),
        _schedule(content, text, place) if entry["own_hours"] else None,
    )


def _schedule(content: Mapping, text, place: int | None = None) -> hours.Schedule:
    """The schedule of the line, or of the number at `place`: its hours, and the line's exceptions too."""
    spans = tuple(_span(entry) for entry in content["hours"] if entry["number"] == place)
    own = [_exception(entry, text) for entry in content["exceptions"] if entry["number"] == place]
    line_wide = [_exception(entry, text) for entry in content["exceptions"] if entry["number"] is None]
    inherited = [] if place is None else [each for each in line_wide if not _touches(each, own)]
    return hours.Schedule(
        always=content["always"] and place is None,
        known=bool(spans) if place is not None else content["hours_known"],
        spans=spans,
        exceptions=(*own, *inherited),
        on_holidays=content["on_holidays"],
        on_half_days=content["on_half_days"],
        closed_months=tuple(content["closed_months"]),
        first_day=_date(content["shown_from"]),
        last_day=_date(content["shown_to"]),
    )


def _span(entry: Mapping) -> hours.Span:
    return hours.Span(
        tuple(entry["weekdays"]),
        _time(entry["opens"]),
        time.fromisoformat(entry["closes"]),
        _date(entry["valid_from"]),
        _date(entry["valid_to"]),
    )


def _exception(entry: Mapping, text) -> hours.DatedException:
    return hours.DatedException(
        date.fromisoformat(entry["first"]),
        date.fromisoformat(entry["last"]),
        entry["closed"],
        _time(entry["opens"]),
        _time(entry["closes"]),
        text("reason", entry),
    )


def _touches(exception: hours.DatedException, others: list[hours.DatedException]) -> bool:
    return any(exception.first <= other.last and other.first <= exception.last for other in others)


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _time(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None
