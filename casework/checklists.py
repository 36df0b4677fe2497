"""What is easily forgotten in a case of some type, ticked off by whoever has seen to it."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from casework.cases import Case


class Check(models.Model):
    """One item of a case's checklist is seen to. The items themselves are its type's `checklist`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_kind = models.CharField(_("sakstype"), max_length=60)
    case_id = models.UUIDField(_("sak"), db_index=True)
    item = models.CharField(_("punkt"), max_length=30)
    by = models.CharField(_("av"), max_length=150)
    at = models.DateTimeField(_("tid"), default=timezone.now)

    class Meta:
        verbose_name = _("avkrysning")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case_id", "item"], name="checked_once")]

    def __str__(self) -> str:
        return self.item


def checks_of(case: "Case") -> dict[str, Check]:
    """What is ticked off, by its item."""
    return {one.item: one for one in Check.objects.filter(case_id=case.pk)}


def tick(case: "Case", items: Collection[str], *, by: Any) -> None:
    """Let exactly `items` be ticked off; what was so before keeps who did it. Raises ChangedMeanwhile."""
    with transaction.atomic():
        known = set(checks_of(case))
        if known == set(items):
            return
        case.change(by=by, event="checked")
        Check.objects.filter(case_id=case.pk).exclude(item__in=items).delete()
        Check.objects.bulk_create(
            Check(case_kind=case.kind(), case_id=case.pk, item=item, by=by.get_username())
            for item in items
            if item not in known
        )
