"""What happens after a report is stored."""

from casework.outbox import handles
from concerns.models import ConcernReport


@handles("concerns.index")
def index(report: str) -> None:
    """Make the report's child findable by name."""
    ConcernReport.objects.get(pk=report).index_names()
