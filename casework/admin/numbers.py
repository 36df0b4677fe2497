"""How many cases came to an area, how long they wait and how long answers took; as a file too."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from casework import waiting
from casework.access import AccessEntry
from casework.charts import bars
from casework.spreadsheets import as_file
from casework.statistics import Table, rounded, without_persons

MONTHS = 12


@dataclass(frozen=True)
class Shown:
    """A table as the page and the file show it, with its totals drawn beside."""

    name: str
    caption: Any
    titles: list[Any]
    lines: list[tuple[Any, list[int | None]]]

    @property
    def chart(self) -> SafeString:
        return bars([(label, counts[-1]) for label, counts in self.lines[:-1]])

    def as_rows(self) -> Iterator[list[Any]]:
        yield [self.caption, *self.titles]
        yield from ([label, *counts] for label, counts in self.lines)


def shown(name: str, caption: Any, rows: dict[Any, Any], columns: dict[Any, Any], table: Table) -> Shown:
    """The table in words."""
    lines = [(rows.get(row, _("Alle")), counts) for row, counts in table.lines()]
    return Shown(name, caption, [*columns.values(), _("Alle")], lines)


class NumbersMixin:
    """The page of numbers beside a list. Seen by those who see the cases; the access log has the file."""

    numbers_template = "admin/casework/numbers.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_numbers"
        return [
            path("numbers/", self.admin_site.admin_view(self.numbers_view), name=name),
            *super().get_urls(),
        ]

    def numbers_view(self, request: HttpRequest) -> HttpResponse:
        """The tables; posted to, the same tables as a file."""
        self._refuse_strangers(request)
        if request.method == "POST" and (again := self._ask_again(request)):
            return again
        tables = self._tables(request)
        if request.method == "POST":
            return self._file(request, tables)
        context = {"title": _("Tall uten personer"), "tables": tables}
        return TemplateResponse(request, self.numbers_template, self._page_context(request) | context)

    def _ask_again(self, request: HttpRequest) -> HttpResponse | None:
        """What leaves the portal asks for a recent sign-in."""
        return self.admin_site.ask_again(request, self._address("numbers"))  # type: ignore[attr-defined]

    def _tables(self, request: HttpRequest) -> list[Shown]:
        """Of the cases this person may see."""
        months = {month: date_format(month, "F Y") for month in _last_months(timezone.localdate())}
        since = _midnight(next(iter(months)))
        cases = self.model.objects.visible_to(request.user)
        statuses = dict(self.model.Status.choices)
        still_open = {
            value: label for value, label in statuses.items() if value not in self.model.final_statuses
        }
        waits = rounded(still_open, waiting.BANDS, waiting.waited(cases, timezone.now()))
        took = rounded(months, waiting.BANDS, waiting.answered(cases, since))
        came = without_persons(list(months), list(statuses), _received(cases, since))
        return [
            shown("came", _("Mottatte saker"), months, statuses, came),
            shown("waits", _("Åpne saker, etter ventetid"), still_open, waiting.BANDS, waits),
            shown("took", _("Besvarte saker, etter tid til svar"), months, waiting.BANDS, took),
        ]

    def _file(self, request: HttpRequest, tables: list[Shown]) -> HttpResponse:
        who = {"who": request.user.get_username(), "roles": ", ".join(sorted(request.user.group_names))[:300]}
        AccessEntry.objects.create(action=AccessEntry.Action.DOWNLOADED, case_kind=self.model.kind(), **who)
        return as_file(self.opts.model_name, chain.from_iterable(table.as_rows() for table in tables))


def _received(cases: QuerySet, since: datetime) -> Counter:
    """How many came in each month, by how they stand."""
    counted = cases.order_by().filter(received_at__gte=since).annotate(month=TruncMonth("received_at"))
    found = counted.values_list("month", "status").annotate(n=Count("pk"))
    return Counter({(timezone.localdate(month), status): n for month, status, n in found})


def _last_months(today: date) -> list[date]:
    """The first days of the last months, the oldest first."""
    number = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - MONTHS + 1, number + 1)]


def _midnight(day: date) -> Any:
    return timezone.make_aware(datetime.combine(day, time.min))
