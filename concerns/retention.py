"""How long reports of concern are kept, and what their fields say: first the body goes, later the shell."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.disposal import erase
from casework.fields import shown
from casework.retention import OFFICER, Elsewhere, Rule, With, also, case_rule, cases_due, declare
from concerns import receipts
from concerns.handover.deletion import confirmed_bodies, forget_body, why_kept
from concerns.models import CHILD_WELFARE_LEADER, CitizenReport, ConcernReport

REPORT, BODY = "concerns.ConcernReport", "concerns.body"
APPROVERS = (CHILD_WELFARE_LEADER, OFFICER)


def bodies_due(rule: Rule, today: date) -> Iterator[ConcernReport]:
    """Handed over, confirmed, and with no deadline left (concerns.handover.deletion says when)."""
    return (report for report in confirmed_bodies() if why_kept(report, today) is None)


def with_a_body(pk: str) -> ConcernReport | None:
    """A report whose body is here: never handed over, or not deleted since."""
    locked = ConcernReport.objects.select_for_update(of=("self",))
    return locked.filter(pk=pk, handover__body_deleted_at=None).first()


def shells_due(rule: Rule, today: date) -> Any:
    return cases_due(rule, today).filter(handover__body_deleted_at__isnull=False)


def erase_shell(report: ConcernReport) -> None:
    """Also the way back to it that a signed-in reporter has on My page: its day is known, its row is not."""
    for mine in CitizenReport.objects.filter(received_on=timezone.localdate(report.received_at)):
        code = shown(mine, "code")
        if code and receipts.digest(code) == report.receipt_digest:
            mine.delete()
    erase(report)


also(
    Rule(
        name=BODY,
        title=_("Innholdet i bekymringsmeldinger"),
        months=0,
        law="arkivlova (1992) § 9; barnevernsloven § 12-4; GDPR art. 5 nr. 1 e",
        source="KS keeps a delivered report for 30 days; from the receipt and the last deadline.",
        approvers=APPROVERS,
        due=bodies_due,
        there=with_a_body,
        dispose=forget_body,
        still_due=lambda report, today: why_kept(report, today) is None,
    )
)
declare(
    REPORT,
    case_rule(
        REPORT,
        _("Konvolutter etter bekymringsmeldinger"),
        months=12,
        law="GDPR art. 5 nr. 1 e",
        source="Proposal: a year in which the reporter can still read the answers.",
        approvers=APPROVERS,
        due=shells_due,
        dispose=erase_shell,
    ),
    none="keys key_for_code receipt_digest code_is_spent_once unread opened_at reviewed_at is_extended"
    " concluded_at closed_at feedback_sent_at",
    sensitive="content",
    statistic="status reporter identity source acute outcome conclusion",
)
OF_REPORT = With(REPORT)
declare("concerns.CitizenReport", OF_REPORT, none="id received_on", personal="user code")
declare(
    "concerns.Decision",
    OF_REPORT,
    none="id report at",
    personal="by",
    sensitive="detail",
    statistic="name outcome",
)
declare("concerns.ReportNote", OF_REPORT, none="case")
declare(
    "concerns.Handover",
    OF_REPORT,
    none="id report transferred_at manifest_digest parts case_reference confirmed_at body_deleted_at",
    personal="confirmed_by",
)
declare(
    "concerns.ReportMessage",
    OF_REPORT,
    none="id report author at number submission_digest",
    personal="by",
    sensitive="text",
)
declare("concerns.ReportFile", OF_REPORT, none="report message note")
declare("concerns.NameToken", OF_REPORT, none="id report", personal="token")
declare(
    "concerns.NoticeAddress",
    Elsewhere("concerns.notices, when nothing is left to tell"),
    none="id report_digest told_on",
    personal="address",
)
declare(
    "concerns.Escalation",
    Elsewhere("concerns.escalation, when the report has been opened"),
    none="report since is_mailed times",
)
