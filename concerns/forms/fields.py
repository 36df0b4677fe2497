"""What the national forms can hold, field by field (privat and offentlig bekymringsmelding v2).

Names, addresses and reasons are one line there, telephone numbers and e-mail follow a pattern. It is asked
for here, while somebody is still there to answer.
"""

import re
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.no import orgnr

from crispy_designsystemet.fields import PlainTextField, Textarea
from crispy_designsystemet.forms import StepForm
from crispy_designsystemet.layout import Question

SHORT, LINE, TEXT = 60, 150, 10_000  # characters
NAME_PART = "[A-Za-zæøåÆØÅ0-9_-]+"
HOST_PART = "[A-Za-zæøåÆØÅ0-9-]+"
EMAIL = rf"{NAME_PART}(\.{NAME_PART})*@{HOST_PART}(\.{HOST_PART})*\.[A-Za-z]{{2,}}"


class ReportForm(StepForm):
    """A step whose answers the browser does not suggest to whoever uses the machine next.

    reveals: by field, what each option opens. hints: by field, a sentence under an option.
    """

    reveals: dict[str, dict] = {}
    hints: dict[str, dict] = {}

    @cached_property
    def helper(self):
        helper = super().helper
        helper.attrs["autocomplete"] = "off"
        return helper

    def questions(self):
        opened = {name: self._opened_by(name) for name in self.fields}
        nested = {inner for opens in opened.values() for names in opens.values() for inner in names}
        return [
            Question(name, hints=self.hints.get(name), reveals=opened[name])
            for name in self.fields
            if name not in nested
        ]

    def _opened_by(self, name: str) -> dict:
        """What the field's options open of the fields that this form still has."""
        opens = self.reveals.get(name, {}).items()
        return {option: [inner for inner in names if inner in self.fields] for option, names in opens}


class LineField(PlainTextField):
    """One line: whatever breaks it becomes a space, also the breaks only some programs know."""

    def __init__(self, *, max_length: int = LINE, **kwargs):
        kwargs.setdefault("widget", forms.TextInput({"autocomplete": "off"}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class TextField(PlainTextField):
    """As many lines as it takes."""

    def __init__(self, *, rows: int = 12, max_length: int = TEXT, **kwargs):
        super().__init__(widget=Textarea({"rows": rows}), max_length=max_length, **kwargs)


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


class YesNoField(forms.TypedChoiceField):
    """Yes or no, neither chosen beforehand; gives a bool. `no_first` where no is the usual answer."""

    def __init__(self, *, yes=None, no=None, no_first=False, **kwargs):
        options = [("True", yes or _("Ja")), ("False", no or _("Nei"))]
        super().__init__(
            choices=options[::-1] if no_first else options,
            coerce=lambda answer: answer == "True",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )
