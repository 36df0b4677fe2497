"""Who applies, for whom, and who else has a say."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.pid import PidField, agrees_with
from crispy_designsystemet.fields import (
    DatePartsField,
    EmailField,
    LineField,
    OneOf,
    PhoneField,
    TextField,
    YesNoField,
)
from crispy_designsystemet.forms import AskingForm, drawn_once
from services.ages import age_on

OWN_CHILD, FOSTER_CHILD, SELF, OTHER = "own_child", "foster_child", "self", "other"
NAMED, ALONE, NO_CONTACT = "named", "alone", "no_contact"
DECIDES_ALONE, ADULT = 16, 18  # helsetilsynet: from 16 the youth decides on care services


@drawn_once
class WhoForm(AskingForm):
    """For whom the application is. It decides what else is asked."""

    who = OneOf(
        label=_("Hvem søker du for?"),
        choices=[
            (OWN_CHILD, _("Barnet mitt, som er under 18 år")),
            (FOSTER_CHILD, _("Et fosterbarn eller barn i beredskapshjem hos meg")),
            (SELF, _("Meg selv, og jeg har fylt 16 år")),
            (OTHER, _("En annen, som jeg har fullmakt fra eller er verge for")),
        ],
    )
    agency = LineField(
        label=_("Hvilken barneverntjeneste har ansvaret?"),
        help_text=_("Skriv kommunen, og navnet på kontakten hvis du har det."),
        error_messages={"required": _("Skriv hvilken kommune som har ansvaret")},
    )
    basis = OneOf(
        label=_("Hva gir deg rett til å søke?"),
        choices=[
            ("guardian", _("Jeg er oppnevnt som verge")),
            ("attorney", _("Jeg har fullmakt")),
            ("cannot_sign", _("Personen kan ikke skrive under selv")),
        ],
        help_text=_("Legg ved fullmakten eller vedtaket nå, eller send det etterpå."),
    )
    basis_why = TextField(label=_("Forklar kort, hvis du vil"), max_length=1_000, required=False, rows=3)
    reveals = {"who": {FOSTER_CHILD: ["agency"], OTHER: ["basis", "basis_why"]}}


class PersonForm(AskingForm):
    """The one the services are for. The number may be left out; the date of birth may not."""

    child_name = LineField(
        label=_("Hva heter barnet?"),
        help_text=_("Fornavn og etternavn."),
        error_messages={"required": _("Skriv navnet til barnet")},
    )
    born = DatePartsField(label=_("Når er barnet født?"), earliest=date(1900, 1, 1))
    pid = PidField(
        label=_("Fødselsnummeret eller d-nummeret til barnet"),
        help_text=_("La feltet stå tomt hvis barnet ikke har nummer."),
        required=False,
    )
    shared_home = YesNoField(label=_("Har barnet delt bosted?"))
    school = LineField(label=_("Hvilken skole eller barnehage?"), required=False)

    def clean_born(self):
        born = self.cleaned_data["born"]
        if born and born > timezone.localdate():
            raise ValidationError(_("Datoen har ikke vært ennå. Skriv dagen barnet ble født"))
        self.judge_age(age_on(born, timezone.localdate()))
        return born

    def judge_age(self, age: int) -> None:
        """Raise ValidationError where this way to apply is not for that age."""

    def clean(self):
        answers = super().clean()
        number, born = answers.get("pid"), answers.get("born")
        if number and born and not agrees_with(number, born):
            self.add_error(
                "pid", _("Nummeret og fødselsdatoen passer ikke sammen. Se etter om et siffer er feil")
            )
        return answers


@drawn_once
class ChildForm(PersonForm):
    """A child under 18, applied for by a guardian or foster parent."""

    def judge_age(self, age):
        if age >= ADULT:
            raise ValidationError(
                _("Den som har fylt 18 år, søker selv eller gir fullmakt. Velg det i det første steget")
            )


@drawn_once
class YouForm(PersonForm):
    """A youth or an adult for themself. The number is known from the sign-in."""

    child_name = LineField(label=_("Hva heter du?"), error_messages={"required": _("Skriv navnet ditt")})
    born = DatePartsField(label=_("Når er du født?"), earliest=date(1900, 1, 1))
    pid = None
    shared_home = YesNoField(label=_("Har du delt bosted?"), required=False)
    school = LineField(label=_("Hvilken skole går du på?"), required=False)

    def judge_age(self, age):
        if age < DECIDES_ALONE:
            raise ValidationError(
                _("Du må ha fylt 16 år for å søke alene. Be en forelder søke, eller ring oss")
            )


@drawn_once
class OtherForm(PersonForm):
    """Somebody of any age, by power of attorney."""

    child_name = LineField(
        label=_("Hva heter den du søker for?"), error_messages={"required": _("Skriv navnet")}
    )
    born = DatePartsField(label=_("Når er personen født?"), earliest=date(1900, 1, 1))
    pid = PidField(
        label=_("Fødselsnummeret eller d-nummeret"),
        help_text=_("La feltet stå tomt hvis personen ikke har nummer."),
        required=False,
    )
    shared_home = None


@drawn_once
class GuardianForm(AskingForm):
    """The other one with parental responsibility: named, not there, or not to be contacted."""

    second = OneOf(
        label=_("Er det en til som har foreldreansvar?"),
        choices=[
            (NAMED, _("Ja, og hen kan få vite om søknaden")),
            (ALONE, _("Nei, jeg har foreldreansvaret alene")),
            (NO_CONTACT, _("Ja, men hen må ikke kontaktes")),
        ],
    )
    guardian_name = LineField(
        label=_("Hva heter hen?"), error_messages={"required": _("Skriv navnet til den andre forelderen")}
    )
    why_no_contact = TextField(
        label=_("Hvorfor må hen ikke kontaktes?"),
        help_text=_("For eksempel trusler, sperret adresse eller ingen kontakt. En saksbehandler leser det."),
        max_length=2_000,
        error_messages={"required": _("Skriv kort hvorfor. En setning er nok")},
    )
    reveals = {"second": {NAMED: ["guardian_name"], NO_CONTACT: ["why_no_contact"]}}
    hints = {
        "second": {
            NAMED: _("Når søknaden er sendt, får du en kode å gi videre. Hen ser ikke det du har skrevet."),
            NO_CONTACT: _("Da inviterer vi ingen. En saksbehandler snakker med deg først."),
        }
    }


@drawn_once
class YouthForm(AskingForm):
    """A youth of 16 or 17 decides: the parent who applies says what they want."""

    agrees = OneOf(
        label=_("Ønsker ungdommen selv at du søker?"),
        help_text=_("Den som har fylt 16 år, bestemmer som regel selv."),
        choices=[("yes", _("Ja")), ("no", _("Nei")), ("cannot", _("Ungdommen kan ikke svare på det"))],
    )
    says = TextField(label=_("Hva mener ungdommen?"), max_length=2_000, required=False, rows=3)


class ContactForm(AskingForm):
    """How to reach the applicant."""

    name = LineField(label=_("Hva heter du?"), error_messages={"required": _("Skriv navnet ditt")})
    mobile = PhoneField(label=_("Mobilnummer"), mobile=True)
    email = EmailField(
        label=_("E-postadresse, hvis du har"),
        help_text=_("Vi sender bare beskjed om at det er noe nytt, aldri hva."),
        required=False,
    )
    protected = YesNoField(label=_("Er adressen din eller barnets sperret?"), no_first=True)
    address = LineField(label=_("Postadresse, hvis du vil ha brev"), required=False)
    reveals = {"protected": {"False": ["address"]}}
    hints = {"protected": {"True": _("Da viser vi ikke adressen eller stedet til noen.")}}
