"""Opening hours in words: for the public on pages, poster and embed page, for staff in the admin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.dateformat import format as formatted
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from casework.numbers import grouped
from helplines import hours
from helplines.clock import DAY, OSLO
from helplines.directory import Directory
from helplines.line import PublishedLine
from helplines.models import Hours, HoursException, Number

DAY_NAMES = {
    "new_year": gettext_lazy("Første nyttårsdag"),
    "maundy_thursday": gettext_lazy("Skjærtorsdag"),
    "good_friday": gettext_lazy("Langfredag"),
    "easter_sunday": gettext_lazy("Første påskedag"),
    "easter_monday": gettext_lazy("Andre påskedag"),
    "labour_day": gettext_lazy("1. mai"),
    "constitution_day": gettext_lazy("17. mai"),
    "ascension_day": gettext_lazy("Kristi himmelfartsdag"),
    "whit_sunday": gettext_lazy("Første pinsedag"),
    "whit_monday": gettext_lazy("Andre pinsedag"),
    "christmas_day": gettext_lazy("Første juledag"),
    "boxing_day": gettext_lazy("Andre juledag"),
    "wednesday_before_easter": gettext_lazy("Onsdag før påske"),
    "easter_eve": gettext_lazy("Påskeaften"),
    "whitsun_eve": gettext_lazy("Pinseaften"),
    "christmas_eve": gettext_lazy("Julaften"),
    "new_years_eve": gettext_lazy("Nyttårsaften"),
}
WEEKDAYS = (
    gettext_lazy("mandag"),
    gettext_lazy("tirsdag"),
    gettext_lazy("onsdag"),
    gettext_lazy("torsdag"),
    gettext_lazy("fredag"),
    gettext_lazy("lørdag"),
    gettext_lazy("søndag"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """A status to read: `tag` in two or three words, `detail` the rest (may be empty).

    `color` is a Designsystemet colour; the words alone say everything.
    """

    tag: str
    detail: str
    color: str

    def __str__(self) -> str:
        return f"{self.tag}. {self.detail}" if self.detail else self.tag


# --- Times and dates ------------------------------------------------------------------------------
def clock(moment: datetime | time) -> str:
    """17.30 in Norwegian, 17:30 in English."""
    return f"{moment:%H:%M}" if get_language() == "en" else f"{moment:%H.%M}"


def day(when: date) -> str:
    """mandag 17. mai."""
    return formatted(when, "l j F") if get_language() == "en" else formatted(when, "l j. F")


def full_date(when: date) -> str:
    """17. mai 2026."""
    return formatted(when, "j F Y" if get_language() == "en" else "j. F Y")


def date_and_time(moment: datetime) -> str:
    local = moment.astimezone(OSLO)
    return _("%(date)s kl. %(time)s") % {"date": full_date(local), "time": clock(local)}


def copied(directory: Directory) -> str:
    """Since when the numbers shown have stood, where they do not come from the database."""
    return date_and_time(directory.copied_at) if directory.copied_at else ""


def _when(moment: datetime, at: datetime) -> str:
    """i dag kl. 10.00, i morgen kl. 10.00, mandag kl. 10.00, mandag 4. januar kl. 10.00."""
    ahead = (moment.date() - at.astimezone(OSLO).date()).days
    if ahead == 0:
        name = _("i dag")
    elif ahead == 1:
        name = _("i morgen")
    else:
        name = str(WEEKDAYS[moment.weekday()]) if ahead < 7 else day(moment.date())
    return _("%(day)s kl. %(time)s") % {"day": name, "time": clock(moment)}


def _until(moment: datetime, at: datetime) -> str:
    """Today's closing time needs no day, nor does one during the coming night."""
    ahead = (moment.date() - at.astimezone(OSLO).date()).days
    if ahead == 0 or (ahead == 1 and moment.hour < 6):
        return _("kl. %(time)s") % {"time": clock(moment)}
    return _when(moment, at)


