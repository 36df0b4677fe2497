"""What happens after an application is stored."""

from casework.conflicts import look_at
from casework.outbox import handles
from services.models import ApplicationToken, CareApplication


@handles("services.index", gives_up=False)
def index(application: str) -> None:
    """Make the child findable by name and number; then see who must not handle the application."""
    case = CareApplication.objects.get(pk=application)
    ApplicationToken.index(case)
    look_at(case)
