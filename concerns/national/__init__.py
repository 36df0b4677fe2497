"""The national concern report, as KS publishes it: what a case system reads when a report is handed over."""

from concerns.national.conversion import HIDDEN, from_report, head_lines
from concerns.national.schema import DoesNotFit, PrivateReport, PublicReport

__all__ = ["HIDDEN", "DoesNotFit", "PrivateReport", "PublicReport", "from_report", "head_lines"]
