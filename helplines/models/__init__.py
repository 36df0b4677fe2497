"""What communications staff write, and the revisions of it that the public reads."""

from helplines.models.feedback import NumberFeedback
from helplines.models.helpline import Helpline
from helplines.models.opening import Hours, HoursException, Number
from helplines.models.pages import InfoPage, Notice
from helplines.models.revision import Revision

__all__ = [
    "Helpline",
    "Hours",
    "HoursException",
    "InfoPage",
    "Notice",
    "Number",
    "NumberFeedback",
    "Revision",
]
