"""What keeps people safe: who must never be brought together, and what somebody has told us went wrong."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.fields import EncryptedField


class Block(models.Model):
    """Somebody who gets no help or gives none here, or two who must not meet.

    With a volunteer alone, nobody is matched with them; with a telephone number alone, nobody is sent to
    whoever asks from it; with both, the two are kept apart. The number is kept as a keyed hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    volunteer = models.ForeignKey(
        "volunteers.Volunteer", null=True, on_delete=models.CASCADE, related_name="blocks", editable=False
    )
    contact_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    reason = EncryptedField(_("hvorfor"))
    by = models.CharField(_("av"), max_length=150, editable=False)
    at = models.DateTimeField(_("tid"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("sperring")
        verbose_name_plural = _("sperreliste")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(volunteer__isnull=False) | ~models.Q(contact_hash=""),
                name="block_names_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Problem(models.Model):
    """Something that went wrong, told by either side of a match. Coordinators are told at once."""

    class Side(models.TextChoices):
        HELPER = "helper", _("Den frivillige")
        SEEKER = "seeker", _("Den som fikk hjelp")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(
        "volunteers.HelpRequest", on_delete=models.CASCADE, related_name="problems", editable=False
    )
    match = models.ForeignKey(
        "volunteers.Match", null=True, on_delete=models.CASCADE, related_name="problems", editable=False
    )
    side = models.CharField(_("fra"), max_length=6, choices=Side, editable=False)
    text = EncryptedField(_("hva som skjedde"), ring="citizens")
    at = models.DateTimeField(_("tid"), default=timezone.now, editable=False)
    handled_at = models.DateTimeField(_("fulgt opp"), null=True, editable=False)
    handled_by = models.CharField(_("fulgt opp av"), max_length=150, blank=True, editable=False)

    class Meta:
        ordering = ["at"]
        verbose_name = _("problem")
        verbose_name_plural = _("problemer")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
