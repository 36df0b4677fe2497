"""What may stand in a query to the open data, and the sentence that refuses the rest."""

import re
from datetime import UTC, datetime

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from helplines.clock import OSLO
from helplines.hours import FIRST, LAST

# RFC 3339, and the same without an offset. A "+" that was not escaped arrives as a space.
INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(Z|z|[+\- ]\d\d:?\d\d)?", re.ASCII
)


class BadParameter(Exception):
    """A query that cannot be answered; the message is for the reader."""


def single(query: QueryDict, name: str) -> str | None:
    """The parameter's value, None where it is absent. Raises BadParameter when it is given twice."""
    values = query.getlist(name)
    if len(values) > 1:
        raise BadParameter(_("«%(name)s» er oppgitt mer enn én gang.") % {"name": name})
    return values[0] if values else None


def instant(query: QueryDict) -> datetime:
    """The instant of `?at=`, aware; now where it is absent.

    A time without an offset is Oslo time; of the hour that the autumn repeats it is the first.
    Raises BadParameter for what is no time, does not exist in Oslo, or lies outside 1970-2200.
    """
    text = single(query, "at")
    if text is None:
        return timezone.now()
    at = _parsed(text)
    at = _in_oslo(at) if at.tzinfo is None else at
    if not _within_range(at):
        raise BadParameter(_("«at» må ligge mellom 1970 og 2200."))
    return at


def language(query: QueryDict) -> str:
    """The language of `?lang=`; bokmål where it is absent. Raises BadParameter for an unknown one."""
    code = single(query, "lang")
    codes = [code for code, _name in settings.LANGUAGES]
    if code is not None and code not in codes:
        raise BadParameter(_("«lang» må være en av: %(codes)s.") % {"codes": ", ".join(codes)})
    return code or settings.LANGUAGE_CODE


def _parsed(text: str) -> datetime:
    match = INSTANT.fullmatch(text)
    try:
        if match:
            day, time, offset = match.groups(default="")
            return datetime.fromisoformat(f"{day}T{time}{offset.upper().replace(' ', '+')}")
    except ValueError:  # 31 February, 25:00
        pass
    raise BadParameter(
        _("«at» må være et tidspunkt som finnes, skrevet etter ISO 8601: 2026-05-17T10:00:00+02:00.")
    )


def _in_oslo(naive: datetime) -> datetime:
    at = naive.replace(tzinfo=OSLO)
    if 1 < at.year < 9999 and at.astimezone(UTC).astimezone(OSLO).replace(tzinfo=None) != naive:
        raise BadParameter(_("Det klokkeslettet finnes ikke i Oslo: klokka ble stilt fram."))
    return at


def _within_range(at: datetime) -> bool:
    try:
        return FIRST <= at.astimezone(OSLO).date() <= LAST
    except OverflowError:
        return False
