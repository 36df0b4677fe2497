"""The journey of somebody who offers help."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.no import orgnr

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
)
from crispy_designsystemet.forms import AskingForm, drawn_once
from volunteers import age, choices, policy, times
from volunteers.models import Volunteer

PERSON, ORGANISATION = Volunteer.Party.PERSON, Volunteer.Party.ORGANISATION
LONGEST_TEXT = 2_000  # signs
NOTICE = [("sms", _("SMS")), ("email", _("E-post"))]


def notice_field(*more):
    return OneOf(label=_("Hvordan vil du få beskjed?"), choices=[*NOTICE, *more])


@drawn_once
class YouForm(AskingForm):
    """Who helps: a person of at least 16, or an organisation with a group.

    `pid` is the number of whoever is signed in; without one, somebody at the desk has seen an ID.
    """

    pid = ""

    party = OneOf(
        label=_("Hvem vil hjelpe?"), choices=[(PERSON, _("Jeg selv")), (ORGANISATION, _("En organisasjon"))]
    )
    born_on = DatePartsField(label=_("Når er du født?"))
    organisation = LineField(
        label=_("Hva heter organisasjonen?"), error_messages={"required": _("Skriv navnet på organisasjonen")}
    )
    orgnr = LineField(label=_("Organisasjonsnummer"), required=False)
    group_size = CountField(label=_("Hvor mange er dere i gruppa?"), least=2, most=500)
    name = LineField(label=_("Hva heter du?"), error_messages={"required": _("Skriv navnet ditt")})
    phone = PhoneField(label=_("Mobilnummer"), mobile=True)
    notice = notice_field()
    email = EmailField(label=_("E-postadresse"))
    protected = forms.BooleanField(
        label=_("Adressen min er beskyttet i Folkeregisteret"),
        help_text=_("Da viser vi ingen hvor du holder til."),
        required=False,
    )
    reveals = {
        "party": {PERSON: ["born_on"], ORGANISATION: ["organisation", "orgnr", "group_size"]},
        "notice": {"email": ["email"]},
    }

    def clean_born_on(self):
        born, today = self.cleaned_data["born_on"], timezone.localdate()
        if born is None:
            return None
        if not months_after(today, -12 * policy.OLDEST.value) < born <= today:
            raise forms.ValidationError(_("Se etter om årstallet stemmer"))
        if self.pid and not age.fits(born, self.pid):
            raise forms.ValidationError(_("Datoen stemmer ikke med fødselsnummeret du logget inn med"))
        if not age.old_enough(born, today):
            raise forms.ValidationError(
                _("Du må ha fylt 16 år. Er du yngre, kan du hjelpe gjennom en skole eller et idrettslag")
            )
        return born

    def clean_orgnr(self):
        written = self.cleaned_data["orgnr"]
        try:
            return orgnr.validate(written) if written else ""
        except NotANumber as error:
            raise forms.ValidationError(
                _("Et organisasjonsnummer har ni sifre. Se etter om et siffer er feil")
            ) from error


class TasksForm(AskingForm):
    """What, and in which languages."""

    tasks = SomeOf(
        label=_("Hva kan du hjelpe med?"),
        choices=choices.tasks,
        help_text=_("Er du 16 eller 17, får du bare spørsmål om oppgavene uten aldersgrense."),
    )
    languages = SomeOf(label=_("Hvilke språk snakker du?"), choices=choices.LANGUAGES.items())
    has_car = forms.BooleanField(label=_("Jeg har bil og kan bruke den"), required=False)
    about = TextField(
        max_length=LONGEST_TEXT,
        label=_("Er det noe mer vi bør vite?"),
        help_text=_("For eksempel erfaring du har. Skriv ikke om helsa di."),
        required=False,
    )


class AreasForm(AskingForm):
    areas = SomeOf(label=_("Hvor vil du hjelpe?"), choices=choices.areas)
    reach = OneOf(label=_("Hvor langt vil du dra?"), choices=choices.REACH.items())


@drawn_once
class TimesForm(AskingForm):
    days = SomeOf(label=_("Hvilke dager passer?"), choices=times.DAYS.items())
    parts = SomeOf(label=_("Når på dagen?"), choices=times.PARTS.items())
    capacity = CountField(
        label=_("Hvor mange oppdrag vil du ha i uka, på det meste?"),
        help_text=_("Vi spør deg aldri om mer. Du kan endre det når du vil."),
        least=1,
        most=policy.MOST_A_WEEK.value,
        too_small=_("Skriv minst 1. Vil du ikke ha oppdrag nå, kan du ta en pause i stedet"),
    )


WISHES = (
    Step("tasks", _("Hva du vil gjøre"), TasksForm),
    Step("areas", _("Hvor"), AreasForm),
    Step("times", _("Når og hvor ofte"), TimesForm),
)


def journey_for(pid: str) -> Journey:
    """The journey of whoever has this number."""
    form = type("YouForm", (YouForm,), {"pid": pid})
    return Journey(Step("you", _("Om deg"), form), *WISHES)


OFFER = journey_for("")
