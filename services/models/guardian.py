"""The other one with parental responsibility: invited by a code, answers with their own electronic ID."""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.conflicts import look_at
from casework.encryption import lookup_hash
from casework.events import Event
from casework.fields import shown
from casework.messages import tell
from casework.worker import every
from services.models.application import CareApplication

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SIGNS, GROUP = 20, 4  # 100 bits: a keyed hash of it can be stored and looked up
KEPT, REMIND_AFTER = timedelta(days=14), timedelta(days=7)
NAMED = "named"  # the answer that lets us invite somebody; the form's own word


class CannotInvite(Exception):
    """Nobody is to be invited to this application, or they have answered already."""


class SecondGuardian(models.Model):
    """One invitation, and the answer to it. Of the code only a keyed hash is kept."""

    class Answer(models.TextChoices):
        SIGNED = "signed", _("Skrevet under")
        DECLINED = "declined", _("Sagt nei")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(
        CareApplication, on_delete=models.CASCADE, related_name="second_guardian"
    )
    code_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_at = models.DateTimeField(_("invitert"), default=timezone.now, editable=False)
    reminded = models.BooleanField(default=False, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    answer = models.CharField(_("svar"), max_length=10, choices=Answer, blank=True, editable=False)
    answered_at = models.DateTimeField(_("svarte"), null=True, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def expires_at(self) -> datetime:
        return self.invited_at + KEPT

    @property
    def is_open(self) -> bool:
        return not self.answer and timezone.now() < self.expires_at

    @property
    def has_run_out(self) -> bool:
        return not self.answer and not self.is_open

    @classmethod
    def invite(cls, application: CareApplication, *, by: Any) -> str:
        """Make a code, shown this once; an earlier one no longer works. Raises CannotInvite."""
        if not may_invite(application):
            raise CannotInvite
        code = _new_code()
        fresh = {"code_digest": _digest(code), "invited_at": timezone.now(), "reminded": False}
        with transaction.atomic():
            cls.objects.update_or_create(application=application, defaults=fresh)
            application.note_event("guardian_invited", by=by)
        return code

    @classmethod
    def behind(cls, code: str, child_pid: str, *, user: Any) -> Self | None:
        """The open invitation of this code and child; None alike for all that is wrong, and for oneself."""
        found = cls.objects.select_related("application").filter(code_digest=_digest(code)).first()
        if found is None or not found.is_open or found.application.citizen_id == user.pk:
            return None
        expected = (shown(found.application, "content") or {}).get("child", {}).get("pid") or ""
        return (
            found if secrets.compare_digest(expected, child_pid) and may_invite(found.application) else None
        )

    def give_answer(self, answer: str, *, by: Any) -> bool:
        """Sign or decline, once; False where it was answered or had run out. The applicant is told."""
        with transaction.atomic():
            mine = type(self).objects.select_for_update().get(pk=self.pk)
            if not mine.is_open:
                return False
            mine.answer, mine.answered_at, mine.user = answer, timezone.now(), by
            mine.save(update_fields=["answer", "answered_at", "user"])
            case = self.application
            case.note_event(f"guardian_{answer}", by=by)
            look_at(case)
            # The desk reads it as news, and it never loses to a caseworker who writes at the same time.
            CareApplication.objects.filter(pk=case.pk).update(unread=True, version=F("version") + 1)
            tell(case)
        return True


def may_invite(application: CareApplication) -> bool:
    """True where somebody is named who may know, the child has a number, and nobody has answered."""
    content = shown(application, "content") or {}
    named = content.get("guardian", {}).get("second") == NAMED and content.get("child", {}).get("pid")
    before = SecondGuardian.objects.filter(application=application).exclude(answer="")
    open_case = application.status not in CareApplication.final_statuses
    return bool(named) and open_case and not before.exists()


@every(60 * 60)
def remind_of_invitations() -> int:
    """Tell applicants once, a week before the code runs out, that nobody has answered; returns how many."""
    waiting = SecondGuardian.objects.filter(
        answer="", reminded=False, invited_at__lte=timezone.now() - REMIND_AFTER
    ).select_related("application")
    for invitation in waiting:
        with transaction.atomic():
            SecondGuardian.objects.filter(pk=invitation.pk).update(reminded=True)
            tell(invitation.application)
    return len(waiting)


@every(60 * 60)
def tell_of_expired_invitations() -> int:
    """Tell applicants once that a code ran out unanswered, and note it for the desk; returns how many."""
    told = Event.objects.filter(
        name="guardian_expired", case_id=OuterRef("application_id"), at__gte=OuterRef("invited_at")
    )
    expired = SecondGuardian.objects.filter(
        ~Exists(told),
        answer="",
        invited_at__lte=timezone.now() - KEPT,
        application__status__in=CareApplication.transitions.keys() - CareApplication.final_statuses,
    ).select_related("application")
    for invitation in expired:
        with transaction.atomic():
            invitation.application.note_event("guardian_expired", by=None)
            tell(invitation.application)
    return len(expired)


def _new_code() -> str:
    signs = "".join(secrets.choice(CROCKFORD) for _sign in range(CODE_SIGNS))
    return "-".join(signs[i : i + GROUP] for i in range(0, CODE_SIGNS, GROUP))


def _digest(code: str) -> str:
    """Forgives spaces, small letters, and O, I and L."""
    signs = "".join(code.split()).replace("-", "").upper().translate(str.maketrans("OIL", "011"))
    return lookup_hash("second guardian", signs)
