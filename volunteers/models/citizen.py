"""What a volunteer's offer and a request for help have in common."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.citizen_cases import CitizenCase
from casework.outbox import enqueue

COORDINATOR = "Frivilligkoordinator"


class VolunteeringCase(CitizenCase):
    """Sent by a citizen, or entered at the desk for one. What matching needs stands in columns of its own,
    which name nobody; everything else lies in `content`.
    """

    # The telephone number as the desk finds it (keyed hash); set by the worker, which holds that key.
    contact_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    crisis = models.ForeignKey(
        "volunteers.Crisis",
        null=True,
        on_delete=models.SET_NULL,
        related_name="%(class)ss",
        editable=False,
        verbose_name=_("krise"),
    )
    # Address and place are shown to nobody, and are no part of any comparison.
    protected = models.BooleanField(_("beskyttet adresse"), default=False, editable=False)
    slots = models.PositiveIntegerField(_("tider"), default=0, editable=False)
    languages = models.JSONField(_("språk"), default=list, editable=False)
    anonymised_at = models.DateTimeField(null=True, editable=False)

    groups_that_may_open: ClassVar[tuple[str, ...]] = (COORDINATOR,)

    class Meta(CitizenCase.Meta):
        abstract = True

    @property
    def address_is_protected(self) -> bool:
        return self.protected

    def came_in(self, files: Any, *, by: Any) -> None:
        super().came_in(files, by=by)
        enqueue("volunteers.index", model=self._meta.label, case=str(self.pk))
