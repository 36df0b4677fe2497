"""Reports that seem to be about the same child: found by keyed hashes, without a name in any question."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from concerns.models import ConcernReport, NameToken
from concerns.models.names import name_tokens, number_token

WITHIN = timedelta(days=180)
FEWEST_WORDS = 2  # a first name alone says nothing


def likely_duplicates(report: ConcernReport, user: Any) -> list[ConcernReport]:
    """Reports within half a year, either way, on a child with the same number or all the same names.

    Only those that `user` may open; newest first. Raises CannotOpen when the report does not open.
    """
    numbers, names = _children(report)
    if not numbers and not names:
        return []
    reports = ConcernReport.objects.visible_to(user).exclude(pk=report.pk)
    near = reports.filter(received_at__range=(report.received_at - WITHIN, report.received_at + WITHIN))
    found = _tokens_of(near, numbers.union(*names))
    alike = [pk for pk, tokens in found.items() if tokens & numbers or any(name <= tokens for name in names)]
    return list(near.filter(pk__in=alike).order_by("-received_at", "reference"))


def _children(report: ConcernReport) -> tuple[set[str], list[set[str]]]:
    """The hashes of the children's numbers, and for each child those of all its names."""
    numbers = {number_token(child["pid"]) for child in report.children if child.get("pid")}
    names = [name_tokens([child.get("child_name") or ""]) for child in report.children]
    return numbers, [name for name in names if len(name) >= FEWEST_WORDS]


def _tokens_of(reports: Any, tokens: set[str]) -> dict[Any, set[str]]:
    rows = NameToken.objects.filter(token__in=tokens, report__in=reports)
    found = defaultdict(set)
    for report, token in rows.values_list("report_id", "token"):
        found[report].add(token)
    return found
