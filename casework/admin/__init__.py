"""The desk that all areas share: lists and pages of cases, the verbs on them, and the access log."""

from casework.admin.case import CaseAdmin
from casework.admin.citizens import MESSAGE, CitizenCaseAdmin
from casework.admin.lists import AssignedFilter
from casework.admin.log import AccessEntryAdmin
from casework.admin.referring import REFER
from casework.admin.replies import ReplyTemplateAdmin
from casework.admin.retention import DisposalAdmin
from casework.admin.verbs import Verb, VerbForm
from casework.admin.writing import COMMON_VERBS

__all__ = [
    "COMMON_VERBS",
    "MESSAGE",
    "REFER",
    "AccessEntryAdmin",
    "AssignedFilter",
    "CaseAdmin",
    "CitizenCaseAdmin",
    "DisposalAdmin",
    "ReplyTemplateAdmin",
    "Verb",
    "VerbForm",
]
