"""Who lets whom into a group: for a time, by whoever leads the area; into a sealed group, by a member's yes.

`user.groups` is the truth of who is in, and a row here says how they came there. Rows are never deleted.
"""

import uuid
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import roles
from accounts.signins import SignIn
from casework import mail
from casework.fields import EncryptedField
from casework.outbox import enqueue, handles
from casework.worker import every

LONGEST = timedelta(days=90)
REFUSAL_STANDS = timedelta(days=30)  # as long, a sign-in does not ask again for what was refused
NEWS = timedelta(days=7)
REASON_LENGTH = 300
TELL = "accounts.membership"


class Refused(Exception):
    """Why not, in a sentence to whoever pressed the button."""


class MembershipQuerySet(models.QuerySet["Membership"]):
    def open(self) -> Self:
        """What waits for an answer, and what holds."""
        return self.filter(state__in=(Membership.State.ASKED, Membership.State.IN_FORCE))

    def in_force(self, at: datetime) -> Self:
        return self.filter(state=Membership.State.IN_FORCE).exclude(until__lte=at)

    def standing(self) -> Self:
        return self.filter(until=None)

    def lapsed(self, at: datetime) -> Self:
        """Those whose end has passed and that nobody has ended yet."""
        return self.open().filter(until__lte=at)

    def news_for(self, user: Any) -> Self:
        """What the members of this person's groups were told of in a week."""
        since = timezone.now() - NEWS
        recent = Q(asked_at__gt=since) | Q(decided_at__gt=since)
        told = Q(group__name__in=roles.sealed_groups()) | Q(came=Membership.Came.MANAGER)
        return self.filter(recent, told, group__name__in=user.group_names).exclude(user=user)

    def waiting_for(self, user: Any) -> Self:
        """What this person may say yes or no to."""
        sealed = user.group_names & roles.sealed_groups()
        others = self.exclude(user=user).exclude(asked_by=user)
        asked = others.filter(state=Membership.State.ASKED, group__name__in=sealed)
        return asked.exclude(is_for_a_time(timezone.now(), user=user, group=OuterRef("group")))


