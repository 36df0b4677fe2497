"""What the family wishes for, in units that families use, and what each service needs to know."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.fields import (
    CountField,
    DatePartsField,
    LineField,
    OneOf,
    SomeOf,
    TextField,
    YesNoField,
)
from crispy_designsystemet.forms import AskingForm, drawn_once
from services.models import ServiceType

Key = ServiceType.Key
NIGHTS_OF_A_WEEKEND, LONGEST_MONTH = 2, 31
HOURS_OF_A_WEEK = 168
EARLIEST = date(2020, 1, 1)


@drawn_once
class WishForm(AskingForm):
    """Services and their extent. A caseworker may grant another service than those wished for."""

    services = SomeOf(
        label=_("Hvilke tjenester søker du om?"),
        help_text=_("Velg alle som kan passe. Kommunen kan foreslå noe annet som hjelper bedre."),
        choices=Key.choices,
    )
    hours = CountField(
        label=_("Timer i uka"),
        least=1,
        most=HOURS_OF_A_WEEK,
        required=False,
        help_text=_("La det du ikke vet, stå tomt. Vi finner ut av det sammen."),
    )
    nights = CountField(label=_("Netter i måneden"), least=1, most=LONGEST_MONTH, required=False)
    weekends = CountField(label=_("Helger i måneden"), least=1, most=5, required=False)
    holidays = YesNoField(label=_("Trenger dere avlastning i ferier?"), no_first=True)
    first_from = DatePartsField(label=_("Første ferie, fra"), earliest=EARLIEST, required=False)
    first_to = DatePartsField(label=_("Første ferie, til og med"), earliest=EARLIEST, required=False)
    second_from = DatePartsField(label=_("Andre ferie, fra"), earliest=EARLIEST, required=False)
    second_to = DatePartsField(label=_("Andre ferie, til og med"), earliest=EARLIEST, required=False)
    wish = TextField(label=_("Noe mer om hva dere ønsker?"), required=False)
    reveals = {"holidays": {"True": ["first_from", "first_to", "second_from", "second_to"]}}

    def clean(self):
        answers = super().clean()
        nights, weekends = answers.get("nights") or 0, answers.get("weekends") or 0
        if nights + weekends * NIGHTS_OF_A_WEEKEND > LONGEST_MONTH:
            self.add_error(
                "nights", _("Netter og helger blir til sammen mer enn en måned. Tell hver natt bare én gang")
            )
        if answers.get("holidays"):
            self._judge_holidays(answers)
        return answers

    def _judge_holidays(self, answers):
        first, second = (
            (answers.get(f"{which}_from"), answers.get(f"{which}_to")) for which in ("first", "second")
        )
        for which, (start, end) in {"first": first, "second": second}.items():
            if bool(start) != bool(end) and not {f"{which}_from", f"{which}_to"} & self.errors.keys():
                missing = f"{which}_to" if start else f"{which}_from"
                self.add_error(missing, _("Skriv både første og siste dag"))
            elif start and end and end < start:
                self.add_error(f"{which}_to", _("Siste dag kan ikke være før første dag"))
        if all((*first, *second)) and first[0] <= second[1] and second[0] <= first[1]:
            self.add_error("second_from", _("De to feriene overlapper. Skriv hver dag bare én gang"))


@drawn_once
class WithoutForm(AskingForm):
    """Some of the services are not given at this age: go on without them."""

    without = OneOf(
        label=_("Vil du gå videre uten?"),
        choices=[("yes", _("Ja, gå videre med resten av søknaden"))],
        error_messages={
            "required": _("Velg å gå videre, eller gå tilbake og velg noe annet. Du kan også ringe")
        },
    )


@drawn_once
class NoneFitForm(AskingForm):
    """None of them is given at this age. Nobody is left alone with that: the page says whom to call."""

    none = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        super().clean()
        raise ValidationError(
            _("Ingen av tjenestene du valgte, gis i denne alderen. Gå tilbake og velg en annen, eller ring")
        )


@drawn_once
class RespiteForm(AskingForm):
    place = OneOf(
        label=_("Hvor passer det best med avlastning?"),
        choices=[
            ("home", _("Hjemme hos oss")),
            ("carer", _("Hjemme hos en avlaster")),
            ("institution", _("I en avlastningsbolig")),
            ("unsure", _("Vet ikke")),
        ],
    )
    respite_more = TextField(label=_("Noe avlasteren bør vite?"), required=False)


@drawn_once
class SupportContactForm(AskingForm):
    form = OneOf(
        label=_("Hvordan vil barnet helst ha støttekontakt?"),
        choices=[
            ("alone", _("Alene med én voksen")),
            ("group", _("Sammen med andre i en gruppe")),
            ("organisation", _("I et lag eller en forening, med følge")),
            ("unsure", _("Vet ikke")),
        ],
    )
    interests = TextField(
        label=_("Hva liker barnet å gjøre?"), rows=3, error_messages={"required": _("Skriv noe barnet liker")}
    )
    person = TextField(label=_("Ønsker om støttekontakten?"), required=False, rows=3)


@drawn_once
class BpaForm(AskingForm):
    bpa_hours = CountField(label=_("Hvor mange timer BPA i uka?"), least=1, most=HOURS_OF_A_WEEK)
    bpa_tasks = TextField(
        label=_("Hva skal assistentene hjelpe med?"),
        error_messages={"required": _("Skriv hva de skal hjelpe med")},
    )
    manager = LineField(
        label=_("Hvem skal lede assistentene?"), help_text=_("Som regel en forelder."), required=False
    )
    provider = LineField(
        label=_("Er det en leverandør du helst vil ha?"),
        help_text=_("Du velger leverandør etter vedtaket, og kan bytte senere."),
        required=False,
    )


def judge_hours(form, before):
    """The hours of assistance and those wished for besides must fit into one week."""
    hours = before.get("wish", {}).get("hours") or 0
    if hours + form.cleaned_data["bpa_hours"] > HOURS_OF_A_WEEK:
        said = _("Du har søkt om %(hours)d timer i uka fra før. Til sammen blir det mer enn en uke")
        form.add_error("bpa_hours", ValidationError(said, params={"hours": hours}))


@drawn_once
class AllowanceForm(AskingForm):
    lost_income = YesNoField(label=_("Har du mistet inntekt på grunn av omsorgen?"))
    lost_how = TextField(label=_("Fortell hvor mye, og hvorfor"), required=False, rows=3)
    benefit = OneOf(
        label=_("Har dere hjelpestønad fra NAV?"),
        choices=[
            ("yes", _("Ja")),
            ("applied", _("Vi har søkt")),
            ("refused", _("Vi har fått avslag")),
            ("no", _("Nei")),
        ],
        help_text=_("Kommunen kan be dere søke NAV først."),
    )
    reveals = {"lost_income": {"True": ["lost_how"]}}


@drawn_once
class PlanForm(AskingForm):
    helpers = TextField(
        label=_("Hvem hjelper barnet i dag?"),
        help_text=_("For eksempel skole, lege, fysioterapeut, habilitering."),
        required=False,
        rows=3,
    )
    coordinator = YesNoField(label=_("Vil du også ha en barnekoordinator?"))


@drawn_once
class AfterSchoolForm(AskingForm):
    upper_school = LineField(
        label=_("Hvilken videregående skole?"), error_messages={"required": _("Skriv navnet på skolen")}
    )
    days = SomeOf(
        label=_("Hvilke dager?"),
        choices=[
            ("mon", _("mandag")),
            ("tue", _("tirsdag")),
            ("wed", _("onsdag")),
            ("thu", _("torsdag")),
            ("fri", _("fredag")),
        ],
    )


@drawn_once
class ResidenceForm(AskingForm):
    residence_why = TextField(
        label=_("Hvorfor trenger barnet å bo et annet sted?"),
        error_messages={"required": _("Skriv kort hvorfor")},
    )
    residence_when = LineField(label=_("Når bør det begynne?"), required=False)
