"""A form that uses everything the form base offers, for tests only."""

import datetime

from django import forms

from crispy_designsystemet.fields import DatePartsField, PlainTextField, Textarea
from crispy_designsystemet.forms import StepForm
from crispy_designsystemet.layout import Question


class SampleForm(StepForm):
    kinds = forms.MultipleChoiceField(
        label="Hva handler det om?",
        help_text="Velg alt som passer.",
        widget=forms.CheckboxSelectMultiple,
        choices=[("school", "Skole"), ("home", "Hjemme"), ("other", "Noe annet")],
        error_messages={"required": "Velg minst én ting det handler om"},
    )
    story = PlainTextField(
        label="Hva har du sett?",
        help_text="Skriv med dine egne ord.",
        max_length=40,
        widget=Textarea,
        error_messages={"required": "Skriv hva du har sett"},
    )
    when = DatePartsField(label="Når skjedde det?", required=False, latest=datetime.date(2030, 1, 1))
    place = forms.ChoiceField(
        label="Hvor?", required=False, choices=[("", "Velg sted"), ("a", "Sentrum"), ("b", "Tofte")]
    )
    contact = forms.ChoiceField(
        label="Kan vi kontakte deg?",
        widget=forms.RadioSelect,
        choices=[("phone", "Ja, på telefon"), ("email", "Ja, på e-post"), ("no", "Nei")],
        error_messages={"required": "Velg om vi kan kontakte deg"},
    )
    phone = PlainTextField(label="Telefonnummer", error_messages={"required": "Skriv telefonnummeret ditt"})
    email = forms.EmailField(label="E-post", error_messages={"required": "Skriv e-posten din"})
    read = forms.BooleanField(
        label="Jeg har lest dette", error_messages={"required": "Bekreft at du har lest dette"}
    )

    def questions(self):
        contact = Question(
            "contact",
            hints={"no": "Da kan vi ikke spørre deg om mer."},
            reveals={"phone": ["phone"], "email": ["email"]},
        )
        return [*map(Question, ["kinds", "story", "when", "place"]), contact, Question("read")]
