"""The volunteer coordinators' desk."""

from volunteers.admin.content import AreaAdmin, TaskTypeAdmin
from volunteers.admin.crises import CrisisAdmin
from volunteers.admin.request import HelpRequestAdmin
from volunteers.admin.safety import BlockAdmin
from volunteers.admin.volunteer import VolunteerAdmin

__all__ = [
    "AreaAdmin",
    "BlockAdmin",
    "CrisisAdmin",
    "HelpRequestAdmin",
    "TaskTypeAdmin",
    "VolunteerAdmin",
]
