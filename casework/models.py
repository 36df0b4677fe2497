"""The tables casework owns. Cases themselves lie in the areas."""

from casework.absence import Absence
from casework.access import AccessEntry
from casework.bars import Bar
from casework.checklists import Check
from casework.conflicts import Conflict
from casework.disposal import ArchiveExport, Disposal, DisposalItem, Hold, PastCases
from casework.drafts import Draft, DraftFile
from casework.events import Event
from casework.log_chain import LogSeal
from casework.outbox import Message
from casework.referrals import Referral
from casework.replies import ReplyTemplate
from casework.saved_lists import SavedList

__all__ = [
    "Absence",
    "AccessEntry",
    "ArchiveExport",
    "Bar",
    "Check",
    "Conflict",
    "Disposal",
    "DisposalItem",
    "Draft",
    "DraftFile",
    "Event",
    "Hold",
    "LogSeal",
    "Message",
    "PastCases",
    "Referral",
    "ReplyTemplate",
    "SavedList",
]
