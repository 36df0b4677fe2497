"""The contact log of a case: notes, how the contact was, and when to take it up again."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.admin import Verb, VerbForm
from casework.admin.fields import DayInput
from casework.admin.lists import ChoiceFilter
from casework.admin.verbs import TextField
from casework.admin.writing import LONGEST_NOTE
from volunteers.models.volunteer import VolunteeringNote


class LogForm(VerbForm):
    text = TextField(
        label=_("Skriv i kontaktloggen"),
        help_text=_("Verken den frivillige eller den som får hjelp, ser loggen."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv noe i loggen først.")},
    )
    how = forms.ChoiceField(
        label=_("Hvordan var kontakten?"), choices=VolunteeringNote.How.choices, required=False
    )
    follow_up_on = forms.DateField(
        label=_("Følg opp den"),
        help_text=_("Fra den dagen står saken under «Skal følges opp»."),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": _("Velg en dag.")},
    )


def log(case: Any, *, by: Any, text: str, how: str, follow_up_on: Any) -> None:
    """Keep an entry. Raises ChangedMeanwhile when a colleague was first."""
    with transaction.atomic():
        case.change(by=by, event="noted")
        case.notes.create(text=text, by=by.get_username(), how=how, follow_up_on=follow_up_on)


def follow_up(case: Any, *, by: Any) -> None:
    """What was to be taken up has been."""
    with transaction.atomic():
        case.change(by=by, event="followed_up")
        case.notes.filter(followed_up_at=None, follow_up_on__isnull=False).update(
            followed_up_at=timezone.now()
        )


def to_follow_up(cases: Any) -> Any:
    """Those with an entry whose day has come."""
    today = timezone.localdate()
    waiting = {"notes__follow_up_on__lte": today, "notes__followed_up_at": None}
    return cases.filter(**waiting).distinct()


LOG = Verb("note", _("Lagre i loggen"), log, _("Det er lagret i loggen."), form=LogForm, on_page=True)
FOLLOW_UP = Verb(
    "follow-up",
    _("Fulgt opp"),
    follow_up,
    _("Det er notert at saken er fulgt opp."),
    applies=lambda case, user: any(note.is_to_follow_up for note in case.notes.all()),
    explains=_("Påminnelsene i loggen er gjort. Saken går ut av listen over det som skal følges opp."),
)


class FollowUpFilter(ChoiceFilter):
    title = _("oppfølging")
    parameter_name = "follow"
    choices_of_rows = {"due": (_("Skal følges opp"), lambda cases, user: to_follow_up(cases))}
