"""What happens after an application is stored."""

from casework.outbox import handles
from services.models import ApplicationToken, CareApplication


@handles("services.index", gives_up=False)
def index(application: str) -> None:
    """Make the child findable by name and number."""
    ApplicationToken.index(CareApplication.objects.get(pk=application))
