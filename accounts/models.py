import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.contrib.auth.models import AbstractUser, Group
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.membership import Membership, is_over
from accounts.signins import SignIn, session_store  # noqa: F401 - the first is a table of this app
from casework.encryption import lookup_hash
from casework.fields import EncryptedField


class User(AbstractUser):
    """Somebody who can sign in: an employee by Entra ID or password, a citizen by ID-porten.

    A citizen has no name, e-mail or password here; who they are lies encrypted beside the user.
    """

    class Kind(models.TextChoices):
        STAFF = "staff", _("Ansatt")
        CITIZEN = "citizen", _("Innbygger")

    kind = models.CharField(_("type"), max_length=10, choices=Kind, default=Kind.STAFF)

    class Meta(AbstractUser.Meta):
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="citizen") | models.Q(is_staff=False, is_superuser=False),
                name="no_citizen_is_staff",
            )
        ]

    def __str__(self) -> str:
        return self.username

    def in_group(self, name: str) -> bool:
        """True for a member. Superusers get no short cut: membership is what opens a case."""
        return name in self.group_names

    @property
    def group_names(self) -> frozenset[str]:
        return self._rights[0]

    @property
    def group_permissions(self) -> frozenset[str]:
        """What the groups may do, as `app.codename`. A citizen's may do nothing."""
        return self._rights[1]

    @cached_property
    def _rights(self) -> tuple[frozenset[str], frozenset[str]]:
        """The groups and what they may do."""
        if self.kind == self.Kind.CITIZEN:  # the public database role reads no permissions
            return frozenset(self.groups.values_list("name", flat=True)), frozenset()
        return self.rights_in(User.rows_of_rights(self.pk))

    @classmethod
    def with_rights(cls, pk: Any) -> Self | None:
        """The active user with groups and permissions, in one query: each page of the desk asks for both."""
        rows = cls.rows_of_rights(pk)
        if not rows or not rows[0].is_active:
            return None
        rows[0].__dict__["_rights"] = cls.rights_in(rows)
        return rows[0]

    @classmethod
    def rows_of_rights(cls, pk: Any) -> list[Self]:
        """The user once for each permission of each group, with the names of these.

        What was given for a time `is_over` at its end, whether or not the worker has taken it away.
        """
        permission = "groups__permissions"
        return list(
            cls._base_manager.filter(pk=pk).annotate(
                is_over=is_over(timezone.now(), user=OuterRef("pk"), group=OuterRef("groups")),
                group=F("groups__name"),
                area=F(f"{permission}__content_type__app_label"),
                codename=F(f"{permission}__codename"),
            )
        )

    @staticmethod
    def rights_in(rows: Iterable[Any]) -> tuple[frozenset[str], frozenset[str]]:
        """From `rows_of_rights`: the names of the groups, and their permissions as `app.codename`."""
        held = [row for row in rows if row.group and not row.is_over]
        return frozenset(row.group for row in held), frozenset(
            f"{row.area}.{row.codename}" for row in held if row.codename
        )

    @property
    def national_id(self) -> str:
        """A citizen's number, as ID-porten says it; empty for an employee. Raises CannotOpen."""
        citizen = Citizen.objects.filter(user=self).first()
        return citizen.pid if citizen else ""

    def take_over(self, fields: dict[str, str]) -> None:
        """Be called, and reached, as Entra ID says today. Does not save."""
        self.first_name, self.last_name = fields["first_name"], fields["last_name"]
        self.email = fields["work_email"]

    @classmethod
    def in_groups(cls, names: Iterable[str]) -> models.QuerySet[Self]:
        """The active employees with a place in one of these groups, now."""
        places = cls.groups.through.objects.filter(user=OuterRef("pk"), group__name__in=names)
        held = places.exclude(is_over(timezone.now(), user=OuterRef("user"), group=OuterRef("group")))
        return cls._default_manager.filter(Exists(held), is_active=True, is_staff=True)

    @property
    def is_sealed(self) -> bool:
        """Member of a group that no administrator may fill, or reach by taking over its members; or
        somebody whom its members are asked about."""
        sealed = roles.sealed_groups()
        asked = self.memberships.filter(state=Membership.State.ASKED, group__name__in=sealed)
        return bool(self.group_names & sealed) or asked.exists()

    @property
    def follows_entra(self) -> bool:
        """True when Entra ID decides this person's groups, anew at each sign-in."""
        accounts = self.socialaccount_set.all() if self.pk else ()
        return any(account.provider == "entra" for account in accounts)

    @transaction.atomic
    def follow_entra(self, app_roles: Iterable[str]) -> None:
        """Be a member of the groups these app roles fill; without any role, be locked out.

        A sealed group asks its members first, and what was given for a time stays (accounts.membership).
        """
        names = roles.groups_for(app_roles)
        Membership.follow(self, names)
        in_force = Membership.objects.in_force(timezone.now()).filter(user=self)
        self.groups.set(Group.objects.filter(pk__in=in_force.values("group")))
        self.__dict__.pop("_rights", None)
        self.is_staff = bool(names)
        self.save(update_fields=["is_staff"])


class Citizen(models.Model):
    """Who a citizen's user is: number and name, encrypted. The user is found by a hash of the number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="citizen")
    pid = EncryptedField(_("fødselsnummer"), ring="citizens")
    name = EncryptedField(_("navn"), ring="citizens")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class OidcSession(models.Model):
    """Which of our sessions ID-porten means by the `sid` it sends, without our cookie, when one is over."""

    KEPT = timedelta(hours=3)  # longer than any session of a citizen lasts

    sid_digest = models.CharField(max_length=64, db_index=True)
    session_key = models.CharField(max_length=40)
    begun_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def remember(cls, sid: str, session_key: str) -> None:
        """Note what begins, and forget what must have ended by now."""
        cls.forget_ended()
        cls.objects.create(sid_digest=lookup_hash("sid", sid), session_key=session_key)

    @classmethod
    def forget_ended(cls) -> None:
        cls.objects.filter(begun_at__lt=timezone.now() - cls.KEPT).delete()

    @classmethod
    def end(cls, sid: str) -> None:
        """End every session that began with this `sid`. Ending it again, or an unknown one, does nothing."""
        for session in cls.objects.filter(sid_digest=lookup_hash("sid", sid)):
            session_store()(session_key=session.session_key).delete()
            session.delete()


class CitizenSession(AbstractBaseSession):
    """A session of the public face. See accounts.citizen_sessions."""

    class Meta(AbstractBaseSession.Meta):
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls):
        from accounts.citizen_sessions import SessionStore

        return SessionStore


class DemoDatabase(models.Model):
    """One row says that everybody in this database is invented. Without it there is no demo sign-in."""

    marked_at = models.DateTimeField(auto_now_add=True)

    class RealPeople(Exception):
        """The database holds users, and was not a demo's when they came."""

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_demo_mark")]

    def __str__(self) -> str:
        return "demo"

    @classmethod
    def is_marked(cls) -> bool:
        return cls.objects.exists()

    @classmethod
    def mark(cls) -> None:
        """Mark a new database as a demo's. Raises RealPeople where somebody already has a user."""
        if cls.is_marked():
            return
        if User.objects.exists():
            raise cls.RealPeople("This database has users and is not marked as a demo's.")
        cls.objects.create(pk=1)
