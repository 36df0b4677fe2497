"""Nobody has opened it: who is told, when, and by what means, until somebody has.

All times are counted from the start of the hour in which the report came, since that is all we keep. So
nobody is told later than promised, and often earlier. Messages hold a count, whether it is urgent, and the
way to the list: never a word of a report. A round of the worker looks at what is unread right now, so a
dead worker, a full outbox or a night without mail delays a message and loses none. A worker that dies
between telling and noting it tells again: twice is better than not at all.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register
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
NEWS_TO = "CHILD_WELFARE_MAIL"


@dataclass(frozen=True)
class Rule:
    """When somebody is told of an unread report, how soon again, and who. The portal's own promise.

    The first word is a mail to child welfare's mailbox, `news` after the hour's start; what is not opened
    by `first` goes on to `numbers` and `addresses` (names of settings), in `hours` or day and night.
    """

    name: str
    news: timedelta
    first: timedelta
    again: timedelta
    numbers: tuple[str, ...]
    addresses: tuple[str, ...]
    hours: OfficeHours | None = None

    def due(self, since: datetime, times: int) -> datetime:
        """When to tell them for the (times + 1)th time."""
        length = self.first + times * self.again
        return after(since, length, self.hours) if self.hours else since + length

    def told_by(self, since: datetime, now: datetime, times: int) -> int:
        """How often they should have been told by now: what was missed is not made up for one by one."""
        while self.due(since, times) <= now:
            times += 1
        return times


ORDINARY = Rule(
    "ordinary",
    # A mail at the very minute would tell when an anonymous report was written; an urgent one must not wait.
    news=timedelta(hours=1),
    first=timedelta(hours=4),
    again=timedelta(hours=4),
    hours=OFFICE,
    numbers=("CHILD_WELFARE_PHONE",),
    addresses=("CHILD_WELFARE_MAIL", "CHILD_WELFARE_LEADER_MAIL"),
)
ACUTE = Rule(
    "acute",
    news=timedelta(),
    first=timedelta(minutes=15),
    again=timedelta(minutes=30),
    # The emergency duty is awake but opens no report; child welfare's own telephone is with those who do.
    numbers=("EMERGENCY_DUTY_PHONE", "CHILD_WELFARE_PHONE"),
    addresses=("EMERGENCY_DUTY_MAIL", "CHILD_WELFARE_LEADER_MAIL"),
)


@every(LOOK_EVERY_SECONDS)
def look() -> None:
    """Tell those who must be told now, what is urgent first."""
    now = timezone.now()
    _follow_what_is_unread()
    sealed = ("report__content", "report__keys", "report__key_for_code")
    followed = list(Escalation.objects.select_related("report").defer(*sealed).order_by("since"))
    for rule in (ACUTE, ORDINARY):
        _tell(rule, [one for one in followed if rule_for(one.report) is rule], now)


def rule_for(report: ConcernReport) -> Rule:
    """Acute until it has been opened once; what a reporter adds later is ordinary."""
    return ACUTE if report.acute and not report.opened_at else ORDINARY


def _follow_what_is_unread() -> None:
    Escalation.objects.exclude(report__unread=True).delete()
    new = ConcernReport.objects.filter(unread=True, escalation=None).only("received_at")
    for report in new.annotate(latest=Max("messages__at")):
        Escalation.objects.get_or_create(
            report=report, defaults={"since": report.latest or report.received_at}
        )


def _tell(rule: Rule, followed: list[Escalation], now: datetime) -> None:
    """The first word, and the next channel for what is due, or urgent and without a first word."""
    news = [one for one in followed if not one.is_mailed and one.since + rule.news <= now]
    is_mailed = bool(news) and _mailed(NEWS_TO, _words(rule, len(news)))
    unheard = rule is ACUTE and not is_mailed
    due = [
        one
        for one in followed
        if rule.due(one.since, one.times) <= now or (unheard and one in news and not one.times)
    ]
    if is_mailed:
        Escalation.objects.filter(pk__in=[one.pk for one in news]).update(is_mailed=True)
    if due and _reached(rule, _words(rule, len(due))):
        for one in due:
            one.times = rule.told_by(one.since, now, one.times + 1)
            one.save(update_fields=["times"])


def _reached(rule: Rule, words: str) -> bool:
    """Tell all of the rule's people by SMS and mail; true when one message left. All are tried."""
    left = [_texted(number, words) for number in rule.numbers]
    left += [_mailed(address, words) for address in rule.addresses]
    if not any(left):
        alarm.error("nobody_told", extra={"kind": rule.name})
    return any(left)


def _words(rule: Rule, count: int) -> str:
    if rule is ACUTE:
        text = ngettext(
            "%(count)d melding som haster er ikke åpnet.",
            "%(count)d meldinger som haster er ikke åpnet.",
            count,
        )
    else:
        text = ngettext("%(count)d melding er ikke åpnet.", "%(count)d meldinger er ikke åpnet.", count)
    link = settings.SITE_URL + reverse("admin:concerns_concernreport_changelist")
    return f"{text % {'count': count}} {link}"


def _texted(setting: str, words: str) -> bool:
    try:
        sms.send(getattr(settings, setting), words[: sms.LONGEST])  # a cut link is better than no message
    except Exception as error:  # whatever the gateway does, the others are still to be tried
        alarm.error("sms_not_sent", extra={"field": setting, "error": type(error).__name__})
        return False
    return True


def _mailed(setting: str, words: str) -> bool:
    if not (address := getattr(settings, setting)):
        return False
    try:
        mail.send(address, words)
    except Exception as error:  # the server is away: a later round tries again
        alarm.error("mail_not_sent", extra={"field": setting, "error": type(error).__name__})
        return False
    return True


NEEDED = (NEWS_TO, *ORDINARY.numbers, ACUTE.numbers[0])


@register(Tags.security, deploy=True)
def somebody_is_told(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """The worker is the one that tells."""
    missing = [name for name in NEEDED if not getattr(settings, name)]
    if not missing or settings.FACE not in ("worker", "all"):
        return []
    hint = f"Set {', '.join(missing)}."
    return [Warning("Not everybody is told of reports that nobody opens.", hint=hint, id="concerns.W001")]
