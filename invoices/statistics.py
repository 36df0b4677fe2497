"""Counts of answers without persons: by kind, outcome and reason, and never a number below five."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from invoices.kinds import Kind
from invoices.models import Decision, InvoiceRequest
from invoices.reasons import Outcome, Reason

SMALLEST = 5  # what is rarer could point at somebody


@dataclass(frozen=True)
class Table:
    """A heading, and rows of label and count as it may be shown."""

    title: Any
    rows: list[tuple[Any, str]]


def tables(first: date, last: date) -> list[Table]:
    """What was asked from one day to another, both included, and what was answered."""
    asked = InvoiceRequest.objects.filter(received_at__date__gte=first, received_at__date__lte=last)
    answers = Decision.objects.filter(request__in=asked)
    return [
        Table(_("Hva det spørres om"), _counted(Kind.choices, _each(asked, "kinds"))),
        Table(_("Svar nå"), _counted(InvoiceRequest.Status.choices, asked.values_list("status", flat=True))),
        Table(_("Svar fra reglene"), _counted(Outcome.choices[:2], _outcomes(answers.filter(by="")))),
        Table(_("Svar fra saksbehandler"), _counted(Outcome.choices, _outcomes(answers.exclude(by="")))),
        Table(_("Grunner"), _counted(Reason.choices, _each(answers, "reasons"))),
    ]


def shown(count: int) -> str:
    """A count, or that it is too small to show."""
    return str(count) if count == 0 or count >= SMALLEST else _("under %(least)d") % {"least": SMALLEST}


def _counted(choices: Iterable[tuple[str, Any]], values: Iterable[str]) -> list[tuple[Any, str]]:
    """No total: with one, a single hidden number could be worked out."""
    counts = Counter(values)
    return [(label, shown(counts[value])) for value, label in choices]


def _each(rows: QuerySet, column: str) -> Iterable[str]:
    return (value for values in rows.values_list(column, flat=True) for value in values)


def _outcomes(answers: QuerySet) -> Iterable[str]:
    return answers.values_list("outcome", flat=True)
