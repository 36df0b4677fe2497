"""How many cases came to an area each month and how they stand, without persons; as a file too."""

import csv
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework.access import AccessEntry
from casework.charts import bars
from casework.statistics import TOTAL, Table, safe_for_spreadsheets, without_persons

MONTHS = 12


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
        """The table; posted to, the same table as a file."""
        self._refuse_strangers(request)
        if request.method == "POST" and (again := self._ask_again(request)):
            return again
        table = self._numbers(request)
        titles = [*(label for _value, label in self.model.Status.choices), _("Alle")]
        lines = [(self._month(month), counts) for month, counts in table.lines()]
        if request.method == "POST":
            return self._file(request, titles, lines)
        context = {
            "title": _("Tall uten personer"),
            "titles": titles,
            "lines": lines,
            "chart": bars([(month, counts[-1]) for month, counts in lines[:-1]]),
        }
        return TemplateResponse(request, self.numbers_template, self._page_context(request) | context)

    def _ask_again(self, request: HttpRequest) -> HttpResponse | None:
        """What leaves the portal asks for a recent sign-in."""
        return self.admin_site.ask_again(request, self._address("numbers"))  # type: ignore[attr-defined]

    def _numbers(self, request: HttpRequest) -> Table:
        """Months by status, of the cases this person may see."""
        months = _last_months(timezone.localdate())
        cases = self.get_queryset(request).order_by().filter(received_at__gte=_midnight(months[0]))
        counted = cases.annotate(month=TruncMonth("received_at")).values_list("month", "status")
        found = {
            (timezone.localdate(month), status): n for month, status, n in counted.annotate(n=Count("pk"))
        }
        return without_persons(months, self.model.Status.values, found)

    def _month(self, month: Any) -> str:
        return str(_("Alle")) if month is TOTAL else date_format(month, "F Y")

    def _file(self, request: HttpRequest, titles: list[Any], lines: list[tuple[str, list]]) -> HttpResponse:
        who = {"who": request.user.get_username(), "roles": ", ".join(sorted(request.user.group_names))[:300]}
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}.csv"'
        writer = csv.writer(response, delimiter=";")
        with transaction.atomic():
            AccessEntry.objects.create(
                action=AccessEntry.Action.DOWNLOADED, case_kind=self.model.kind(), **who
            )
            for line in ([_("Måned"), *titles], *([month, *counts] for month, counts in lines)):
                writer.writerow(["" if one is None else safe_for_spreadsheets(one) for one in line])
        return response


def _last_months(today: date) -> list[date]:
    """The first days of the last months, the oldest first."""
    number = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - MONTHS + 1, number + 1)]


def _midnight(day: date) -> Any:
    return timezone.make_aware(datetime.combine(day, time.min))