class Membership(models.Model):
    """One person's way into one group, and out of it. Without `until` it stands until somebody ends it."""

    class State(models.TextChoices):
        ASKED = "asked", gettext_lazy("Venter på svar")
        IN_FORCE = "in_force", gettext_lazy("Gjelder")
        REFUSED = "refused", gettext_lazy("Avslått")
        ENDED = "ended", gettext_lazy("Avsluttet")

    class Came(models.TextChoices):
        """By what door: only a colleague has to say why."""

        COLLEAGUE = "colleague", gettext_lazy("bedt om av en kollega")
        ENTRA = "entra", gettext_lazy("gitt i Entra ID")
        OPERATOR = "operator", gettext_lazy("satt inn av driften")
        MANAGER = "manager", gettext_lazy("satt inn av den som styrer brukerne")
        BEFORE = "before", gettext_lazy("med fra før denne regelen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    came = models.CharField(max_length=10, choices=Came)
    reason = EncryptedField(gettext_lazy("begrunnelse"), null=True)
    until = models.DateTimeField(gettext_lazy("slutt"), null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    ended_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "group"],
                condition=Q(state__in=("asked", "in_force"), until=None),
                name="one_standing_membership",
            ),
            models.UniqueConstraint(
                fields=["user", "group"],
                condition=Q(state__in=("asked", "in_force"), until__isnull=False),
                name="one_temporary_membership",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("user")), name="decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(asked_by=None) | ~Q(decided_by=models.F("asked_by")),
                name="decided_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_at=None, ended_by=None)),
                name="membership_ended_at",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def last_day(self) -> date | None:
        return timezone.localdate(self.until) if self.until else None

    # --- what colleagues do -------------------------------------------------------------------------------
    @classmethod
    @transaction.atomic
    def ask(cls, user: Any, group: Group, *, by: Any, reason: str, until: datetime | None = None) -> Self:
        """Give access at once, or ask a sealed group's members for it. Raises Refused, which says why.

        A group that is not sealed is only given for a time; so is one to whoever has theirs from Entra ID.
        """
        if group.name not in roles.led_by(by.group_names):
            raise Refused(_("Du gir ikke tilgang til denne gruppen."))
        _check_standing(by, roles.table()[group.name].led_by)
        _alone(user)
        _check_person(user, by)
        _check_end(until, group, user)
        if not reason.strip():
            raise Refused(_("Skriv hvorfor."))
        if group.name in _current_groups(user):
            raise Refused(_("Denne ansatte er alt med i gruppen."))
        asked = cls.objects.open().filter(user=user, group=group, until__isnull=until is None)
        if asked.exists():
            raise Refused(_("Noen har alt bedt om dette."))
        return cls._begin(user, group, came=cls.Came.COLLEAGUE, asked_by=by, reason=reason, until=until)

    @transaction.atomic
    def approve(self, *, by: Any) -> None:
        """Let the person in, and tell every member. Raises Refused."""
        self._check_decision(by)
        _alone(self.user)
        if self.until and self.until <= timezone.now():
            raise Refused(_("Slutten er passert."))
        if not _is_employee(self.user):
            raise Refused(_("Finner ingen ansatt med det brukernavnet."))
        self._move(self.State.IN_FORCE, self.State.ASKED, decided_by=by, decided_at=timezone.now())
        self._enter()
        self._tell()
        if not self.user.follows_entra:  # whoever else knew the password may be signed in with it
            SignIn.objects.filter(user=self.user).end()

    @transaction.atomic
    def refuse(self, *, by: Any) -> None:
        """Say no. Raises Refused."""
        self._check_decision(by)
        self._move(self.State.REFUSED, self.State.ASKED, decided_by=by, decided_at=timezone.now())

    @transaction.atomic
    def end(self, *, by: Any) -> None:
        """End what holds. Raises Refused for what is not this person's to end, or is over."""
        if not self.may_be_ended_by(by):
            raise Refused(_("Dette kan ikke avsluttes her."))
        if self.until is None:
            self._check_end(by)
        self._close(by)

    def may_be_ended_by(self, user: Any) -> bool:
        """Whoever gives the group, of what was given here: what Entra ID gives, Entra ID takes."""
        leads = self.group.name in roles.led_by(user.group_names)
        return self.state == self.State.IN_FORCE and leads and self._is_given_here()

    def _is_given_here(self) -> bool:
        """By a colleague; or into a sealed group before there was a rule, or by the operator."""
        if self.until is not None or self.came == self.Came.COLLEAGUE:
            return True
        is_elsewhere = self.came in (self.Came.ENTRA, self.Came.MANAGER) or self.user.follows_entra
        return self.group.name in roles.sealed_groups() and not is_elsewhere

    # --- what other doors do ------------------------------------------------------------------------------
    @classmethod
    @transaction.atomic
    def follow(cls, user: Any, claimed: frozenset[str]) -> None:
        """Let the standing memberships be those Entra ID claims; into a sealed group, only ask. What is
        given for a time stays."""
        _alone(user)
        kept = set()
        for one in cls.objects.open().standing().filter(user=user).select_related("user", "group"):
            kept.add(one.group.name) if one.group.name in claimed else one._close(None)
        refused = cls.objects.standing().filter(
            user=user, state=cls.State.REFUSED, decided_at__gt=timezone.now() - REFUSAL_STANDS
        )
        kept |= set(refused.values_list("group__name", flat=True))
        for group in Group.objects.filter(name__in=claimed - kept):
            cls._begin(user, group, came=cls.Came.ENTRA, asked_by=user)

    @classmethod
    @transaction.atomic
    def put_in(cls, user: Any, group: Group) -> Self | None:
        """The operator's door: in at once, but where a sealed group has members, only asked for. None for
        somebody who is in already."""
        _alone(user)
        if group.name in _current_groups(user):
            return None
        has_members = members_of(group).exists()
        asked = cls.objects.open().standing().filter(user=user, group=group).first()
        one = asked or cls._begin(user, group, came=cls.Came.OPERATOR)
        if one.state == cls.State.ASKED and not has_members:
            one._move(cls.State.IN_FORCE, cls.State.ASKED, decided_at=timezone.now())
        if one.state == cls.State.IN_FORCE:
            one._enter()
        return one

    @classmethod
    @transaction.atomic
    def manage(cls, user: Any, *, added: Iterable[Group], removed: Iterable[Group], by: Any) -> None:
        """What a manager of users changes of the groups that are not sealed. All in them are told of it."""
        _alone(user)
        current = _current_groups(user)
        for group in _open(added):
            if group.name not in current:
                cls._begin(user, group, came=cls.Came.MANAGER, asked_by=by)
        for group in _open(removed):
            for one in cls.objects.open().filter(user=user, group=group):
                one._close(by)
            user.groups.remove(group)  # also where no row says how they came

    # --- how ----------------------------------------------------------------------------------------------
    @classmethod
    def _begin(cls, user: Any, group: Group, **fields: Any) -> Self:
        sealed = group.name in roles.sealed_groups()
        state = cls.State.ASKED if sealed else cls.State.IN_FORCE
        one = cls.objects.create(user=user, group=group, state=state, **fields)
        if sealed or one.came == cls.Came.MANAGER:
            one._tell()
        if not sealed:
            one._enter()
        return one

    def _move(self, state: str, *only_from: str, **changes: Any) -> None:
        """Change the state if nobody has done so meanwhile. Raises Refused for the second of two."""
        rows = Membership.objects.filter(pk=self.pk, state__in=only_from)
        if not rows.update(state=state, **changes):
            raise Refused(_("Noen har alt avgjort dette."))
        for name, value in ({"state": state} | changes).items():
            setattr(self, name, value)

    def _close(self, by: Any) -> None:
        """End it, and leave the group unless something else keeps the person there."""
        _alone(self.user)
        self._move(
            self.State.ENDED, self.State.ASKED, self.State.IN_FORCE, ended_by=by, ended_at=timezone.now()
        )
        others = Membership.objects.in_force(timezone.now()).filter(user=self.user, group=self.group)
        if not others.exists():
            self.user.groups.remove(self.group)

    def _enter(self) -> None:
        self.user.groups.add(self.group)

    def _check_decision(self, by: Any) -> None:
        if by.pk in (self.user_id, self.asked_by_id):
            raise Refused(_("En annen må avgjøre det du selv har bedt om, eller som gjelder deg."))
        if not by.in_group(self.group.name):
            raise Refused(_("Bare et medlem av gruppen kan avgjøre dette."))
        _check_standing(by, {self.group.name})

    def _check_end(self, by: Any) -> None:
        """A standing place is ended by somebody who stands, and the last one of a sealed group by nobody."""
        if _is_only_for_a_time(by, roles.table()[self.group.name].led_by):
            raise Refused(_("Den som selv er med for en tid, kan bare avslutte det som er gitt for en tid."))
        _alone(self.user)
        places = Membership.objects.open().standing().filter(group=self.group).order_by("pk")
        list(places.select_for_update())  # of two who end each other, one stays
        held = is_for_a_time(timezone.now(), user=OuterRef("pk"), group=self.group)
        is_last = set(members_of(self.group).exclude(held)) == {self.user}
        if is_last and self.group.name in roles.sealed_groups():
            raise Refused(_("Dette er den siste faste i gruppen. Slipp inn en til først."))

    def _tell(self) -> None:
        for pk in members_of(self.group).exclude(email="").values_list("pk", flat=True):
            enqueue(TELL, user=pk, group=self.group_id)


