"""The dates somebody waits for: the same for the applicant and the caseworker, from one table."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from casework.clocks import Clock, RunningClock
from services import clocks
from services.models import CareApplication

Status = CareApplication.Status
SOON_DAYS = 5

REPLY, PROMISED = _("Svar eller foreløpig svar"), _("Nytt svar")
APPEAL, APPEAL_REPLY = _("Klagefrist"), _("Svar på klagen")


def _reply(case: CareApplication) -> tuple[Any, date] | None:
    """The law's month, which nothing pauses; after an interim reply the day that we promised in it."""
    if case.interim_sent_at is None:
        return REPLY, case.reply_due
    promised = getattr(case, "interim", None)
    return (PROMISED, promised.promised_on) if promised and promised.promised_on else None


def _our_promise_pauses(case: CareApplication) -> tuple[Any, date] | None:
    """While we wait for the family our own promise waits too, and the law's month runs on."""
    return _reply(case) if case.interim_sent_at is None else None


def _appeal(case: CareApplication) -> tuple[Any, date] | None:
    return (APPEAL, case.appeal_due) if case.appeal_due else None


def _appeal_reply(case: CareApplication) -> tuple[Any, date] | None:
    newest = max(case.appeals.all(), key=lambda appeal: appeal.at, default=None)
    return (APPEAL_REPLY, clocks.APPEAL_REPLY.due(newest.at)) if newest else None


def _none(case: CareApplication) -> None:
    """Nobody here has a date to keep."""


TABLE: dict[str, Callable[[CareApplication], tuple[Any, date] | None]] = {
    Status.RECEIVED: _reply,
    Status.MAPPING: _reply,
    Status.MORE_ASKED: _our_promise_pauses,
    Status.ASSESSING: _reply,
    Status.DECIDED: _appeal,
    Status.APPEALED: _appeal_reply,
    Status.FORWARDED: _none,
    Status.WITHDRAWN: _none,
    Status.CLOSED: _none,
}


def next_date(case: CareApplication) -> tuple[Any, date] | None:
    """What is waited for and its last day, or None. My page and the desk both say this one."""
    return TABLE[case.status](case)


# Said where there is no date: nobody is left to wonder.
WHY_NONE = {
    Status.MORE_ASKED: _("Vi venter på svar fra deg. Når det er kommet, får du en ny dato av oss."),
    Status.DECIDED: _("Klagefristen regnes fra den dagen vi sender deg brevet i posten."),
    Status.FORWARDED: _("Klagen er hos Statsforvalteren. Vi vet ikke når de svarer."),
    Status.WITHDRAWN: _("Saken er avsluttet. Ingen frist løper."),
    Status.CLOSED: _("Saken er avsluttet. Ingen frist løper."),
}
UNKNOWN = _("Vi har ikke satt en ny dato ennå. Ring oss gjerne og spør.")


def told(case: CareApplication) -> tuple[str, str]:
    """The next date as My page, the papers and the desk all say it: what comes and when, or why nothing."""
    if found := next_date(case):
        return str(found[0]), _now("Senest %(day)s") % {"day": date_format(found[1], "DATE_FORMAT")}
    return _now("Neste dato"), str(WHY_NONE.get(Status(case.status), UNKNOWN))


def running(case: CareApplication, today: date) -> list[RunningClock]:
    """The desk's clocks: those that we have to keep. The applicant's weeks to appeal are none of them."""
    found = next_date(case) if case.status != Status.DECIDED else None
    return [RunningClock(found[0], found[1], (found[1] - today).days, SOON_DAYS)] if found else []


def began_by(clock: Clock, due: date) -> datetime:
    """The first instant that is too new for the clock to run out on `due` or earlier: for a filter."""
    day = due - timedelta(days=clock.days + 31 * clock.months + 1)
    while clock.due(day) <= due:
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))
