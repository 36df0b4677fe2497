"""What a signed-in citizen has begun to write: kept after every step, on any device, until it is sent.

A draft runs out 30 days after it was last touched. Its files lie in rows of their own, so that the hourly
clean-up of files that nobody sent leaves them alone.
"""

import hashlib
import json
import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from casework.fields import EncryptedField
from casework.files import Staged, StoredFile
from casework.steps import Answers
from casework.worker import every

KEPT = timedelta(days=30)  # from the last change; a seen norm, not a law


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, user: Any, kind: str) -> Self:
        """What this person has begun of one kind and may still go on with."""
        return self.filter(user=user, kind=kind, touched_at__gt=timezone.now() - KEPT)


class Draft(models.Model):
    """One unfinished form of one person. `kind` names the journey."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=40)
    answers = EncryptedField("svar", ring="citizens", default=dict)
    begun_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-touched_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def expires_at(self) -> datetime:
        return self.touched_at + KEPT

    def keep(self, slug: str, posted: dict[str, list[str]]) -> None:
        """Keep the answers of one step. Another tab's other steps stay as they are."""
        with transaction.atomic():
            fresh = Draft.objects.select_for_update().get(pk=self.pk)
            self.answers = {**fresh.answers, slug: posted}
            self.touched_at = timezone.now()
            self.save(update_fields=["answers", "touched_at"])

    def seen(self, slug: str) -> str:
        """What a page of this step carries, so that a second tab does not write over the first."""
        return _digest(self.answers, slug)

    # --- files --------------------------------------------------------------------------------------
    def add_files(self, staged: list[Staged]) -> None:
        for one in staged:
            detail = {name: one[name] for name in ("name", "type", "key")}
            self.files.create(stored=one["stored"], size=one["size"], detail=detail)
        self.touch()

    def remove_file(self, file_id: str) -> None:
        self.files.filter(stored__endswith=f"/{file_id}").erase()
        self.touch()

    def touch(self) -> None:
        self.touched_at = timezone.now()
        self.save(update_fields=["touched_at"])

    def staged(self) -> list[Staged]:
        """The draft's files, as a case adopts them."""
        return [{"stored": file.stored, "size": file.size, **file.detail} for file in self.files.all()]

    # --- the end ------------------------------------------------------------------------------------
    def hand_over(self) -> None:
        """Delete the draft after a case has adopted its files: their bytes stay."""
        with transaction.atomic():
            self.files.all().delete()
            self.delete()

    def throw_away(self) -> None:
        """Delete the draft and its files."""
        with transaction.atomic():
            self.files.all().erase()
            self.delete()


class DraftFile(StoredFile):
    """A file of a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    detail = EncryptedField("filnavn og nøkkel", ring="citizens")

    class Meta(StoredFile.Meta):
        pass


def expired_drafts() -> models.QuerySet[Draft]:
    """What nobody has touched for 30 days."""
    return Draft.objects.filter(touched_at__lte=timezone.now() - KEPT)


@every(60 * 60)
def throw_away_expired() -> int:
    """Delete what nobody has touched for 30 days; returns how many drafts."""
    expired = list(expired_drafts())
    for draft in expired:
        draft.throw_away()
    return len(expired)


def _digest(answers: Answers, slug: str) -> str:
    kept = json.dumps(answers.get(slug), sort_keys=True)
    return hashlib.sha256(kept.encode()).hexdigest()[:16]
