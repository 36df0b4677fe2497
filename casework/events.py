"""What happened to a case, who did it and when: written in the transaction that did it, never changed."""

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from casework.cases import Case


class AppendOnly(models.Model):
    """A row that is written once. Retention deletes by query, with its own rule and its own trace."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{self._meta.label} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self._meta.label} is append-only")


class EventQuerySet(models.QuerySet["Event"]):
    def of(self, case: "Case") -> "EventQuerySet":
        return self.filter(case_id=case.pk).order_by("at")


class Event(AppendOnly):
    """One thing done to one case. It holds no foreign keys: the trace outlives what it speaks of."""

    # A random id: rows in order would tell between which two minutes an anonymous report came.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_kind = models.CharField(_("sakstype"), max_length=60)
    case_id = models.UUIDField(_("sak"), db_index=True)
    name = models.CharField(_("hendelse"), max_length=40)
    by = models.CharField(_("av"), max_length=150, blank=True)
    at = models.DateTimeField(_("tid"), default=timezone.now)
    detail = models.CharField(_("detalj"), max_length=100, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("hendelse")
        verbose_name_plural = _("hendelser")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.case_id}"
