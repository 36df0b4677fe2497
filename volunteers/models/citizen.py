"""What a volunteer's offer and a request for help have in common."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.cases import Case
from casework.encryption import lookup_hash
from casework.fields import EncryptedField

COORDINATOR = "Frivilligkoordinator"


class VolunteeringCase(Case):
    """Sent by a citizen, signed in or not, or entered at the desk for one.

    `content` is what they wrote and how to reach them; it lies under the citizens' keys, because they and
    whoever they are matched with read it on their own pages. What matching needs stands in columns
    that name nobody.
    """

    class Source(models.TextChoices):
        WEB = "web", _("Skjema")
        PHONE = "phone", _("Telefon")

    citizen = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        verbose_name=_("innbygger"),
    )
    source = models.CharField(_("kom inn ved"), max_length=5, choices=Source, editable=False)
    language = models.CharField(_("språk"), max_length=5, default="nb", editable=False)
    content = EncryptedField(_("innhold"), ring="citizens")
    submission_digest = models.CharField(max_length=64, unique=True, editable=False)
    # The telephone number as the desk finds it (keyed hash); set by the worker, which holds that key.
    contact_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    crisis = models.ForeignKey(
        "volunteers.Crisis",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)ss",
        editable=False,
        verbose_name=_("krise"),
    )
    # Address and place are shown to nobody, and are no part of any comparison.
    protected = models.BooleanField(_("beskyttet adresse"), default=False, editable=False)
    slots = models.PositiveIntegerField(_("tider"), default=0, editable=False)
    languages = models.JSONField(_("språk de snakker"), default=list, editable=False)
    anonymised_at = models.DateTimeField(null=True, editable=False)

    groups_that_may_open: ClassVar[tuple[str, ...]] = (COORDINATOR,)

    class Meta(Case.Meta):
        abstract = True

    @staticmethod
    def digest_of(submission_key: str) -> str:
        return lookup_hash("volunteering", submission_key)
