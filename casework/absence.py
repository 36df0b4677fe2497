"""Who is away, until when, and who stands in. Why somebody is away is not asked: it could be their health."""

import uuid
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=90)  # after the last day, for questions about who answered whom


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> Self:
        return self.filter(first__lte=day, last__gte=day)

    def not_over(self, day: date) -> Self:
        return self.filter(last__gte=day)


class Absence(models.Model):
    """Somebody is away from one day to another, both included. It shows the cover nothing of itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    cover = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    first = models.DateField(_("fra og med"))
    last = models.DateField(_("til og med"))
    by = models.CharField(_("av"), max_length=150)
    at = models.DateTimeField(_("tid"), default=timezone.now)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("fravær")
        verbose_name_plural = _("fravær")
        default_permissions = ()
        ordering = ["first", "last"]
        constraints = [
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="away_forwards"),
            models.CheckConstraint(condition=~models.Q(user=models.F("cover")), name="covered_by_another"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


def write(user: Any, cover: Any, first: date, last: date, *, by: Any) -> None:
    """Note that `user` is away, and forget what has been over for long."""
    with transaction.atomic():
        forget()
        Absence.objects.create(user=user, cover=cover, first=first, last=last, by=by.get_username())


def forget() -> None:
    Absence.objects.filter(last__lt=timezone.localdate() - KEPT).delete()


def covered_by(user: Any) -> frozenset[int]:
    """The keys of those this person stands in for today; asked once for each request's user."""
    if not hasattr(user, "_covered"):
        today = Absence.objects.on(timezone.localdate()).filter(cover=user.pk)
        user._covered = frozenset(today.values_list("user", flat=True))
    return user._covered


def among(people: Any, user: Any) -> list[Any]:
    """These people, in the query that also finds those of them whom `user` stands in for today."""
    today = Absence.objects.on(timezone.localdate()).filter(cover=user.pk, user=models.OuterRef("pk"))
    found = list(people.annotate(is_covered=models.Exists(today)))
    user._covered = frozenset(one.pk for one in found if one.is_covered)
    return found


def away_today(people: Any) -> dict[int, Absence]:
    """Who of these is away today, by key; where two absences overlap, the one that ends last."""
    rows = Absence.objects.on(timezone.localdate()).filter(user__in=people).select_related("cover")
    return {one.user_id: one for one in rows.order_by("last")}