# --- The status of the moment ---------------------------------------------------------------------
def status(line: PublishedLine, at: datetime) -> Words:
    """The line's status at `at` in words; one that nobody has confirmed says to call and check."""
    can_call = any(number.digits for number in line.numbers)
    words = of(line.status(at), at, can_call)
    if not (line.stale(at) and can_call):
        return words
    plan = _sentence(_lower(str(words)))
    return Words(_("Ring for å sjekke"), _("Etter planen: %(plan)s") % {"plan": plan}, "warning")


def of(state: hours.Status, at: datetime, can_call: bool = True) -> Words:
    """A status in words. Nobody is told to call and check where there is no number."""
    if state.open:
        return _open(state, at)
    if state.open is False:
        return _closed(state, at)
    tag, detail = _unknown(state, at)
    check = _("Ring for å sjekke.") if can_call else ""
    return Words(tag, f"{detail} {check}".strip(), "warning")


def _open(state: hours.Status, at: datetime) -> Words:
    if state.closes_at:
        tag = _("Åpent til %(time)s") % {"time": _until(state.closes_at, at)}
    else:
        tag = _("Døgnåpent") if state.reason == "always" else _("Åpent nå")
    return Words(tag, _sentence(state.text), "success")


def _closed(state: hours.Status, at: datetime) -> Words:
    why = _sentence(state.text) or _why_closed(state, at)
    opens = _("Åpner %(when)s.") % {"when": _when(state.opens_at, at)} if state.opens_at else ""
    return Words(_("Stengt"), f"{why} {opens}".strip(), "neutral")


def _why_closed(state: hours.Status, at: datetime) -> str:
    name = _special_day(state, at)
    if name:
        return _("%(day)s: stengt.") % {"day": name}
    if state.reason == "month_closed":
        return _("Stengt i %(month)s.") % {"month": formatted(at.astimezone(OSLO), "F")}
    return ""


def _unknown(state: hours.Status, at: datetime) -> tuple[str, str]:
    if name := _special_day(state, at):
        return _("Ukjent åpningstid"), _("%(day)s: vi vet ikke om noen svarer.") % {"day": name}
    if state.closes_at and state.reason == "weekly":
        closes = {"time": _until(state.closes_at, at)}
        return _("Ukjent åpningstid"), _("Stenger %(time)s. Vi vet ikke når det åpner.") % closes
    return _("Åpningstiden er ikke oppgitt"), ""


def _special_day(state: hours.Status, at: datetime) -> str:
    """The name of the holiday or half day that decides, empty where none does."""
    if state.reason not in ("holiday", "half_day"):
        return ""
    return str(DAY_NAMES[name]) if (name := hours.holiday(at.astimezone(OSLO).date())) else ""


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}." if text else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# --- The week -------------------------------------------------------------------------------------
def week(schedule: hours.Schedule, on: date) -> list[str]:
    """The usual hours on that date, one entry a span: "Mandag–fredag kl. 10.00–17.30"."""
    if schedule.always:
        return [_("Hele døgnet, alle dager")]
    if not schedule.known:
        return []
    spans = (span for span in schedule.spans if hours.within(on, span.valid_from, span.valid_to))
    return [_usual(span) for span in spans]


def _usual(span: hours.Span) -> str:
    return capfirst(f"{_weekdays(span.weekdays)} {_span(span.opens, span.closes)}")


