from concerns.models.citizen import CitizenReport
from concerns.models.decision import Decision
from concerns.models.desk import Handover, ReportNote
from concerns.models.dialogue import NoticeAddress, ReportFile, ReportMessage
from concerns.models.escalation import Escalation
from concerns.models.names import NameToken
from concerns.models.report import CHILD_WELFARE, CHILD_WELFARE_LEADER, ConcernReport

__all__ = [
    "CHILD_WELFARE",
    "CHILD_WELFARE_LEADER",
    "CitizenReport",
    "ConcernReport",
    "Decision",
    "Escalation",
    "Handover",
    "NameToken",
    "NoticeAddress",
    "ReportFile",
    "ReportMessage",
    "ReportNote",
]
