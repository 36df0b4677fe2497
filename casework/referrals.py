"""Sending word of a case to another area. A case never moves: each area has its own table, key and retention.

Nothing of the case is copied. The caseworker writes what the other desk needs to know, and on what ground it
may be told (fvl. §§ 13 a and 13 b). Which desks send and receive is a table: child welfare does neither, so
that a concern about a child goes by its own form alone (barnevernsloven § 13-2).
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from casework import messages
from casework.bars import Bar, bar
from casework.cases import Case, ChangedMeanwhile, TransitionRefused, refuse_the_barred
from casework.fields import EncryptedField, shown, unreadable
from casework.grounds import in_words

EVENTS = {
    "referred": _("Sendt over til"),
    "referral_taken": _("Oversendelsen tatt av"),
    "referral_released": _("Oversendelsen lagt tilbake hos"),
    "referral_sent_back": _("Oversendelsen sendt tilbake fra"),
    "referral_done": _("Oversendelsen ferdig hos"),
}


class NoSuchDesk(Exception):
    """The desk is not in the table, is the case's own, or the case's own is not in the table."""


@dataclass(frozen=True)
class Desk:
    """A team that sends and receives, and the groups that make it up."""

    name: Any
    groups: frozenset[str]

    def has(self, user: Any) -> bool:
        return user.is_active and any(map(user.in_group, self.groups))


def desks() -> dict[str, Desk]:
    """Every desk that sends and receives, by its key. `settings.REFERRAL_DESKS` names the table."""
    return import_string(settings.REFERRAL_DESKS)


def desks_for(case: Case) -> dict[str, Desk]:
    """Where word of this case can be sent: all desks but its own; none for a case of no desk in the table."""
    own = desks_with(type(case))
    return {key: desk for key, desk in desks().items() if own and key not in own}


def desks_with(kind: type[Case]) -> list[str]:
    """The keys of the desks that handle this kind of case; none for child welfare's."""
    return [key for key, desk in desks().items() if desk.groups & set(kind.groups_that_may_open)]


def desks_of(user: Any) -> list[str]:
    """The keys of the desks that this person is at."""
    return [key for key, desk in desks().items() if desk.has(user)]


def name_of(key: str) -> Any:
    """What the desk is called; its key where the table no longer has it."""
    return desks()[key].name if key in desks() else key


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: Any) -> Self:
        """What was sent to this person's desks, of cases that they are not barred from."""
        if not (mine := desks_of(user)):
            return self.none()
        barred = Bar.objects.filter(user=user).values("case_id")
        return self.filter(to_area__in=mine).exclude(from_case_id__in=barred)

    def waiting(self) -> Self:
        return self.filter(state=Referral.State.SENT)

    def pending(self) -> Self:
        """What is not over: first what nobody has taken, and of each the oldest."""
        return self.filter(state__in=(Referral.State.SENT, Referral.State.TAKEN)).order_by(
            "state", "at", "id"
        )

    def taken_by_user(self, user: Any) -> Self:
        return self.filter(state=Referral.State.TAKEN, taken_by=user)

    def over(self) -> Self:
        return self.filter(state__in=Referral.final_states).order_by("-at", "-id")

    def of(self, case: Any) -> Self:
        return self.filter(from_case_id=case.pk).order_by("at", "id")


