"""What happens after a report is stored."""

from casework.outbox import handles
from concerns.models import ConcernReport, NameToken


@handles("concerns.index", gives_up=False)
def index(report: str) -> None:
    """Make the report's children findable by name and number."""
    NameToken.index(ConcernReport.objects.get(pk=report))
