"""What an employee answers beside the application's own questions, when they enter it for somebody."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.citizen_cases import CitizenCase
from crispy_designsystemet.fields import DatePartsField, LineField, OneOf, PhoneField
from crispy_designsystemet.forms import AskingForm, drawn_once
from services.forms import people

PHONE, PAPER = CitizenCase.Source.PHONE, CitizenCase.Source.PAPER


@drawn_once
class EnteredForm(AskingForm):
    """How it came. For paper, the day counts: the law's month runs from there (forvaltningsloven § 11 a)."""

    how = OneOf(
        label=_("Hvordan kom søknaden?"),
        choices=[(PHONE, _("Noen ringer eller er her nå")), (PAPER, _("På papir, underskrevet"))],
    )
    came_on = DatePartsField(
        label=_("Hvilken dag kom den til kommunen?"),
        earliest=date(2020, 1, 1),
        error_messages={"required": _("Skriv dagen den kom. Fristen regnes fra da")},
    )
    reveals = {"how": {PAPER: ["came_on"]}}

    def clean_came_on(self):
        day = self.cleaned_data["came_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Datoen har ikke vært ennå. Skriv dagen søknaden kom"))
        return day


@drawn_once
class ReachForm(people.ContactForm):
    """How to reach somebody without My page: by letter, so the address is asked for and the rest is not."""

    mobile = PhoneField(label=_("Mobilnummer, hvis du har"), mobile=True, required=False)
    email = None
    address = LineField(
        label=_("Postadresse"),
        help_text=_("Brevet med vedtaket sendes hit."),
        error_messages={"required": _("Skriv adressen. Vedtaket kommer i posten")},
    )


@drawn_once
class OtherParentForm(people.GuardianForm):
    """Without a page of one's own there is no code to hand over: the caseworker agrees on how."""

    hints = {
        "second": {
            people.NAMED: _("Saksbehandleren avtaler med deg hvordan hen får vite det."),
            people.NO_CONTACT: _("Da inviterer vi ingen. En saksbehandler snakker med deg først."),
        }
    }


# What takes the place of which form where somebody has no page of their own.
FORMS = {people.ContactForm: ReachForm, people.GuardianForm: OtherParentForm}
