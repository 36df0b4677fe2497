"""Volunteers, those who ask for help, and what brings the two together."""

from volunteers.models.asking import Ask, Match, OneTimeCode, Reveal
from volunteers.models.citizen import COORDINATOR
from volunteers.models.crisis import Crisis
from volunteers.models.places import Area, TaskType
from volunteers.models.request import HelpRequest, HelpRequestNote
from volunteers.models.safety import Block, Problem
from volunteers.models.volunteer import Volunteer, VolunteerNote

__all__ = [
    "COORDINATOR",
    "Area",
    "Ask",
    "Block",
    "Crisis",
    "HelpRequest",
    "HelpRequestNote",
    "Match",
    "OneTimeCode",
    "Problem",
    "Reveal",
    "TaskType",
    "Volunteer",
    "VolunteerNote",
]
