"""The life every case has in common: a reference, a status that moves by rule, and a trace of it.

An area keeps its own table, statuses, verbs and permissions; `Case` is abstract so that concern
reports stay apart from everything else in table, permission, key and retention.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from casework.bars import Bar
from casework.events import Event
from casework.fields import EncryptedField
from casework.references import new_reference
from casework.replies import IN_ALL_CASES, Variables


class TransitionRefused(Exception):
    """The lifecycle table has no way from the case's status to the one asked for."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the case after it was read; nothing was written."""


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about many cases. Time and person are arguments, never looked up inside."""

    def visible_to(self, user: Any) -> Self:
        """The cases this person may know exist: of their groups' area, and not those they are barred from."""
        if not self.model.may_be_opened_by(user):
            return self.none()
        return self.exclude(pk__in=Bar.objects.filter(user=user).values("case_id"))

    def open(self) -> Self:
        # By the statuses there are: a database finds those in an index, and not what is missing from it.
        return self.filter(status__in=set(self.model.Status) - self.model.final_statuses)

    def unassigned(self) -> Self:
        return self.open().filter(assigned_to=None)

    def assigned_to_user(self, user: Any) -> Self:
        return self.open().filter(assigned_to=user)

    def unanswered(self) -> Self:
        """Open cases in which the citizen wrote last; for cases with `messages`."""
        field: Any = self.model._meta.get_field("messages")
        messages = field.related_model._base_manager
        newest = messages.filter(case=models.OuterRef("pk")).order_by("-at", "-id").values("author")[:1]
        # Few cases have a message at all: those are looked up first.
        wrote = self.open().filter(pk__in=messages.filter(author="citizen").values("case"))
        return wrote.annotate(last_author=models.Subquery(newest)).filter(last_author="citizen")


def status_field(choices: type[models.TextChoices]) -> models.CharField:
    """Where a case is in its life. Written by `Case.move_to` alone."""
    return models.CharField(_("status"), max_length=20, choices=choices, editable=False)


def list_indexes(name: str, *order: str) -> list[models.Index]:
    """What a list of a million cases is found by: its order, each status in it, and who has them."""
    return [
        models.Index(fields=order, name=f"{name}_list"),
        models.Index(fields=["status", *order], name=f"{name}_status_list"),
        models.Index(fields=["assigned_to", "status"], name=f"{name}_assigned"),
        models.Index(fields=order, condition=models.Q(unread=True), name=f"{name}_unread"),
    ]


class Case(models.Model):
    """Something a person sent and a caseworker answers. Subclasses give Status, transitions and verbs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("referanse"), max_length=11, unique=True, default=new_reference, editable=False
    )
    received_at = models.DateTimeField(_("mottatt"), editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saksbehandler"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Counts every change, so that the second of two writers is told instead of obeyed.
    version = models.PositiveIntegerField(default=0, editable=False)

    Status: ClassVar[type[models.TextChoices]]
    status: "models.CharField[str, str]"  # each area's own: status_field(Status)
    transitions: ClassVar[Mapping[str, frozenset[str]]]
    final_statuses: ClassVar[frozenset[str]] = frozenset()
    groups_that_may_open: ClassVar[tuple[str, ...]] = ()
    answers_by: ClassVar[frozenset[str]] = frozenset()  # the events that answer whoever sent it
    reply_variables: ClassVar[Variables] = IN_ALL_CASES  # what a template for replies may name
    checklist: ClassVar[Mapping[str, Any]] = {}  # what is easily forgotten: item and its words

    class Meta:
        abstract = True
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def kind(cls) -> str:
        return cls._meta.label_lower

    @classmethod
    def may_be_opened_by(cls, user: Any) -> bool:
        """True for an active member of one of the area's groups. A superuser has no short cut."""
        return user.is_active and any(map(user.in_group, cls.groups_that_may_open))

    def people(self) -> Iterable[str]:
        """National identity numbers of those the case concerns, for `casework.conflicts`; "" for none known.

        Areas say who they are. Raises CannotOpen.
        """
        return ()

    def may_move_to(self, status: str) -> bool:
        return status in self.transitions[self.status]

    def move_to(self, status: str, *, by: Any, event: str, **changes: Any) -> None:
        """Go on to `status` if the table allows it. Raises TransitionRefused or ChangedMeanwhile."""
        if not self.may_move_to(status):
            raise TransitionRefused(f"{self.status} → {status}")
        self.change(by=by, event=event, status=status, **changes)

    def assign(self, user: Any, *, by: Any) -> None:
        """Make `user` the caseworker. Raises ChangedMeanwhile, also for one shut out of it meanwhile."""
        with transaction.atomic():
            self.change(by=by, event="assigned", detail=user.get_username(), assigned_to=user)
            refuse_the_barred(self.pk, user)

    def change(self, *, by: Any, event: str, detail: str = "", **changes: Any) -> None:
        """Write fields and the event that says so, both or neither.

        Raises ChangedMeanwhile when the case is no longer as this object read it.
        """
        with transaction.atomic():
            mine = type(self)._base_manager.filter(pk=self.pk, version=self.version)
            if not mine.update(version=self.version + 1, **changes):
                raise ChangedMeanwhile(self.reference)
            self.note_event(event, by=by, detail=detail)
        for name, value in (changes | {"version": self.version + 1}).items():
            setattr(self, name, value)

    def note_event(self, name: str, *, by: Any, detail: str = "", **fields: Any) -> Event:
        who = by.get_username() if by else ""
        return Event.objects.create(
            case_kind=self.kind(), case_id=self.pk, name=name, by=who, detail=detail, **fields
        )


def refuse_the_barred(case_id: Any, user: Any) -> None:
    """Raises ChangedMeanwhile. After the row was written: whoever bars locks it, so one sees the other."""
    if Bar.objects.filter(case_id=case_id, user=user).exists():
        raise ChangedMeanwhile(str(case_id))


class Note(models.Model):
    """A caseworker's own note on a case, never shown to the citizen by itself. Areas add `case`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = EncryptedField(_("notat"))
    by = models.CharField(_("av"), max_length=150, editable=False)
    at = models.DateTimeField(_("tid"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["at"]
        verbose_name = _("notat")
        verbose_name_plural = _("notater")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def circumstances(self) -> str:
        """What is known besides the text; see casework.notes."""
        return ""
