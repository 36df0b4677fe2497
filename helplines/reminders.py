"""Mail to those who look after a line that nobody has confirmed for 30 days. Says nothing of its content."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework import outbox
from helplines.clock import OSLO
from helplines.line import STALE_AFTER
from helplines.models import Helpline

KIND = "helplines.remind"


@transaction.atomic
def remind_owners(at: datetime) -> int:
    """Ask for one mail a line and calendar month where a line is stale; returns how many were asked for.

    The lines are locked, so that two runs at once ask once.
    """
    month = at.astimezone(OSLO).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    not_this_month = Q(reminded_at=None) | Q(reminded_at__lt=month)
    lines = list(_stale(at).filter(not_this_month).select_for_update())
    for line in lines:
        line.reminded_at = at
        line.save(update_fields=["reminded_at"])
        outbox.enqueue(KIND, line=line.pk, month=f"{month:%Y-%m}")
    return len(lines)


@outbox.handles(KIND)
def remind(line: int, month: str) -> None:
    """Send the mail, unless somebody has confirmed the line in the meantime. Raises what mail raises."""
    owned = _stale(timezone.now()).filter(pk=line).first()
    if owned:
        with translation.override(settings.LANGUAGE_CODE):
            _mail(owned, month).send()


def _stale(at: datetime):
    shown = Helpline.objects.shown_on(at.astimezone(OSLO).date())
    return shown.unconfirmed_since(at - STALE_AFTER).exclude(owner_email="").exclude(published=None)


def _mail(line: Helpline, month: str) -> EmailMessage:
    address = settings.SITE_URL + reverse("admin:helplines_helpline_change", args=[line.pk])
    return EmailMessage(
        _("Stemmer nummer og åpningstid fortsatt?"),
        render_to_string("helplines/mail/remind.txt", {"address": address}),
        to=[line.owner_email],
        # The same for a mail that is sent twice, so that it is shown once.
        headers={"Message-ID": f"<helpline-{line.pk}-{month}@{urlsplit(settings.SITE_URL).hostname}>"},
    )
