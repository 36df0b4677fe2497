"""What the reporter and child welfare write to each other after the report."""

import uuid
from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.fields import SealedField
from casework.files import StoredFile, StoredFileQuerySet, of_one
from concerns.fields import FileDetailField


class ReportMessage(models.Model):
    """One message, either way. A reporter's time is kept to the hour."""

    class Author(models.TextChoices):
        REPORTER = "reporter", _("Melder")
        DESK = "desk", _("Barneverntjenesten")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey("concerns.ConcernReport", on_delete=models.CASCADE, related_name="messages")
    author = models.CharField(max_length=8, choices=Author, editable=False)
    by = models.CharField(
        max_length=150, blank=True, editable=False
    )  # the employee; the reporter sees no name
    at = models.DateTimeField(_("tid"), editable=False)
    # Its place among the report's messages, since times to the hour cannot put them in order.
    number = models.PositiveSmallIntegerField(default=0, editable=False)
    # Sent twice with the same key is one message.
    submission_digest = models.CharField(max_length=64, unique=True, editable=False)
    text = SealedField(_("tekst"))

    class Meta:
        ordering = ["number", "at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    def data_key(self) -> bytes:
        return self.report.data_key()


class ReportFileQuerySet(StoredFileQuerySet):
    def add_staged(self, report, staged: Sequence[dict], message: ReportMessage | None = None) -> None:
        """Keep staged files with the report, each as `casework.uploads.stage` gave it."""
        at = message.at if message else report.received_at
        self.adopt(staged, at=at, report=report, message=message)


class ReportFile(StoredFile):
    """A file of the report, of a message, or of a note, which the reporter never sees and cannot open."""

    report = models.ForeignKey("concerns.ConcernReport", on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey(ReportMessage, null=True, on_delete=models.CASCADE, related_name="files")
    note = models.ForeignKey("ReportNote", null=True, on_delete=models.CASCADE, related_name="files")
    detail = FileDetailField(_("filnavn og nøkkel"))

    objects = ReportFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        constraints = [of_one()]

    @property
    def case(self):
        return self.report

    def data_key(self) -> bytes:
        return self.report.data_key()


class NoticeAddress(models.Model):
    """Where a reporter asked to be told of messages. Sealed, and tied to the report by a hash alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report_digest = models.CharField(max_length=64, unique=True, editable=False)
    address = models.JSONField(editable=False)  # as envelope.seal_to_group gives it
    told_on = models.DateField(null=True, editable=False)  # so that nobody is told twice in a day

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    @staticmethod
    def address_is_bound_to(pk: str) -> str:
        """What ties a sealed address to its row."""
        return f"concerns.notice address:{pk}"
