"""What the worker does for volunteering every so often."""

from datetime import timedelta

from django.utils import timezone

from casework.worker import every
from volunteers import asking
from volunteers.models import OneTimeCode

every(5 * 60)(asking.lapse_overdue)


@every(60 * 60)
def forget_codes() -> int:
    """Delete the codes of yesterday; returns how many."""
    return OneTimeCode.objects.filter(made_at__lt=timezone.now() - timedelta(days=1)).delete()[0]
