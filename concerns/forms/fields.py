"""What the national forms can hold, field by field (privat and offentlig bekymringsmelding v2).

Names, addresses and reasons are one line there, telephone numbers and e-mail follow a pattern. It is asked
for here, while somebody is still there to answer.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.no import orgnr

from crispy_designsystemet.fields import LineField

SHORT = 60  # characters
NAME_PART = "[A-Za-zæøåÆØÅ0-9_-]+"
HOST_PART = "[A-Za-zæøåÆØÅ0-9-]+"
EMAIL = rf"{NAME_PART}(\.{NAME_PART})*@{HOST_PART}(\.{HOST_PART})*\.[A-Za-z]{{2,}}"


class PhoneField(LineField):
    """A telephone number as the national pattern takes it: digits in groups, perhaps + first."""

    default_validators = [
        RegexValidator(
            r"\A\+?[0-9]+([- ][0-9]+)*\Z",
            _("Skriv telefonnummeret med sifre. Det kan ha mellomrom og bindestrek, og + først"),
        )
    ]

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput({"type": "tel", "autocomplete": "off"}))
        super().__init__(max_length=30, **kwargs)

    def to_python(self, value):
        return re.sub(r" ?- ?", "-", super().to_python(value).strip(" -"))


class MobileField(PhoneField):
    """A number that a text message can reach: Norwegian, or with + (or 00) and a country."""

    def validate(self, value):
        super().validate(value)
        digits = re.sub(r"[ -]", "", value)
        if value and not re.fullmatch(r"((\+|00)47)?[49][0-9]{7}|(\+|00)(?!47)[0-9]{8,15}", digits):
            raise ValidationError(
                _("Skriv et mobilnummer med åtte sifre. Er det utenlandsk, skriv + og landskoden først")
            )


class EmailField(LineField):
    """An e-mail address as the national pattern takes it, which has no room for a plus."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput({"type": "email", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def validate(self, value):
        super().validate(value)
        if value and not re.fullmatch(EMAIL, value):
            raise ValidationError(_with_a_plus(value) or _("Skriv e-postadressen slik: navn@eksempel.no"))


def _with_a_plus(value: str):
    if re.fullmatch(EMAIL, value.replace("+", "")):
        return _("Skjemaet kan ikke ta imot en e-postadresse med +. Bruk en adresse uten")
    return None


class PostcodeField(LineField):
    default_validators = [RegexValidator(r"\A[0-9]{4}\Z", _("Et postnummer har fire sifre"))]

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Postnummer, hvis du vet det"))
        kwargs.setdefault(
            "widget", forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 4})
        )
        super().__init__(**{"required": False} | kwargs)


class OrganisationField(LineField):
    """A Norwegian organisation number; gives its nine digits."""

    def to_python(self, value):
        written = super().to_python(value)
        try:
            return orgnr.validate(written) if written else ""
        except NotANumber as error:
            raise ValidationError(
                _("Et organisasjonsnummer har ni sifre. Se etter om et siffer er feil")
            ) from error
