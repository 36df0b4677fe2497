"""A line as one JSON document: what a revision holds, and how it is written back into rows.

{"slug", "kind", "name": {"nb", "nn", "en"}, …, "supplements": [slug], "closed_months": [7],
 "numbers": [{"kind", "digits", "label": {…}, …}],
 "hours": [{"number": index in numbers or null, "weekdays": [0, 1], "opens": "10:00", …}],
 "exceptions": [{"number", "first": "2026-12-24", …}]}
"""

import hashlib
import json
from datetime import date, time

from helplines.validation import months

LANGUAGES = ("nb", "nn", "en")
TEXTS = ("name", "summary", "who_answers", "privacy", "languages", "cost", "contact_role")
PLAIN = (
    "slug",
    "kind",
    "address",
    "for_children",
    "for_guardians",
    "for_everyone",
    "zone",
    "acute_order",
    "national",
    "order",
    "contact_number",
    "shown_from",
    "shown_to",
    "always",
    "hours_known",
    "on_holidays",
    "on_half_days",
    "source",
    "source_note",
)
NUMBER = ("kind", "digits", "valid_from", "valid_to", "order", "own_hours")
HOURS = ("opens", "closes", "valid_from", "valid_to")
EXCEPTION = ("first", "last", "closed", "opens", "closes")


def of(line) -> dict:
    """The line as its rows in the database stand."""
    return compose(
        line,
        line.numbers.all(),
        line.hours.all(),
        line.exceptions.all(),
        sorted(line.supplements.values_list("slug", flat=True)),
    )


def compose(line, numbers, hours, exceptions, supplements=()) -> dict:
    """The line as these objects say, saved or not: for the preview of a form nobody has saved yet."""
    numbers = list(numbers)
    return {
        **_values(line, PLAIN),
        **_texts(line, TEXTS),
        "closed_months": list(months(line.closed_months)),
        "supplements": list(supplements),
        "numbers": [_values(each, NUMBER) | _texts(each, ("label", "note")) for each in numbers],
        "hours": [
            {"number": _index(each, numbers), "weekdays": sorted(map(int, each.weekdays))}
            | _values(each, HOURS)
            for each in hours
        ],
        "exceptions": [
            {"number": _index(each, numbers)} | _values(each, EXCEPTION) | _texts(each, ("reason",))
            for each in exceptions
        ],
    }


def write(line, content: dict) -> None:
    """Make the line's rows say what the snapshot says, saving them; other lines are only linked to.

    The slug stays: addresses that people have kept must not change when an old revision is restored.
    """
    for name, value in (_fields(content, PLAIN) | _translations(content, TEXTS)).items():
        if name != "slug":
            setattr(line, name, value)
    line.closed_months = ",".join(map(str, content["closed_months"]))
    line.save()
    line.supplements.set(type(line).objects.filter(slug__in=content["supplements"]))
    line.numbers.all().delete()
    line.hours.all().delete()
    line.exceptions.all().delete()
    numbers = [_number(line, entry) for entry in content["numbers"]]
    for entry in content["hours"]:
        _hours(line, entry, numbers)
    for entry in content["exceptions"]:
        _exception(line, entry, numbers)


def digest(content: dict) -> str:
    """The same for the same content, whatever the order of keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _number(line, entry):
    return line.numbers.create(**_fields(entry, NUMBER), **_translations(entry, ("label", "note")))


def _hours(line, entry, numbers) -> None:
    weekdays = "".join(map(str, entry["weekdays"]))
    line.hours.create(number=_of(numbers, entry), weekdays=weekdays, **_fields(entry, HOURS))


def _exception(line, entry, numbers) -> None:
    line.exceptions.create(
        number=_of(numbers, entry), **_fields(entry, EXCEPTION), **_translations(entry, ("reason",))
    )


def _of(numbers, entry):
    return None if entry["number"] is None else numbers[entry["number"]]


def _index(each, numbers) -> int | None:
    # By identity first: an unsaved number of a form has no key to compare.
    return next(
        (place for place, number in enumerate(numbers) if number is each.number or _same(number, each)), None
    )


def _same(number, each) -> bool:
    return number.pk is not None and number.pk == each.number_id


def _values(row, names) -> dict:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value):
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _parsed(name, value):
    """The Python value of a field: dates and times lie in the snapshot as text."""
    if value is None:
        return None
    if name in {"opens", "closes"}:
        return time.fromisoformat(value)
    if name in {"valid_from", "valid_to", "first", "last", "shown_from", "shown_to"}:
        return date.fromisoformat(value)
    return value


def _texts(row, names) -> dict:
    return {name: {code: getattr(row, f"{name}_{code}") or "" for code in LANGUAGES} for name in names}


def _fields(entry: dict, names) -> dict:
    return {name: _parsed(name, entry[name]) for name in names}


def _translations(entry: dict, names) -> dict:
    return {f"{name}_{code}": entry[name][code] for name in names for code in LANGUAGES}
