"""Child welfare's desk."""

from concerns.admin.report import ConcernReportAdmin

__all__ = ["ConcernReportAdmin"]