def _weekdays(numbers: tuple[int, ...]) -> str:
    """Neighbours are drawn together: mandag–onsdag, fredag."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join("–".join(str(WEEKDAYS[end]) for end in dict.fromkeys((run[0], run[-1]))) for run in runs)


def _span(opens: time | datetime | None, closes: time | datetime) -> str:
    if opens is None:
        return _("til kl. %(closes)s") % {"closes": clock(closes)}
    return _("kl. %(opens)s–%(closes)s") % {"opens": clock(opens), "closes": clock(closes)}


@dataclass(frozen=True, slots=True)
class DayWords:
    """One row of the table of days: the date, the hours, and why they are not the usual ones."""

    name: str
    hours: tuple[str, ...]
    why: str
    today: bool


def day_words(each: hours.Day, today: date) -> DayWords:
    spans = tuple(_interval(interval) for interval in each.intervals) or (_("Stengt"),)
    return DayWords(capfirst(day(each.date)), spans, _why(each), each.date == today)


def _interval(interval: tuple[datetime, datetime, bool]) -> str:
    start, end, known = interval
    whole_day = end.date() == start.date() + DAY and start.time() == end.time() == time.min
    if whole_day:
        return _("Hele døgnet") if known else _("Ikke oppgitt")
    if not known and start.time() == time.min:
        return _span(None, end)
    return _span(start, end) if known else _("kanskje %(hours)s") % {"hours": _span(start, end)}


def _why(each: hours.Day) -> str:
    """The exception's own words, or the name of the day, though it should change nothing."""
    if each.text:
        return each.text
    if each.reason == "month_closed":
        return _("Stengt i %(month)s.") % {"month": formatted(each.date, "F")}
    return str(DAY_NAMES[each.holiday_name]) if each.holiday_name else ""


# --- A line's rows, as staff read them ------------------------------------------------------------
# From the entries of a snapshot (see helplines.snapshots); `numbers` is the same snapshot's list of numbers.
def number_row(entry: Mapping) -> str:
    """«Ring 66 71 50 59, dagtid, fra 1. desember 2026»."""
    called = f"{Number.Kind(entry['kind']).label} {grouped(entry['digits'])}" if entry["digits"] else ""
    own = _("egne åpningstider") if entry["own_hours"] else ""
    return _listed(called, _texts(entry["label"]), _texts(entry["note"]), own, _validity(entry))


def hours_row(entry: Mapping, numbers: list) -> str:
    """«Mandag–fredag kl. 10.00–14.00, fra 1. desember 2026»."""
    usual = _usual(hours.Span(tuple(entry["weekdays"]), *_times(entry)))
    return _listed(usual, _channel(entry, numbers), _validity(entry))


def exception_row(entry: Mapping, numbers: list) -> str:
    """«24. desember 2026: stengt (kurs)»."""
    days = _dates(*(date.fromisoformat(entry[end]) for end in ("first", "last")))
    times = _("stengt") if entry["closed"] else _span(*_times(entry))
    reason = _texts(entry["reason"])
    return _listed(f"{days}: {times}" + (f" ({reason})" if reason else ""), _channel(entry, numbers))


def row_heading(row: Number | Hours | HoursException) -> str:
    """The heading of a row in the form, from the object the row was filled in with."""
    match row:
        case Hours():
            return _usual(row.span())
        case HoursException():
            days = _dates(row.first, row.last)
            return f"{days}: {_('stengt')}" if row.closed else days
    return str(row)


def _dates(first: date, last: date) -> str:
    return "–".join(dict.fromkeys(map(full_date, (first, last))))


def _times(entry: Mapping) -> tuple[time | None, time]:
    opens = time.fromisoformat(entry["opens"]) if entry["opens"] else None
    return opens, time.fromisoformat(entry["closes"])


def _validity(entry: Mapping) -> str:
    days = (entry["valid_from"], entry["valid_to"])
    first, last = (full_date(date.fromisoformat(day)) if day else "" for day in days)
    if first and last:
        return _("fra %(first)s til og med %(last)s") % {"first": first, "last": last}
    if first:
        return _("fra %(first)s") % {"first": first}
    return _("til og med %(last)s") % {"last": last} if last else ""


def _channel(entry: Mapping, numbers: list) -> str:
    if entry["number"] is None:
        return ""
    digits = grouped(numbers[entry["number"]]["digits"])
    return _("bare for %(number)s") % {"number": digits or _("ett av numrene")}


def _texts(texts: Mapping[str, str]) -> str:
    """Every language's text, so that a change in one of them shows."""
    return " / ".join(dict.fromkeys(text for text in texts.values() if text))


def _listed(*parts: str) -> str:
    return ", ".join(filter(None, parts))
