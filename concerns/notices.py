"""Telling a reporter that there is an answer, where they asked for it, with no word of what it is about.

The address lies apart from the report, sealed to child welfare and tied to it by a keyed hash. Public
processes put one in and take it out; only the worker opens it.
"""

import json
import logging
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from casework import envelope
from casework.doorway import presenting
from casework.encryption import lookup_hash
from casework.outbox import enqueue, handles
from casework.worker import every
from concerns import clocks
from concerns.models import ConcernReport, NoticeAddress

alarm = logging.getLogger("portal.alarm")

# Nobody's telephone tells of this at night, when somebody may lie beside it.
TOLD_AGAIN_AT = time(9)


def digest_of(report_pk: object) -> str:
    """What ties an address to its report."""
    return lookup_hash("notice", str(report_pk))


def remember(report: ConcernReport, address: str) -> None:
    """Keep an e-mail address or a mobile number for the report. Of two, the first stays."""
    row = NoticeAddress(report_digest=digest_of(report.pk))
    place = NoticeAddress.address_is_bound_to(str(row.pk))
    row.address = envelope.seal_to_group(json.dumps(address).encode(), bound_to=place)
    with presenting(row.report_digest):
        NoticeAddress.objects.bulk_create([row], ignore_conflicts=True)


def is_asked_for(report: ConcernReport) -> bool:
    """True while an address is kept. Asked inside `presenting(digest_of(report.pk))`."""
    return NoticeAddress.objects.filter(report_digest=digest_of(report.pk)).exists()


def forget(report: ConcernReport) -> None:
    """Delete the address, if there is one."""
    digest = digest_of(report.pk)
    with presenting(digest):
        NoticeAddress.objects.filter(report_digest=digest).delete()


@handles("concerns.message_posted", gives_up=False)
def tell(report: str, message: str) -> None:
    """Say once that there is an answer: not twice a day, and not to somebody who has answered since."""
    digest, today = digest_of(report), timezone.localdate()
    kept = NoticeAddress.objects.filter(report_digest=digest).first()
    newest = ConcernReport.objects.get(pk=report).messages.last()
    # A later message tells of itself.
    if kept is None or newest is None or str(newest.pk) != message:
        return
    # Compared and set in one, so that two workers do not both tell.
    if not NoticeAddress.objects.filter(pk=kept.pk).exclude(told_on=today).update(told_on=today):
        tomorrow = datetime.combine(today + timedelta(days=1), TOLD_AGAIN_AT)
        enqueue(
            "concerns.message_posted",
            due_at=timezone.make_aware(tomorrow),
            report=report,
            message=message,
        )
        return
    _send(_opened(kept))


@every(24 * 60 * 60)
def forget_where_closed() -> int:
    """Delete the addresses of reports that nobody can reopen by an answer any more; returns how many."""
    today = timezone.localdate()
    answerable = ConcernReport.objects.exclude(
        status=ConcernReport.Status.CLOSED, closed_at__lt=timezone.now() - timedelta(days=clocks.REOPEN.days)
    )
    needed = {
        digest_of(pk)
        for pk, closed_at in answerable.values_list("pk", "closed_at").iterator()
        if closed_at is None or clocks.REOPEN.due(closed_at) >= today
    }
    kept = set(NoticeAddress.objects.values_list("report_digest", flat=True))
    return NoticeAddress.objects.filter(report_digest__in=kept - needed).delete()[0]


def _opened(kept: NoticeAddress) -> str:
    place = NoticeAddress.address_is_bound_to(str(kept.pk))
    return json.loads(envelope.open_as_group(kept.address, bound_to=place))


def _send(address: str) -> None:
    """Raises what the channel raises. An address that no channel can reach is told of and left alone."""
    from casework import mail, sms  # what knows telephone numbers is heavy, and only the worker sends

    text = _("Du har fått svar. Bruk koden din.")
    if "@" in address:
        mail.send(address, text)
        return
    try:
        number = sms.normalised(address)
    except sms.NotSent:
        alarm.error("notice_address_unusable")
        return
    sms.send(number, text)
