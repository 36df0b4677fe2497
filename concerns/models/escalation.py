"""How far those on duty have been told of a report that nobody has opened."""

from django.db import models


class Escalation(models.Model):
    """One unread report. The row goes when somebody reads it; times follow from the hour it came in."""

    report = models.OneToOneField(
        "concerns.ConcernReport", on_delete=models.CASCADE, primary_key=True, related_name="escalation"
    )
    since = models.DateTimeField()
    is_mailed = models.BooleanField(default=False)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.report_id)
