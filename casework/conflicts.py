"""Conflicts of interest that employees declare themselves: themselves and their relatives (fvl. § 6).

Of a number only a keyed hash is kept, under a purpose of its own: it can be compared with no column of a
case. What it shuts out is written as bars, when it is declared and when a case comes in or gets a person,
so that no list asks for more than it did.

Known limit: a report of concern is sealed, and of its persons only the children's numbers are searchable.
Its parents and its sender are found by no declaration; whoever recognises them says so on the case.
"""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.bars import Bar
from casework.encryption import keyed_hash
from casework.events import Event
from casework.outbox import enqueue, handles
from casework.persons import Sought, ties_of
from casework.referrals import take_off_hands

if TYPE_CHECKING:
    from casework.cases import Case

MOST = 50  # nobody has more relatives in the sense of the law; a longer list is a mistake


class TooMany(Exception):
    """The employee has declared as many as anybody may."""


class Conflict(models.Model):
    """One person whose cases one employee does not handle: a keyed hash, and when it was declared."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(_("nummer"))  # what the employee tells them apart by
    digest = models.CharField(max_length=64, db_index=True, editable=False)
    at = models.DateTimeField(_("erklært"), default=timezone.now)

    class Meta:
        verbose_name = _("erklæring om inhabilitet")
        verbose_name_plural = _("erklæringer om inhabilitet")
        default_permissions = ()
        ordering = ["number", "at"]
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="declared_once")]

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def declare(cls, pid: str, *, by: Any) -> bool:
        """Keep that `by` has a tie to this person; False where it was declared before. Raises TooMany.

        `pid` is a valid national identity number, and is not kept. Their cases are gone for `by` at once.
        """
        mine = cls.objects.filter(user=by)
        with transaction.atomic():
            if mine.count() >= MOST:
                raise TooMany
            number = (mine.aggregate(last=models.Max("number"))["last"] or 0) + 1
            conflict, made = cls.objects.get_or_create(
                user=by, digest=_digest(pid), defaults={"number": number}
            )
            if made:
                conflict.shut_out(pid)
                # And once more: a case that came in meanwhile was not yet to be seen from in here.
                transaction.on_commit(partial(conflict.shut_out, pid))
        return made

    def shut_out(self, pid: str) -> None:
        """Bar the employee from every case that can be found by the number. Again changes nothing."""
        with transaction.atomic():
            if type(self).objects.select_for_update().filter(pk=self.pk).exists():
                for tie in ties_of(Sought(pid=pid)):
                    self.bar(tie.case)

    def bar(self, case: "Case") -> None:
        """Bar the employee from one case, and take it off their hands. Again changes nothing."""
        name = self.user.get_username()
        with transaction.atomic():
            made = Bar.objects.get_or_create(
                user=self.user,
                case_id=case.pk,
                conflict=self,
                defaults={"case_kind": case.kind(), "by": name},
            )[1]
            if not made:
                return
            case.note_event("barred", by=self.user, detail=name)
            take_off_hands(case, self.user, by=self.user)

    def withdraw(self) -> None:
        """Take the declaration back. Bars for other reasons stay, also on the same case."""
        with transaction.atomic():
            others = Bar.objects.filter(user=self.user).exclude(conflict=self).values("case_id")
            freed = list(Bar.objects.filter(conflict=self).exclude(case_id__in=others))
            self.delete()
            name = self.user.get_username()
            for one in freed:
                Event.objects.create(
                    case_kind=one.case_kind, case_id=one.case_id, name="bar_lifted", by=name, detail=name
                )


def look_at(case: "Case") -> None:
    """Have the worker compare the case's persons with what is declared. After each new person."""
    enqueue("casework.conflicts", model=case._meta.label, case=str(case.pk))


@handles("casework.conflicts", gives_up=False)
def compare(model: str, case: str | UUID) -> None:
    """Bar those who have declared one of the case's persons. Raises CannotOpen, and is tried again."""
    found = apps.get_model(model)._base_manager.filter(pk=case).first()
    if found:
        digests = {_digest(pid) for pid in _numbers(found.people())}
        for conflict in Conflict.objects.filter(digest__in=digests).select_related("user"):
            conflict.bar(found)


def _numbers(people: Iterable[str]) -> set[str]:
    return {pid for pid in people if pid}


def _digest(pid: str) -> str:
    return keyed_hash("conflict of interest", pid)
