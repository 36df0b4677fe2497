"""The professional who reports at work, and the child's guardians (barnevernsloven § 13-2)."""

from django.utils.translation import gettext_lazy as _

from concerns.forms.fields import EmailField, OrganisationField, PhoneField, PostcodeField
from crispy_designsystemet.fields import LineField, YesNoField
from crispy_designsystemet.forms import AskingForm


class AgencyForm(AskingForm):
    """Who reports, and on whose behalf. Never anonymous."""

    name = LineField(label=_("Hva heter du?"), error_messages={"required": _("Skriv navnet ditt")})
    role = LineField(
        label=_("Hvilken stilling har du?"),
        help_text=_("For eksempel lærer, helsesykepleier eller lege."),
        error_messages={"required": _("Skriv hvilken stilling du har")},
    )
    phone = PhoneField(
        label=_("Telefonnummer på jobb"), error_messages={"required": _("Skriv telefonnummeret ditt")}
    )
    email = EmailField(
        label=_("E-postadresse på jobb"), error_messages={"required": _("Skriv e-postadressen din")}
    )
    agency = LineField(
        label=_("Hvor jobber du?"),
        help_text=_("For eksempel navnet på skolen eller legekontoret."),
        error_messages={"required": _("Skriv hvor du jobber")},
    )
    orgnr = OrganisationField(
        label=_("Organisasjonsnummer"), help_text=_("Ni sifre."), max_length=20, required=False
    )
    address = LineField(
        label=_("Adressen til arbeidsstedet"),
        error_messages={"required": _("Skriv adressen til arbeidsstedet")},
    )
    postcode = PostcodeField(label=_("Postnummer"))
    city = LineField(label=_("Poststed"), max_length=60, required=False)


class GuardianForm(AskingForm):
    """One of the child's guardians; the mother of a child not born yet."""

    name = LineField(
        label=_("Hva heter den foresatte?"),
        help_text=_(
            "Er barnet ikke født, skriver du morens navn her. Vet du ikke navnet, skriver du «ukjent»."
        ),
        error_messages={"required": _("Skriv navnet på den foresatte, eller «ukjent»")},
    )
    phone = PhoneField(label=_("Telefonnummer"), required=False)
    informed = YesNoField(
        label=_("Vet den foresatte at du melder?"),
        error_messages={"required": _("Velg om den foresatte vet at du melder")},
    )
    reason = LineField(
        label=_("Hvorfor ikke?"),
        help_text=_("For eksempel mistanke om vold. Du trenger ikke forsvare valget."),
        max_length=300,
        error_messages={"required": _("Skriv kort hvorfor den foresatte ikke vet det")},
    )
    more = YesNoField(
        label=_("Er det en foresatt til?"), error_messages={"required": _("Velg om det er en foresatt til")}
    )
    reveals = {"informed": {"False": ["reason"]}}


class SecondGuardianForm(GuardianForm):
    name = LineField(
        label=_("Hva heter den foresatte?"),
        help_text=_("Vet du ikke navnet, skriver du «ukjent»."),
        error_messages={"required": _("Skriv navnet på den foresatte, eller «ukjent»")},
    )
    more = None
