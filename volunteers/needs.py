"""The journey of somebody who asks for help, for themself or for another."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.clocks import months_after
from casework.steps import Journey, Step
from crispy_designsystemet.fields import (
    CountField,
    DatePartsField,
    EmailField,
    LineField,
    OneOf,
    PhoneField,
    SomeOf,
    TextField,
    YesNoField,
)
from crispy_designsystemet.forms import AskingForm
from volunteers import choices, times
from volunteers.models import HelpRequest
from volunteers.models.request import MOST_HELPERS
from volunteers.offers import LONGEST_TEXT, notice_field

AHEAD_MONTHS = 3
MINUTES = {30: _("En halv time"), 60: _("En time"), 120: _("To timer"), 240: _("En halv dag")}


class WhatForm(AskingForm):
    """What is needed. No helper is ever alone with a child."""

    task = OneOf(label=_("Hva trenger du hjelp til?"), choices=choices.tasks)
    text = TextField(
        max_length=LONGEST_TEXT,
        label=_("Fortell kort hva det gjelder"),
        help_text=_("Skriv ikke navn, adresse eller sykdom her. Den som blir spurt, leser dette."),
        error_messages={"required": _("Skriv kort hva du trenger hjelp til")},
    )
    concerns_child = YesNoField(label=_("Skal den frivillige være sammen med barn?"))
    adult_present = forms.BooleanField(
        label=_("En voksen som barnet kjenner, er til stede hele tiden"), required=False
    )
    languages = SomeOf(
        label=_("Må den som kommer, snakke et bestemt språk?"),
        choices=choices.LANGUAGES.items(),
        required=False,
    )
    needs_car = forms.BooleanField(label=_("Den som kommer, må ha bil"), required=False)
    places = CountField(label=_("Hvor mange hjelpere trenger du?"), least=1, most=MOST_HELPERS, initial=1)
    reveals = {"concerns_child": {"True": ["adult_present"]}}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("concerns_child") and not cleaned.get("adult_present"):
            alone = _("En frivillig kan ikke være alene med barn. Trenger du avlastning, ring kommunen")
            self.add_error("adult_present", alone)
        return cleaned


class WhenForm(AskingForm):
    recurring = OneOf(label=_("Hvor ofte?"), choices=[("once", _("Én gang")), ("weekly", _("Hver uke"))])
    urgency = OneOf(label=_("Når trenger du hjelpen?"), choices=HelpRequest.Urgency.choices)
    wanted_on = DatePartsField(
        label=_("Er det en bestemt dag?"),
        help_text=_("La feltene stå tomme hvis dagen kan variere."),
        required=False,
    )
    days = SomeOf(label=_("Hvilke dager passer?"), choices=times.DAYS.items())
    parts = SomeOf(label=_("Når på dagen?"), choices=times.PARTS.items())
    minutes = OneOf(label=_("Hvor lenge varer det?"), choices=MINUTES.items())
    reveals = {"recurring": {"once": ["urgency", "wanted_on"], "weekly": ["days"]}}

    def clean_wanted_on(self):
        day, today = self.cleaned_data["wanted_on"], timezone.localdate()
        if day and not today <= day <= months_after(today, AHEAD_MONTHS):
            raise forms.ValidationError(_("Velg en dag fra i dag og tre måneder fram"))
        return day

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("recurring") == "weekly":
            cleaned["urgency"] = HelpRequest.Urgency.ANY
        return cleaned


class ContactForm(AskingForm):
    """Who asks, and for whom. Somebody else must know of it."""

    for_whom = OneOf(
        label=_("Hvem trenger hjelp?"), choices=[("self", _("Jeg selv")), ("other", _("En annen"))]
    )
    other = LineField(
        label=_("Hva heter den som trenger hjelp?"), error_messages={"required": _("Skriv navnet")}
    )
    agreed = forms.BooleanField(label=_("Den det gjelder, vet om dette og vil ha hjelp"), required=False)
    name = LineField(label=_("Hva heter du?"), error_messages={"required": _("Skriv navnet ditt")})
    phone = PhoneField(
        label=_("Telefonnummer"), help_text=_("Den frivillige får det når dere har en avtale.")
    )
    notice = notice_field(("call", _("Ring meg")))
    email = EmailField(label=_("E-postadresse"))
    protected = YesNoField(
        label=_("Er adressen beskyttet i Folkeregisteret?"),
        help_text=_("En beskyttet adresse spør vi ikke om. Koordinatoren avtaler et trygt sted."),
        no_first=True,
    )
    area = forms.ChoiceField(
        label=_("Hvor i kommunen er det?"),
        choices=lambda: [("", _("Velg sted")), *choices.areas()],
        error_messages={"required": _("Velg hvor det er"), "invalid_choice": _("Velg hvor det er")},
    )
    address = LineField(
        label=_("Adresse"),
        help_text=_("Bare den du får en avtale med, ser den. Det gjør hen etter å ha vist hvem hen er."),
        error_messages={"required": _("Skriv adressen")},
    )
    reveals = {
        "for_whom": {"other": ["other", "agreed"]},
        "notice": {"email": ["email"]},
        "protected": {"False": ["area", "address"]},
    }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("for_whom") == "other" and not cleaned.get("agreed"):
            first = _("Snakk med den det gjelder først. Vi sender ingen uten at hen vet det")
            self.add_error("agreed", first)
        return cleaned


NEED = Journey(
    Step("what", _("Hva du trenger"), WhatForm),
    Step("when", _("Når"), WhenForm),
    Step("you", _("Hvordan vi når deg"), ContactForm),
)
