"""Lines made ready to print: every string a template needs, and nothing left to work out there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helplines import hours, wording
from helplines.clock import OSLO
from helplines.directory import Directory
from helplines.line import PublishedLine, PublishedNumber
from helplines.wording import Words

# The word in an address, the audience it stands for, and the heading of its list.
AUDIENCES = {
    "barn": ("children", gettext_lazy("For barn og ungdom")),
    "forelder": ("guardians", gettext_lazy("For foreldre og foresatte")),
}
EMERGENCY = {"110", "112", "113"}  # in the acute strip, never among those to talk with
ZONES = {"nord": gettext_lazy("Sone nord"), "sør": gettext_lazy("Sone sør")}
SCHEMES = {"phone": "tel", "sms": "sms"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way in. `href` is empty where there is no number to press; then `text` says what to do."""

    href: str
    text: str
    label: str
    kind: str
    hours: str  # a status in words where the number has hours of its own


@dataclass(frozen=True, slots=True)
class Card:
    """One line in a list."""

    slug: str
    url: str
    name: str
    summary: str
    status: Words
    open: bool
    ways: tuple[Way, ...]
    facts: str
    confirmed: str

    @property
    def has_number(self) -> bool:
        return any(way.href for way in self.ways)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines in the same state, under a heading."""

    key: str
    heading: str
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class Acute:
    """A row of the emergency strip."""

    name: str
    tel: str
    number: str


def acute(directory: Directory) -> list[Acute]:
    """The emergency strip; a line without a telephone number has nothing to do there."""
    rows = ((line.name, _telephone(line, directory.at)) for line in directory.acute)
    return [Acute(name, number.digits, number.grouped) for name, number in rows if number]


def call(directory: Directory, slug: str) -> Acute | None:
    """The line's name and the number to call now; None where the municipality has no such line."""
    line = directory.get(slug)
    number = line and _telephone(line, directory.at)
    return Acute(line.name, number.digits, number.grouped) if line and number else None


def listed(directory: Directory, audience: str | None = None) -> list[PublishedLine]:
    """Lines one may talk with, all or one audience's, in staff's order."""
    lines = (line for line in directory.lines if not is_emergency(line))
    return [line for line in lines if audience is None or audience in line.audiences]


def groups(lines: Iterable[PublishedLine], at: datetime) -> list[Group]:
    """Open ones first, then those that open soonest, then those to check; places last."""
    sorted_in: dict[str, list] = {"open": [], "closed": [], "unknown": [], "place": []}
    for line in lines:
        sorted_in[_group(line, at)].append(line)
    sorted_in["open"].sort(key=lambda line: line.stale(at))
    sorted_in["closed"].sort(key=lambda line: _opening(line, at))
    headings = {
        "open": _("Åpent nå"),
        "closed": _("Stengt nå"),
        "unknown": _("Ukjent åpningstid"),
        "place": _("Steder"),
    }
    return [
        Group(key, headings[key], [card(line, at) for line in chosen])
        for key, chosen in sorted_in.items()
        if chosen
    ]


def card(line: PublishedLine, at: datetime) -> Card:
    status = wording.status(line, at)
    facts = [*wording.week(line.schedule, at.astimezone(OSLO).date()), zone(line), line.cost]
    return Card(
        slug=line.slug,
        url=reverse("helplines:line", args=[line.slug]),
        name=line.name,
        summary=line.summary,
        status=status,
        open=status.color == "success",
        ways=ways(line, at),
        facts=" · ".join(filter(None, facts)),
        confirmed=confirmed(line),
    )


def ways(line: PublishedLine, at: datetime) -> tuple[Way, ...]:
    """The line's numbers on that date, each with what to press."""
    return tuple(_way(number, at) for number in line.numbers_on(at.astimezone(OSLO).date()))


def zone(line: PublishedLine) -> str:
    return str(ZONES.get(line.zone, ""))


def confirmed(line: PublishedLine) -> str:
    """When somebody last said that it is right; empty where nobody has, or it is not ours to say."""
    if line.confirmed_at is None or line.national:
        return ""
    return _("Bekreftet %(date)s") % {"date": wording.full_date(line.confirmed_at.astimezone(OSLO))}


def is_emergency(line: PublishedLine) -> bool:
    return line.acute and all(number.digits in EMERGENCY for number in line.numbers)


def _telephone(line: PublishedLine, at: datetime) -> PublishedNumber | None:
    numbers = line.numbers_on(at.astimezone(OSLO).date())
    return next((number for number in numbers if number.kind == "phone" and number.digits), None)


def _group(line: PublishedLine, at: datetime) -> str:
    if line.kind == "place":
        return "place"
    return {True: "open", False: "closed", None: "unknown"}[line.status(at).open]


def _opening(line: PublishedLine, at: datetime) -> tuple[bool, datetime]:
    opens_at = line.status(at).opens_at
    return opens_at is None, opens_at or at


def _way(number: PublishedNumber, at: datetime) -> Way:
    own = number.own_schedule
    open_when = str(wording.of(hours.status(own, at), at)) if own else ""
    scheme = SCHEMES.get(number.kind) if number.digits else None
    href = f"{scheme}:{number.digits}" if scheme else ""
    return Way(href, _text(number), number.label, number.kind, open_when)


def _text(number: PublishedNumber) -> str:
    """What the button says; without a number, what to do instead."""
    if not number.digits:
        return number.note or _("Nummeret er ikke oppgitt.")
    texts = {"phone": _("Ring %(number)s"), "sms": _("Send SMS til %(number)s")}
    return texts.get(number.kind, _("Chat: %(number)s")) % {"number": number.grouped}
