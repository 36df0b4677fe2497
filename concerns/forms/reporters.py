"""Who reports, and whether they say so."""

from django import forms
from django.utils.translation import gettext_lazy as _

from concerns.forms.fields import EmailField, MobileField, PhoneField, PostcodeField
from concerns.models import ConcernReport
from crispy_designsystemet.fields import LineField
from crispy_designsystemet.forms import AskingForm, drawn_once

Identity, Reporter = ConcernReport.Identity, ConcernReport.Reporter
NAMED, HIDDEN, ANONYMOUS = Identity.NAMED, Identity.HIDDEN, Identity.ANONYMOUS

SEEN_BY_FAMILY = _("Familien kan få vite hvem du er, fordi de ofte har rett til å lese meldingen.")
HIDDEN_WITH_LIMITS = _(
    "Barneverntjenesten vet hvem du er, og vurderer om familien ikke skal få vite det. Vi kan ikke love det: "
    "Går saken til retten, kan navnet ditt bli kjent."
)
UNKNOWN_TO_ALL = _("Vi vet ikke hvem du er. Skriv ikke noe i teksten som røper deg.")


def _who_field(*labelled):
    return forms.ChoiceField(
        label=_("Hvem er du?"),
        choices=labelled,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem du er")},
    )


PRIVATE = (Reporter.PRIVATE, _("Privatperson, for eksempel nabo eller slektning"))
PARENT = (Reporter.PARENT, _("Forelder som er bekymret for eget barn"))
CHILD = (Reporter.CHILD, _("Barn eller ungdom, og det gjelder meg selv"))
PROFESSIONAL = (Reporter.PROFESSIONAL, _("Fagperson som melder i jobben"))


@drawn_once
class WhoForm(AskingForm):
    """Who reports without signing in. It decides what else is asked."""

    who = _who_field(PRIVATE, PARENT, CHILD)


class SignedInWhoForm(AskingForm):
    """Who reports after signing in."""

    who = _who_field(PROFESSIONAL, PARENT, PRIVATE)


class DutyWhoForm(AskingForm):
    """An employee at the desk: in their work, and in no other way."""

    who = _who_field(PROFESSIONAL)


def _identity_field(*labelled):
    return forms.ChoiceField(
        label=_("Vil du si hvem du er?"),
        choices=labelled,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om du vil si hvem du er")},
    )


@drawn_once
class ReporterForm(AskingForm):
    """Whether a private person says who they are, and to whom."""

    identity = _identity_field(
        (NAMED, _("Ja, jeg oppgir navn")),
        (HIDDEN, _("Ja, men jeg vil ikke at familien skal få vite det")),
        (ANONYMOUS, _("Nei, jeg vil være anonym")),
    )
    name = LineField(
        label=_("Hva heter du?"),
        error_messages={"required": _("Skriv navnet ditt, eller velg å være anonym")},
    )
    phone = PhoneField(label=_("Telefonnummer, hvis vi kan ringe deg"), required=False)
    address = LineField(label=_("Adresse, hvis vi kan skrive til deg"), required=False)
    postcode = PostcodeField(label=_("Postnummer"))
    city = LineField(label=_("Poststed"), max_length=60, required=False)
    reveals = {"identity": {(NAMED, HIDDEN): ["name", "phone", "address", "postcode", "city"]}}
    hints = {"identity": {NAMED: SEEN_BY_FAMILY, HIDDEN: HIDDEN_WITH_LIMITS, ANONYMOUS: UNKNOWN_TO_ALL}}


@drawn_once
class ParentReporterForm(ReporterForm):
    """A parent about their own child: hidden from the family makes no sense."""

    identity = _identity_field((NAMED, _("Ja, jeg oppgir navn")), (ANONYMOUS, _("Nei, jeg vil være anonym")))
    reveals = {"identity": {NAMED: ["name", "phone", "address", "postcode", "city"]}}
    hints = {"identity": {NAMED: _("Da kan vi ringe deg og hjelpe raskere."), ANONYMOUS: UNKNOWN_TO_ALL}}


@drawn_once
class ChildReporterForm(AskingForm):
    """A child or youth: asked first, since it decides what else they are asked."""

    identity = _identity_field(
        (NAMED, _("Ja, dere kan få vite hvem jeg er")), (ANONYMOUS, _("Nei, jeg vil være anonym"))
    )
    phone = PhoneField(label=_("Telefonnummer, hvis vi kan ringe deg"), required=False)
    contact = LineField(
        label=_("Når og hvordan er det trygt å ta kontakt?"),
        help_text=_("For eksempel på skolen, eller på melding etter klokka fire."),
        max_length=300,
        required=False,
    )
    reveals = {"identity": {NAMED: ["phone", "contact"]}}
    hints = {
        "identity": {
            NAMED: _("Da kan vi komme til deg hvis du trenger hjelp."),
            ANONYMOUS: _("Da kan vi bare svare deg her, med en kode du får til slutt."),
        }
    }


class SignedInReporterForm(ReporterForm):
    """One who signed in is known to child welfare; the open form is for those who want not to be."""

    identity = _identity_field(
        (NAMED, _("Ja, også til familien")),
        (HIDDEN, _("Ja, men jeg vil ikke at familien skal få vite det")),
    )
    name = LineField(label=_("Hva heter du?"), error_messages={"required": _("Skriv navnet ditt")})


class SignedInParentForm(SignedInReporterForm):
    identity = None

    def clean(self):
        return super().clean() | {"identity": NAMED}


@drawn_once
class NoticeForm(AskingForm):
    """Where to tell of an answer. The address is kept apart from the report, and is no part of it."""

    notice = forms.ChoiceField(
        label=_("Vil du ha beskjed når barneverntjenesten skriver til deg?"),
        choices=[
            ("no", _("Nei, jeg ser etter selv")),
            ("email", _("Ja, på e-post")),
            ("sms", _("Ja, på SMS")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om du vil ha beskjed")},
    )
    email = EmailField(label=_("E-postadresse"), error_messages={"required": _("Skriv en e-postadresse")})
    mobile = MobileField(label=_("Mobilnummer"), error_messages={"required": _("Skriv et mobilnummer")})
    reveals = {"notice": {"email": ["email"], "sms": ["mobile"]}}
    hints = {
        "notice": {
            "email": _("Beskjeden sier bare at det er noe nytt. En adresse med navnet ditt kan røpe deg."),
            "sms": _("Beskjeden sier bare at det er noe nytt. Et telefonnummer kan røpe hvem du er."),
        }
    }
