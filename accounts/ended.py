"""Takes away sign-ins that are over, of employees and of citizens: the rows say who was here, and when."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import CitizenSession, OidcSession
from casework.worker import every

# What somebody posts after the end is kept for them by the session it came with (accounts.kept_posts).
KNOWN_AGAIN_FOR = timedelta(days=1)


@every(60 * 60)
def forget_ended_sessions() -> None:
    """Delete what ended more than a day ago, and what ID-porten called sessions that must have ended."""
    for sessions in (Session, CitizenSession):
        sessions.objects.filter(expire_date__lt=timezone.now() - KNOWN_AGAIN_FOR).delete()
    OidcSession.forget_ended()