class Referral(models.Model):
    """Word of one case, sent to another desk, and what came of it. It holds no foreign key to the case."""

    class State(models.TextChoices):
        SENT = "sent", _("Venter på å bli tatt")
        TAKEN = "taken", _("Tatt")
        SENT_BACK = "sent_back", _("Sendt tilbake")
        DONE = "done", _("Ferdig")

    transitions: ClassVar[Mapping[str, frozenset[str]]] = {
        State.SENT: frozenset({State.TAKEN, State.SENT_BACK}),
        State.TAKEN: frozenset({State.TAKEN, State.SENT, State.SENT_BACK, State.DONE}),
        State.SENT_BACK: frozenset(),
        State.DONE: frozenset(),
    }
    final_states: ClassVar[frozenset[str]] = frozenset({State.SENT_BACK, State.DONE})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_kind = models.CharField(_("sakstype"), max_length=60)
    from_case_id = models.UUIDField(_("sak"), db_index=True)
    reference = models.CharField(_("referanse"), max_length=11)
    to_area = models.CharField(_("til"), max_length=30)
    text = EncryptedField(_("hva de trenger å vite"))
    ground = models.CharField(_("grunnlag"), max_length=30)  # a key of casework.grounds
    by = models.CharField(_("av"), max_length=150)
    at = models.DateTimeField(_("sendt"), default=timezone.now)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.SENT)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("tatt av"),
    )
    answer = EncryptedField(_("svar"), null=True)
    became = models.CharField(_("ble til sak"), max_length=11, blank=True)
    # Counts every change, so that the second of two who take is told.
    version = models.PositiveIntegerField(default=0)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("oversendelse")
        verbose_name_plural = _("oversendelser")
        default_permissions = ()
        indexes = [models.Index(fields=["to_area", "state", "at"], name="referral_list")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="sent_back") | models.Q(answer__isnull=False),
                name="referral_sent_back_with_words",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def refer(cls, case: Any, *, by: Any, to_area: str, text: str, ground: str) -> Self:
        """Send word of the case to a desk, and tell the citizen that it was sent, where the portal can.

        The case stays as it is. Raises NoSuchDesk or ChangedMeanwhile.
        """
        if to_area not in desks_for(case):
            raise NoSuchDesk(to_area)
        with transaction.atomic():
            case.change(by=by, event="referred", detail=to_area)
            tell(case, to_area, by=by)
            return cls.objects.create(
                from_kind=case.kind(),
                from_case_id=case.pk,
                reference=case.reference,
                to_area=to_area,
                text=text,
                ground=ground,
                by=by.get_username(),
            )

    def take(self, *, by: Any) -> None:
        """Say that one sees to it, also in a colleague's place. Raises TransitionRefused or
        ChangedMeanwhile, also where one was shut out of the case meanwhile."""
        with transaction.atomic():
            self._move_to(self.State.TAKEN, by=by, event="referral_taken", taken_by=by)
            refuse_the_barred(self.from_case_id, by)

    def release(self, *, by: Any) -> None:
        """Leave it to whoever takes it next. Raises TransitionRefused or ChangedMeanwhile."""
        self._move_to(self.State.SENT, by=by, event="referral_released", taken_by=None)

    def recuse(self, *, by: Any) -> None:
        """Have nothing to do with the case it speaks of (fvl. § 6). Raises LookupError where that is gone."""
        shut_out(self.source, by, by=by)

    def send_back(self, *, by: Any, answer: str) -> None:
        """Say why it is not for this desk. Raises TransitionRefused or ChangedMeanwhile."""
        self._move_to(self.State.SENT_BACK, by=by, event="referral_sent_back", answer=answer)

    def finish(self, *, by: Any, answer: str = "", became: str = "") -> None:
        """Say that it is seen to, and which case it became. Raises TransitionRefused or ChangedMeanwhile."""
        self._move_to(self.State.DONE, by=by, event="referral_done", answer=answer or None, became=became)

    def may_move_to(self, state: str) -> bool:
        return state in self.transitions[self.state]

    @cached_property
    def source(self) -> Any:
        """The case it speaks of. Raises LookupError where the portal no longer has it."""
        try:
            return apps.get_model(self.from_kind)._base_manager.get(pk=self.from_case_id)
        except models.ObjectDoesNotExist as gone:
            raise LookupError(self.reference) from gone

    @property
    def from_name(self) -> Any:
        """The desk it comes from; the kind of its case where the table no longer has that desk."""
        case: Any = apps.get_model(self.from_kind)
        return next(map(name_of, desks_with(case)), case._meta.verbose_name)

    @property
    def to_name(self) -> Any:
        return name_of(self.to_area)

    @property
    def ground_in_words(self) -> str:
        return in_words(self.ground)

    @property
    def has_answer(self) -> bool:
        """Whether there is one, opened or not."""
        return self.__dict__.get("answer") is not None

    @property
    def answer_in_words(self) -> str:
        """What the other desk answered, "" for nothing yet, or that it cannot be opened."""
        return (shown(self, "answer") or unreadable()) if self.has_answer else ""

    @property
    def is_over(self) -> bool:
        return self.state in self.final_states

    @property
    def assigned_to_id(self) -> Any:
        """Who has it, as `casework.admin.opening` asks of a case: whoever took it is not asked why."""
        return self.taken_by_id

    def _move_to(self, state: str, *, by: Any, event: str, answer: str | None = None, **changes: Any) -> None:
        """Change it, and say so on the case it speaks of, both or neither."""
        if not self.may_move_to(state):
            raise TransitionRefused(f"{self.state} → {state}")
        changes |= {"state": state, "version": self.version + 1}
        if answer is not None:
            field: Any = self._meta.get_field("answer")
            changes["answer"] = field.sealed(self, answer)
        with transaction.atomic():
            mine = type(self).objects.filter(pk=self.pk, version=self.version)
            if not mine.update(**changes):
                raise ChangedMeanwhile(self.reference)
            self.source.note_event(event, by=by, detail=self.to_area)
            if state in self.final_states:  # an answer that nobody at the desk it came from has read
                type(self.source)._base_manager.filter(pk=self.from_case_id).update(unread=True)
        self.refresh_from_db()


@transaction.atomic
def shut_out(case: Any, user: Any, *, by: Any) -> None:
    """Bar somebody from the case (fvl. § 6), and take it and its referrals off their hands."""
    bar(case, user, by=by)
    take_off_hands(case, user, by=by)


def take_off_hands(case: Any, user: Any, *, by: Any) -> None:
    """Leave to others what this person has of the case, once they are shut out of it.

    Locks every referral and then the case, as an answer to a referral does: whoever takes one at the same
    time either is seen here, or sees the bar.
    """
    for one in Referral.objects.of(case).select_for_update():
        if one.state == one.State.TAKEN and one.taken_by_id == user.pk:
            one.release(by=by)
    current = type(case)._base_manager.select_for_update().get(pk=case.pk)
    if current.assigned_to_id == user.pk:
        current.change(by=by, event="unassigned", assigned_to=None)


def readers_of(case: Any) -> frozenset[str]:
    """The groups at the desks that the case was sent to."""
    areas = Referral.objects.filter(from_case_id=case.pk).values_list("to_area", flat=True)
    return frozenset().union(*(desks()[area].groups for area in areas if area in desks()))


def is_told(case: Any) -> bool:
    """Whether the citizen finds word of it on My page: one who signed in, on a case with messages."""
    return case.citizen_id is not None and hasattr(case, "messages")


def tell(case: Any, to_area: str, *, by: Any) -> None:
    """Leave the citizen a message that the desk was written to, in their language; not what was written."""
    if not is_told(case):
        return
    with override(case.language):
        text = gettext(
            "Vi har skrevet til et annet fagområde i kommunen om saken din: %(desk)s. De ser ikke saken, "
            "bare det vi har skrevet. Lurer du på noe, kan du svare her."
        ) % {"desk": name_of(to_area)}
    messages.post_notice(case, text, by=by)


def referrals_of(case: Any) -> list[Referral]:
    """What was sent from the case, the oldest first."""
    return list(Referral.objects.of(case).select_related("taken_by"))
