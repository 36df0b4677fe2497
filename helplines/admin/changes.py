"""What differs between two snapshots of a line, in words a colleague understands."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from helplines import wording
from helplines.models import Helpline
from helplines.snapshots import PLAIN, TEXTS


@dataclass(frozen=True)
class Change:
    """One thing that changed. Nothing `before`: it is new. Nothing `after`: it is gone."""

    what: str
    before: str
    after: str


def changes(before: Mapping, after: Mapping) -> list[Change]:
    """Every difference from one snapshot to the next; none when they say the same."""
    return [*_rows(before, after), *_fields(before, after), *_texts(before, after)]


def _rows(before: Mapping, after: Mapping) -> Iterator[Change]:
    """Rows have no names: those only in one of the snapshots are shown side by side."""
    for what, said in (
        (_("Nummer"), _numbers),
        (_("Åpningstid"), _weekly),
        (_("Avvik"), _exceptions),
    ):
        old, new = Counter(said(before)), Counter(said(after))
        for gone, added in zip_longest((old - new).elements(), (new - old).elements(), fillvalue=""):
            yield Change(what, gone, added)


def _numbers(content: Mapping) -> list[str]:
    return [wording.number_row(entry) for entry in content["numbers"]]


def _weekly(content: Mapping) -> list[str]:
    return [wording.hours_row(entry, content["numbers"]) for entry in content["hours"]]


def _exceptions(content: Mapping) -> list[str]:
    return [wording.exception_row(entry, content["numbers"]) for entry in content["exceptions"]]


def _fields(before: Mapping, after: Mapping) -> Iterator[Change]:
    for name in (*PLAIN, "closed_months", "supplements"):
        if before[name] != after[name]:
            yield Change(_label(name), _value(name, before[name]), _value(name, after[name]))


def _texts(before: Mapping, after: Mapping) -> Iterator[Change]:
    for name in TEXTS:
        for code, language in settings.LANGUAGES:
            if before[name][code] != after[name][code]:
                yield Change(f"{_label(name)} ({language.lower()})", before[name][code], after[name][code])


def _label(name: str) -> str:
    return str(capfirst(Helpline._meta.get_field(name).verbose_name))


def _value(name: str, value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    choices = dict(Helpline._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))
