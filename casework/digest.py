"""A mail each working morning to whoever has cases: how many wait, and which are late. Counts and references
alone: what a case is about never leaves the desk."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework import mail
from casework.counting import in_words
from casework.office_hours import OfficeHours, after
from casework.outbox import enqueue, handles
from casework.worker import every

MORNING = OfficeHours("Mo-Fr 07:00-15:30", source="The portal's own: before the first meeting of the day.")


@every(24 * 60 * 60)
def ask_for_digests() -> None:
    """Have today's mails sent at seven. A round begins at midnight UTC, which is one or two o'clock here."""
    today = timezone.localdate()
    due = after(timezone.make_aware(datetime.combine(today, time())), timedelta(), MORNING)
    if timezone.localdate(due) != today:
        return
    staff = get_user_model().objects.filter(kind="staff", is_active=True, is_staff=True).exclude(email="")
    for pk in staff.values_list("pk", flat=True):
        enqueue("casework.digest", due_at=due, user=pk, day=today.isoformat())


@handles("casework.digest")
def send_digest(user: int, day: str) -> None:
    """Send it, as the desk stands now. Nothing to whom nothing waits for, and nothing on a later day."""
    person = get_user_model().objects.filter(pk=user, is_active=True).first()
    if person is None or day != timezone.localdate().isoformat():
        return
    with translation.override(settings.LANGUAGE_CODE):
        if lines := digest_of(person):
            desk = f"{settings.SITE_URL}{reverse('admin:index')}"
            mail.send(person.email, "\n\n".join([*lines, _("Se sakene: %(address)s") % {"address": desk}]))


def digest_of(person: Any) -> list[str]:
    """A paragraph for each area in which something waits for this person."""
    from casework.admin import start  # a public process loads this module too, and has no admin

    request = HttpRequest()
    request.user = person
    return [text for area in start.waiting(request) if (text := _area(**area))]


def _area(name: str, counts: list[tuple[Any, int]], late: list[str]) -> str:
    lines = [f"{label}: {in_words(count)}" for label, count in counts if count]
    if late:
        lines.append(_("Over fristen: %(references)s") % {"references": ", ".join(late)})
    return "\n".join([name, *lines]) if lines else ""
