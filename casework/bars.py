"""Conflicts of interest: a person who is barred from a case does not learn that it exists."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from casework.cases import Case


class Bar(models.Model):
    """One employee shut out of one case, by themself or by the team's leader (fvl. § 6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_kind = models.CharField(_("sakstype"), max_length=60)
    case_id = models.UUIDField(_("sak"), db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(_("av"), max_length=150)
    # Set where the employee's own declaration shut them out: it ends with that, and with nothing else.
    conflict = models.ForeignKey(
        "casework.Conflict", null=True, on_delete=models.CASCADE, related_name="bars", editable=False
    )
    at = models.DateTimeField(_("tid"), default=timezone.now)

    class Meta:
        verbose_name = _("sperre")
        verbose_name_plural = _("sperrer")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "case_id"], condition=models.Q(conflict=None), name="barred_once"
            ),
            models.UniqueConstraint(fields=["user", "case_id", "conflict"], name="barred_once_a_conflict"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


def bar(case: "Case", user: Any, *, by: Any) -> None:
    """Shut `user` out of the case. Barring somebody twice changes nothing."""
    with transaction.atomic():
        made = Bar.objects.get_or_create(
            user=user,
            case_id=case.pk,
            conflict=None,
            defaults={"case_kind": case.kind(), "by": by.get_username()},
        )[1]
        if made:
            case.note_event("barred", by=by, detail=user.get_username())


def lift(case: "Case", user: Any, *, by: Any) -> None:
    """Let `user` in again, unless they have declared a conflict. Does nothing for somebody not barred."""
    with transaction.atomic():
        if Bar.objects.filter(user=user, case_id=case.pk, conflict=None).delete()[0]:
            case.note_event("bar_lifted", by=by, detail=user.get_username())
