"""Reports are never refused by a limit; when a great many come, somebody is told."""

import logging

from django.utils import timezone

from casework.limits import global_limit
from casework.worker import every
from concerns.models import ConcernReport
from concerns.models.report import to_the_hour

alarm = logging.getLogger("portal.alarm")

MOST_AN_HOUR = 200


@every(5 * 60)
def watch() -> None:
    """Raise one alarm in an hour that has brought more reports than people are likely to have sent."""
    this_hour = ConcernReport.objects.filter(received_at=to_the_hour(timezone.now()))
    if this_hour.count() > MOST_AN_HOUR and global_limit("reports-alarm", most=1, seconds=60 * 60):
        alarm.error("many_reports")
