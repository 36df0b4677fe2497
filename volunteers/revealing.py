"""When one side of a match sees how to reach the other: gates first, a trace before, never many a day."""

import logging
import secrets
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from casework.fields import shown
from casework.outbox import enqueue
from volunteers import asking, policy, pool
from volunteers.models import HelpRequest, Match, OneTimeCode, Reveal, Volunteer

alarm = logging.getLogger("portal.alarm")

Side = Reveal.Side
DIGITS = 6
# A volunteer who has taken this on has used a place already; who may meet whom is asked again.
STILL_ASKED = {"approved", "pause", "declaration", "certificate", "age", "block"}


class TooMany(Exception):
    """As many as one person is shown in a day."""


class NotNow(Exception):
    """The match is over, or a gate has closed since."""


class Contact(NamedTuple):
    """How to reach the other side. `address` is empty where it is protected."""

    name: str
    phone: str
    address: str = ""
    is_protected: bool = False


def to_helper(match: Match, *, how: str) -> Contact:
    """Confirm the match and show the volunteer whom to help. Raises TooMany, NotNow and asking.NoPlace."""
    with transaction.atomic():
        volunteer = Volunteer.objects.select_for_update().get(pk=match.volunteer_id)
        _suggestion, closed = pool.judge(match.request, volunteer, timezone.localdate())
        if STILL_ASKED & set(closed):
            raise NotNow
        if _shown_today(volunteer, but=match) >= policy.REVEALS_A_DAY.value:
            raise TooMany
        Reveal.objects.create(match=match, volunteer=volunteer, side=Side.HELPER, how=how)
    asking.confirm(match)
    return _contact_of(match.request)


def to_seeker(match: Match, *, how: str) -> Contact:
    """Show who asked for help who is coming. Raises NotNow."""
    if match.status != Match.Status.CONFIRMED:
        raise NotNow
    Reveal.objects.create(match=match, volunteer=match.volunteer, side=Side.SEEKER, how=how)
    content = shown(match.volunteer, "content") or {}
    return Contact(content.get("name", ""), content.get("phone", ""))


def _contact_of(request: HelpRequest) -> Contact:
    content = shown(request, "content") or {}
    address = "" if request.protected else content.get("address", "")
    return Contact(content.get("name", ""), content.get("phone", ""), address, request.protected)


def _shown_today(volunteer: Volunteer, but: Match) -> int:
    """How many others this volunteer has been shown today, Oslo time. The same one again is free."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    seen = Reveal.objects.filter(volunteer=volunteer, side=Side.HELPER, at__gte=midnight)
    return seen.exclude(match=but).values("match").distinct().count()


# --- one-time codes ----------------------------------------------------------------------------------
def send_code(subject: Any) -> bool:
    """Have six digits sent to whoever the link belongs to. False when as many were sent as an hour allows."""
    now = timezone.now()
    lately = OneTimeCode.objects.filter(subject=subject, made_at__gte=now - timedelta(hours=1))
    if lately.count() >= policy.CODES_AN_HOUR.value:
        return False
    with transaction.atomic():
        digits = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
        code = OneTimeCode.objects.create(subject=subject, code=digits, made_at=now)
        enqueue("volunteers.send_code", code=str(code.pk))
    return True


def is_right(subject: Any, written: str) -> bool:
    """Whether these are the digits last sent. Right once; old after ten minutes, dead after five tries."""
    since = timezone.now() - policy.CODE_LASTS.value
    with transaction.atomic():
        sent = OneTimeCode.objects.select_for_update().filter(subject=subject, made_at__gte=since)
        code = sent.order_by("-made_at").first()
        if code is None or code.tries >= policy.CODE_TRIES.value:
            return False
        code.tries += 1
        right = secrets.compare_digest(str(shown(code, "code") or ""), _digits(written))
        if right:
            code.tries = policy.CODE_TRIES.value
        code.save(update_fields=["tries"])
        return right


def _digits(written: str) -> str:
    return "".join(sign for sign in written if sign in "0123456789")
