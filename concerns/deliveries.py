"""What happens after a report is stored."""

from casework.conflicts import look_at
from casework.outbox import handles
from concerns.models import ConcernReport, NameToken


@handles("concerns.index", gives_up=False)
def index(report: str) -> None:
    """Make the report's children findable by name and number; then see who must not handle it."""
    made = ConcernReport.objects.get(pk=report)
    NameToken.index(made)
    look_at(made)
