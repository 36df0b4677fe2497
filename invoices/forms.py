"""What is asked: about each invoice, what is wished, how to answer. Nothing of income, nothing of health."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.no import orgnr

from crispy_designsystemet.fields import CountField, LineField, TextField, YesNoField
from crispy_designsystemet.forms import AskingForm, drawn_once
from crispy_designsystemet.layout import Button
from invoices.amounts import AmountField
from invoices.fields import EmailField, NearDateField, NumberField, PhoneField
from invoices.kinds import Kind
from invoices.reasons import Wish

# What is beyond reason for one invoice, whatever the rules say. More than this is a slip of the finger.
MOST_KRONER, MOST_PARTS = 1_000_000, 24
YEAR = 366  # days
REASONS = [
    ("income", _("Jeg står brått uten inntekt")),
    ("expense", _("Jeg har fått en stor utgift jeg ikke ventet")),
    ("other", _("Noe annet")),
]


@drawn_once
class InvoiceForm(AskingForm):
    """One invoice: which it is, and whose."""

    kind = forms.ChoiceField(
        label=_("Hva er fakturaen for?"),
        choices=Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva fakturaen er for")},
    )
    number = NumberField(
        label=_("Fakturanummer"),
        help_text=_("Det står øverst på fakturaen."),
        error_messages={"required": _("Skriv fakturanummeret")},
    )
    customer = NumberField(label=_("Kundenummer, hvis det står på fakturaen"), required=False)
    kid = NumberField(
        label=_("KID"), help_text=_("Tallet du bruker når du betaler. Vet du det ikke?"), required=False
    )
    amount = AmountField(
        label=_("Beløp i kroner"),
        help_text=_("Det som står igjen å betale, for eksempel 1234,50."),
        most=MOST_KRONER * 100,
        max_length=30,
    )
    due = NearDateField(
        label=_("Når er forfallet?"),
        help_text=_("For eksempel 15 12 2026."),
        back=3 * YEAR,
        ahead=YEAR,
    )
    at_collector = YesNoField(
        label=_("Er fakturaen sendt til inkasso?"),
        no_first=True,
        error_messages={"required": _("Velg om fakturaen er sendt til inkasso")},
    )
    more = YesNoField(
        label=_("Gjelder det flere fakturaer?"),
        yes=_("Ja, en til"),
        no_first=True,
        error_messages={"required": _("Velg om det gjelder flere fakturaer")},
    )


@drawn_once
class LastInvoiceForm(InvoiceForm):
    """The last one there is room for."""

    more = None


class WishForm(AskingForm):
    """Later, or in parts. A second button shows what it leads to, before anything is decided."""

    wish = forms.ChoiceField(
        label=_("Hva ønsker du?"),
        choices=Wish,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om du vil betale senere eller dele opp")},
    )
    until = NearDateField(label=_("Hvilken dag kan du betale?"), back=0, ahead=YEAR)
    parts = CountField(
        label=_("Hvor mange deler?"), help_text=_("En del i måneden."), least=2, most=MOST_PARTS
    )
    why = forms.ChoiceField(
        label=_("Hva er grunnen?"),
        help_text=_("Du kan la være å svare. Svaret endrer ikke reglene. Skriv ingenting om helse."),
        choices=REASONS,
        widget=forms.RadioSelect,
        required=False,
    )
    reveals = {"wish": {Wish.DEFER: ["until"], Wish.SPLIT: ["parts"]}}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.other_buttons = (Button(_("Vis planen"), "go", "preview"),)


def payer_field() -> LineField:
    return LineField(
        label=_("Hvem er fakturaen sendt til?"),
        help_text=_("Navnet som står på fakturaen."),
        error_messages={"required": _("Skriv navnet som står på fakturaen")},
    )


class OrganisationField(LineField):
    """A Norwegian organisation number; gives its nine digits."""

    def to_python(self, value: Any) -> str:
        written = super().to_python(value)
        try:
            return orgnr.validate(written) if written else ""
        except NotANumber as error:
            raise ValidationError(
                _("Et organisasjonsnummer har ni sifre. Se etter om et siffer er feil")
            ) from error


PHONE, LETTER = "phone", "letter"


@drawn_once
class YouForm(AskingForm):
    """The payer, and how a person can answer where the rules alone do not."""

    name = payer_field()
    organisation = OrganisationField(label=_("Organisasjonsnummer, hvis det er et firma"), required=False)
    answer_by = forms.ChoiceField(
        label=_("Hvordan kan vi svare deg hvis en saksbehandler må se på det?"),
        choices=[(PHONE, _("Ring meg")), (LETTER, _("Send brev"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvordan vi kan svare deg")},
    )
    phone = PhoneField(label=_("Telefonnummer"), error_messages={"required": _("Skriv telefonnummeret ditt")})
    address = LineField(
        label=_("Gate og nummer"),
        error_messages={"required": _("Skriv gate og nummer, eller velg at vi ringer")},
    )
    postcode = LineField(
        label=_("Postnummer"),
        max_length=4,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 4}),
        validators=[RegexValidator(r"\A[0-9]{4}\Z", _("Et postnummer har fire sifre"))],
        error_messages={"required": _("Skriv postnummeret")},
    )
    city = LineField(label=_("Poststed"), max_length=60, error_messages={"required": _("Skriv poststedet")})
    reveals = {"answer_by": {PHONE: ["phone"], LETTER: ["address", "postcode", "city"]}}


class SignedInYouForm(AskingForm):
    """Somebody who signed in reads the answer on My page."""

    name = payer_field()
    organisation = OrganisationField(label=_("Organisasjonsnummer, hvis det er et firma"), required=False)
    phone = PhoneField(label=_("Telefonnummer, hvis vi kan ringe deg"), required=False)


@drawn_once
class ReminderForm(AskingForm):
    """Where to remind, for those who want it."""

    remind = forms.ChoiceField(
        label=_("Vil du ha en påminnelse før hver betaling?"),
        choices=[("no", _("Nei")), ("email", _("Ja, på e-post")), ("sms", _("Ja, på SMS"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om du vil ha påminnelse")},
    )
    email = EmailField(label=_("E-postadresse"), error_messages={"required": _("Skriv en e-postadresse")})
    mobile = PhoneField(label=_("Mobilnummer"), error_messages={"required": _("Skriv et mobilnummer")})
    reveals = {"remind": {"email": ["email"], "sms": ["mobile"]}}
    hints = {"remind": {"no": _("Du finner datoene i brevet.")}}


class MessageForm(AskingForm):
    """What somebody writes on My page about their request."""

    text = TextField(label=_("Skriv til oss"), error_messages={"required": _("Skriv noe i beskjeden først.")})
    primary = _("Send beskjeden")