def is_over(at: datetime, *, user: Any, group: Any) -> Q:
    """That somebody's time in a group is over, and that no standing membership keeps them there."""
    own = Membership.objects.filter(state=Membership.State.IN_FORCE, user=user, group=group)
    return Q(Exists(own.filter(until__lte=at))) & ~Q(Exists(own.standing()))


def is_for_a_time(at: datetime, *, user: Any, group: Any) -> Q:
    """That somebody's only place in a group is one that has an end."""
    held = Membership.objects.in_force(at).filter(user=user, group=group)
    return Q(Exists(held.filter(until__isnull=False))) & ~Q(Exists(held.standing()))


def members_of(group: Group) -> models.QuerySet:
    """The group's active members, now."""
    return get_user_model().in_groups({group.name})


@every(60)
def end_lapsed() -> None:
    """End what is past its time, also what nobody answered. Until then no page counts it."""
    for one in Membership.objects.lapsed(timezone.now()).select_related("user", "group"):
        with suppress(Refused), transaction.atomic():  # somebody was first
            one._close(None)


@handles(TELL)
def tell(user: int, group: int) -> None:
    """Tell one member that there is news of who is in the group. Whose news is on the page alone."""
    found = Group.objects.filter(pk=group).first()
    person = members_of(found).filter(pk=user).first() if found else None
    if person is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"group": found.name, "address": f"{settings.SITE_URL}{reverse('admin:access')}"}
        mail.send(person.email, _("Det er nytt om hvem som er med i %(group)s. Se %(address)s") % facts)


def _alone(user: Any) -> None:
    """Let nobody else change this person's memberships until the transaction is over."""
    get_user_model().objects.select_for_update().get(pk=user.pk)


def _current_groups(user: Any) -> set[str]:
    """As the database has it now, not as the request found it."""
    return set(get_user_model().objects.get(pk=user.pk).group_names)


def _open(groups: Iterable[Group]) -> list[Group]:
    return [group for group in groups if group.name not in roles.sealed_groups()]


def _is_employee(user: Any) -> bool:
    """Not a citizen, nor somebody who has left or whom Entra ID has locked out."""
    return user.is_active and user.is_staff and user.kind == user.Kind.STAFF


def _check_standing(by: Any, groups: Collection[str]) -> None:
    """Nobody lets others in by a place that they have for a time: it would outlast its end."""
    if _is_only_for_a_time(by, groups):
        raise Refused(_("Den som selv er med for en tid, kan ikke slippe inn andre."))


def _is_only_for_a_time(by: Any, groups: Collection[str]) -> bool:
    """True for somebody who is in none of these groups but for a time."""
    held = Group.objects.filter(name__in=by.group_names & set(groups))
    standing = held.exclude(is_for_a_time(timezone.now(), user=by, group=OuterRef("pk")))
    return bool(held and not standing)


def _check_person(user: Any, by: Any) -> None:
    if not _is_employee(user):
        raise Refused(_("Finner ingen ansatt med det brukernavnet."))
    if user.pk == by.pk:
        raise Refused(_("Du kan ikke gi deg selv tilgang. Be en kollega."))


def _check_end(until: datetime | None, group: Group, user: Any) -> None:
    now = timezone.now()
    if until is None and group.name not in roles.sealed_groups():
        raise Refused(_("Denne gruppen gis bare for en tid. Velg den siste dagen."))
    if until is None and user.follows_entra:
        raise Refused(_("Faste grupper får denne ansatte av Entra ID. Velg den siste dagen."))
    if until and until <= now:
        raise Refused(_("Den siste dagen kan ikke være før i dag."))
    if until and until > now + LONGEST:
        raise Refused(_("Tilgang kan gis for høyst 90 dager."))
