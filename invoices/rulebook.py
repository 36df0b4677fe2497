"""The rules as they were at one time: plain data, so that a decision can be made again from what is stored.

The rows that staff edit are in invoices.models.rules; each change of them makes a new version of the book.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self


@dataclass(frozen=True)
class Dated:
    """Something that holds from one day to another, both included; without a last day, for ever."""

    first: date
    last: date | None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """What `as_json` made. Raises TypeError for fields that this class does not have."""
        dates = {name: data[name] and date.fromisoformat(data[name]) for name in ("first", "last")}
        return cls(**{**data, **dates})

    def as_json(self) -> dict[str, Any]:
        dates = {"first": self.first.isoformat(), "last": self.last and self.last.isoformat()}
        return dataclasses.asdict(self) | dates


@dataclass(frozen=True)
class Rule(Dated):
    """What is granted at once for one kind of invoice. Amounts in øre.

    max_days: how long after the due date a payment may be put off. days_to_first: how soon after the
    request the first instalment may fall. is_example: nobody has said that this is the municipality's rule.
    """

    kind: str
    max_days: int
    max_parts: int
    smallest_part: int
    largest_amount: int
    days_to_first: int
    after_due_date: bool
    source: str
    is_example: bool


@dataclass(frozen=True)
class Waiver(Dated):
    """A time for which no late interest is asked. An empty `kind` means all kinds."""

    kind: str
    source: str

    def is_for(self, kind: str, day: date) -> bool:
        return self.kind in ("", kind) and self.holds_on(day)


@dataclass(frozen=True)
class Rate(Dated):
    """The rate of late interest in hundredths of a per cent a year (forsinkelsesrenteloven § 3)."""

    hundredths: int
    source: str
    verified: bool


@dataclass(frozen=True)
class Book:
    """All rules, waivers and rates, with the number of this version of them."""

    version: int = 0
    rules: tuple[Rule, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    rates: tuple[Rate, ...] = ()

    def rule(self, kind: str, day: date) -> Rule | None:
        """The rule for this kind on that day. The forms let no two of them overlap; the latest would hold."""
        return _latest(rule for rule in self.rules if rule.kind == kind and rule.holds_on(day))

    def rate(self, day: date) -> Rate | None:
        return _latest(rate for rate in self.rates if rate.holds_on(day))

    def is_waived(self, kind: str, day: date) -> bool:
        return any(waiver.is_for(kind, day) for waiver in self.waivers)

    def as_json(self) -> dict[str, Any]:
        """Without the version, which is the number this is stored under."""
        parts = {"rules": self.rules, "waivers": self.waivers, "rates": self.rates}
        return {name: [one.as_json() for one in some] for name, some in parts.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], version: int) -> Self:
        return cls(
            version,
            tuple(map(Rule.from_json, data["rules"])),
            tuple(map(Waiver.from_json, data["waivers"])),
            tuple(map(Rate.from_json, data["rates"])),
        )


def _latest[D: Dated](dated: Iterable[D]) -> D | None:
    return max(dated, key=lambda one: one.first, default=None)


def overlap(one: Dated, other: Dated) -> bool:
    """True when both hold on some day."""
    return one.first <= (other.last or date.max) and other.first <= (one.last or date.max)


def days(first: date, last: date) -> Iterable[date]:
    """Each day from `first` to `last`, both included; none where the last comes before the first."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
