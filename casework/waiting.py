"""How long open cases have waited, and how long answers took: bands of days, for counts without persons."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.events import Event

# Up to so many days; the month is the law's (fvl. § 11 a), the week child welfare's (bvl. § 2-1).
LIMITS = {"week": 7, "fortnight": 14, "month": 31}
LONGER = "longer"
BANDS = {
    "week": _("Inntil en uke"),
    "fortnight": _("Inntil to uker"),
    "month": _("Inntil en måned"),
    LONGER: _("Lenger"),
}


def band(length: timedelta) -> str:
    """The band of a length of time; its last day belongs to it."""
    return next((name for name, days in LIMITS.items() if length <= timedelta(days=days)), LONGER)


def waited(cases: QuerySet, now: datetime) -> Counter:
    """How many open cases there are of each status and band."""
    received = cases.open().order_by().values_list("status", "received_at")  # type: ignore[attr-defined]
    return Counter((status, band(now - at)) for status, at in received.iterator())


def answered(cases: QuerySet, since: datetime) -> Counter:
    """How many cases were first answered in each month since then, by the band it took."""
    return Counter((_month(answer), band(answer - came)) for came, answer in _answers(cases, since))


def _answers(cases: QuerySet, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    kind = cases.model.kind()  # type: ignore[attr-defined]
    said = Event.objects.filter(case_kind=kind, name__in=cases.model.answers_by)  # type: ignore[attr-defined]
    first = said.filter(case_id=OuterRef("pk")).order_by("at").values("at")[:1]
    found: Any = cases.filter(pk__in=said.filter(at__gte=since).values("case_id")).order_by()
    dated = found.annotate(answered_at=Subquery(first)).values_list("received_at", "answered_at")
    return ((came, answer) for came, answer in dated.iterator() if answer >= since)


def _month(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)
