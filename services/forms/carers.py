"""What somebody who wants to work as support contact or respite carer is asked.

Never for a police certificate: it is shown when work is offered (helse- og omsorgstjenesteloven § 5-4).
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.fields import (
    CountField,
    DatePartsField,
    EmailField,
    LineField,
    PhoneField,
    SomeOf,
    TextField,
    YesNoField,
)
from crispy_designsystemet.forms import AskingForm, drawn_once
from services.ages import age_on

# Seen in other municipalities' rules (Hole, Tromsø), with exceptions: so the sentence names a way to ask.
LOWEST_AGE = 18

WORK = [
    ("support_contact", _("Støttekontakt")),
    ("respite_at_mine", _("Avlaster hjemme hos meg")),
    ("respite_at_theirs", _("Avlaster hjemme hos familien")),
]
# Parts of the municipality people know by name: examples, to be settled with the service.
AREAS = [
    ("asker", _("Asker sentrum")),
    ("heggedal", _("Heggedal")),
    ("slemmestad", _("Slemmestad og Bødalen")),
    ("royken", _("Røyken og Spikkestad")),
    ("saetre", _("Sætre og Åros")),
    ("tofte", _("Tofte, Filtvet og Klokkarstua")),
]
INTERESTS = [
    ("outdoors", _("Friluftsliv")),
    ("sports", _("Idrett og trening")),
    ("swimming", _("Svømming og bading")),
    ("animals", _("Dyr")),
    ("music", _("Musikk")),
    ("crafts", _("Håndarbeid, maling og bygging")),
    ("games", _("Spill og data")),
    ("cooking", _("Matlaging")),
    ("culture", _("Kino, konserter og bibliotek")),
    ("cars", _("Bil, båt og motor")),
]
LANGUAGES = [
    ("norwegian", _("Norsk")),
    ("english", _("Engelsk")),
    ("sign", _("Tegnspråk")),
    ("polish", _("Polsk")),
    ("ukrainian", _("Ukrainsk")),
    ("arabic", _("Arabisk")),
    ("somali", _("Somali")),
    ("urdu", _("Urdu")),
]
TIMES = [
    ("weekday_day", _("Hverdager på dagtid")),
    ("weekday_afternoon", _("Hverdager om ettermiddagen")),
    ("weekday_evening", _("Hverdager om kvelden")),
    ("weekend_day", _("Lørdag og søndag på dagtid")),
    ("weekend_evening", _("Lørdag og søndag om kvelden")),
    ("overnight", _("Med overnatting")),
    ("holidays", _("I ferier")),
]


@drawn_once
class WishForm(AskingForm):
    work = SomeOf(label=_("Hva vil du jobbe som?"), choices=WORK)
    hours = CountField(
        label=_("Hvor mange timer i uka kan du jobbe?"),
        help_text=_("Fire til seks timer er vanlig. Skriv hele timer."),
        least=1,
        most=40,
    )
    long_term = YesNoField(
        label=_("Kan du være med i minst ett år?"), help_text=_("Barn trenger voksne som blir.")
    )
    why = TextField(
        label=_("Hvorfor har du lyst til dette?"),
        help_text=_("Et par setninger er nok. Ikke skriv om helse, og ikke om andre."),
        max_length=2_000,
        error_messages={"required": _("Skriv kort hvorfor du har lyst")},
    )


class AboutForm(AskingForm):
    name = LineField(label=_("Hva heter du?"), error_messages={"required": _("Skriv navnet ditt")})
    born = DatePartsField(label=_("Når er du født?"), earliest=date(1900, 1, 1))
    mobile = PhoneField(label=_("Mobilnummer"), mobile=True)
    email = EmailField(label=_("E-postadresse"))
    areas = SomeOf(label=_("Hvor kan du jobbe?"), choices=AREAS)

    def clean_born(self):
        born, today = self.cleaned_data["born"], timezone.localdate()
        if born and age_on(born, today) < LOWEST_AGE:
            raise ValidationError(
                _("Du må være 18 år for å søke her. Er du yngre og har lyst likevel, ring og spør.")
            )
        return born


@drawn_once
class SkillsForm(AskingForm):
    interests = SomeOf(label=_("Hva liker du å gjøre?"), choices=INTERESTS)
    interests_more = LineField(label=_("Noe annet du liker?"), required=False)
    languages = SomeOf(label=_("Hvilke språk snakker du?"), choices=LANGUAGES)
    languages_more = LineField(label=_("Flere språk?"), required=False)
    licence = YesNoField(label=_("Har du førerkort?"))
    car = YesNoField(label=_("Har du bil du kan bruke?"))
    experience = TextField(
        label=_("Har du erfaring med barn, eller med barn som trenger ekstra hjelp?"),
        help_text=_("Fortell kort. Erfaring er ikke et krav."),
        max_length=2_000,
        required=False,
    )


@drawn_once
class TimesForm(AskingForm):
    times = SomeOf(label=_("Når kan du jobbe?"), choices=TIMES)
    times_more = LineField(
        label=_("Noe vi bør vite om når du kan?"),
        help_text=_("For eksempel turnus, eller annenhver helg."),
        max_length=300,
        required=False,
    )


@drawn_once
class ReferencesForm(AskingForm):
    first_name = LineField(
        label=_("Navn på den første referansen"),
        help_text=_("En som kjenner deg fra arbeid, skole eller en forening. Spør før du skriver."),
        error_messages={"required": _("Skriv navnet på en referanse")},
    )
    first_phone = PhoneField(label=_("Telefon til den første referansen"))
    first_relation = LineField(
        label=_("Hvordan kjenner hen deg?"),
        error_messages={"required": _("Skriv hvordan referansen kjenner deg")},
    )
    second_name = LineField(
        label=_("Navn på den andre referansen"),
        error_messages={"required": _("Skriv navnet på en referanse til")},
    )
    second_phone = PhoneField(label=_("Telefon til den andre referansen"))
    second_relation = LineField(
        label=_("Hvordan kjenner den andre referansen deg?"),
        error_messages={"required": _("Skriv hvordan referansen kjenner deg")},
    )

    def clean(self):
        answers = super().clean()
        numbers = [
            "".join(filter(str.isdigit, answers.get(name) or "")) for name in ("first_phone", "second_phone")
        ]
        if numbers[0] and numbers[0] == numbers[1]:
            self.add_error("second_phone", _("De to referansene må være to ulike personer"))
        return answers
