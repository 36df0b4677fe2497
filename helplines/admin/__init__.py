"""The communications staff's desk: helplines, notices, information pages and what people report."""

from helplines.admin.feedback import NumberFeedbackAdmin
from helplines.admin.lines import HelplineAdmin
from helplines.admin.pages import InfoPageAdmin, NoticeAdmin

__all__ = ["HelplineAdmin", "InfoPageAdmin", "NoticeAdmin", "NumberFeedbackAdmin"]
