"""Nobody has opened it: who is told, when, and by what means, until somebody has.

All times are counted from the start of the hour in which the report came, since that is all we keep. So
nobody is told later than promised, and often earlier. Messages hold a count, whether it is urgent, and the
way to the list: never a word of a report. A round of the worker looks at what is unread right now, so a
dead worker, a full outbox or a night without mail delays a message and loses none.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from casework import mail, sms
from casework.office_hours import OfficeHours, after
from casework.worker import every
from concerns.models import ConcernReport, Escalation

alarm = logging.getLogger("portal.alarm")

OFFICE = OfficeHours(
    "Mo-Fr 08:00-15:30", source="Asker kommune: hjelpetelefoner for barn, unge og foresatte, 2020"
)
LOOK_EVERY_SECONDS = 60
# A mail at the very minute would tell when an anonymous report was written; an urgent one must not wait.
NEWS_AFTER = timedelta(hours=1)
ALARM_EVERY_SECONDS = 60 * 60


@dataclass(frozen=True)
class Rule:
    """When those on duty are told of an unread report, and how soon again. The portal's own promise."""

    first: timedelta
    again: timedelta
    hours: OfficeHours | None = None  # None: day and night

    def due(self, since: datetime, times: int) -> datetime:
        """When to tell them for the (times + 1)th time."""
        length = self.first + times * self.again
        return after(since, length, self.hours) if self.hours else since + length

    def told_by(self, since: datetime, now: datetime, times: int) -> int:
        """How often they should have been told by now: what was missed is not made up for one by one."""
        while self.due(since, times) <= now:
            times += 1
        return times


ORDINARY = Rule(first=timedelta(hours=4), again=timedelta(hours=4), hours=OFFICE)
ACUTE = Rule(first=timedelta(minutes=15), again=timedelta(minutes=30))


@every(LOOK_EVERY_SECONDS)
def look() -> None:
    """Tell those who must be told now. Another worker that looks at the same time waits for this one."""
    now = timezone.now()
    _follow_what_is_unread()
    with transaction.atomic():
        waiting = Escalation.objects.select_related("report").order_by("since")
        if connection.features.has_select_for_update:
            waiting = waiting.select_for_update(of=("self",))
        unread = list(waiting)
        _mail_news([one for one in unread if not one.is_mailed and _is_news(one, now)])
        for acute in (True, False):
            _text([one for one in unread if one.report.acute == acute and _is_due(one, now)], acute, now)


def rule_for(report: ConcernReport) -> Rule:
    """Acute until it has been opened once; what a reporter adds later is ordinary."""
    return ACUTE if report.acute and not report.opened_at else ORDINARY


def _follow_what_is_unread() -> None:
    Escalation.objects.exclude(report__unread=True).delete()
    new = ConcernReport.objects.filter(unread=True, escalation=None)
    for report in new.annotate(latest=Max("messages__at")):
        Escalation.objects.get_or_create(
            report=report, defaults={"since": report.latest or report.received_at}
        )


def _is_news(one: Escalation, now: datetime) -> bool:
    return one.report.acute or one.since + NEWS_AFTER <= now


def _is_due(one: Escalation, now: datetime) -> bool:
    return rule_for(one.report).due(one.since, one.times) <= now


def _mail_news(news: list[Escalation]) -> None:
    """The first word, to child welfare's own mailbox. If it fails it is tried again; the SMS comes anyway."""
    if news and _mailed(
        settings.CHILD_WELFARE_MAIL, _words(len(news), any(one.report.acute for one in news))
    ):
        _save(news, is_mailed=True)


def _text(due: list[Escalation], acute: bool, now: datetime) -> None:
    """The next channel: to the emergency duty, day and night, when it is urgent; else to child welfare."""
    if not due:
        return
    number, address = _on_duty(acute)
    words = _words(len(due), acute)
    # Both are tried; one that arrives is enough.
    arrived = [_texted(number, words), _mailed(address, words)]
    if not any(arrived):
        if cache.add(f"escalation-alarm:{acute}", True, ALARM_EVERY_SECONDS):
            alarm.error("nobody_told", extra={"kind": "acute" if acute else "ordinary"})
        return
    for one in due:
        one.times = rule_for(one.report).told_by(one.since, now, one.times)
        one.save(update_fields=["times"])


def _on_duty(acute: bool) -> tuple[str, str]:
    if acute:
        return settings.EMERGENCY_DUTY_PHONE, settings.EMERGENCY_DUTY_MAIL
    return settings.CHILD_WELFARE_PHONE, settings.CHILD_WELFARE_MAIL


def _words(count: int, acute: bool) -> str:
    if acute:
        text = ngettext(
            "%(count)d melding som haster er ikke åpnet.",
            "%(count)d meldinger er ikke åpnet. Noe haster.",
            count,
        )
    else:
        text = ngettext("%(count)d melding er ikke åpnet.", "%(count)d meldinger er ikke åpnet.", count)
    link = settings.SITE_URL + reverse("admin:concerns_concernreport_changelist")
    return f"{text % {'count': count}} {link}"


def _texted(number: str, words: str) -> bool:
    try:
        sms.send(number, words)
    except Exception:  # whatever the gateway does, mail is still to be tried
        return False
    return True


def _mailed(address: str, words: str) -> bool:
    try:
        mail.send(address, words)
    except Exception:  # the server is away: the next round tries again
        return False
    return bool(address)


def _save(rows: Iterable[Escalation], **changes: object) -> None:
    Escalation.objects.filter(pk__in=[one.pk for one in rows]).update(**changes)
