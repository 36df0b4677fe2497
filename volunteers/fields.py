"""What the forms of volunteering ask with: one line, a number to reach somebody on, several of a few."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.fields import PlainTextField, Textarea
from crispy_designsystemet.forms import StepForm
from crispy_designsystemet.layout import Question

TEXT = 2_000  # characters


class AskingForm(StepForm):
    """A step whose questions open each other.

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
        inner = {name for opens in self.reveals.values() for names in opens.values() for name in names}
        return [
            Question(name, hints=self.hints.get(name), reveals=self.reveals.get(name))
            for name in self.fields
            if name not in inner
        ]


class LineField(PlainTextField):
    """One line, however it was pasted."""

    def __init__(self, *, max_length: int = 150, **kwargs):
        kwargs.setdefault("widget", forms.TextInput({"autocomplete": "off"}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class TextField(PlainTextField):
    def __init__(self, *, rows: int = 5, **kwargs):
        super().__init__(widget=Textarea({"rows": rows}), max_length=TEXT, **kwargs)


class PhoneField(LineField):
    """A telephone number of eight digits, or one with + and the country's. `mobile`: one that takes SMS."""

    default_error_messages = {
        "required": _("Skriv telefonnummeret"),
        "invalid": _("Et norsk nummer har åtte sifre. Skriv + og landkoden først hvis det er utenlandsk"),
        "mobile": _("Vi sender en kode på SMS. Skriv et mobilnummer, som begynner med 4 eller 9"),
    }

    def __init__(self, *, mobile: bool = False, **kwargs):
        self.mobile = mobile
        kwargs.setdefault("widget", forms.TextInput({"type": "tel", "autocomplete": "off"}))
        super().__init__(max_length=30, **kwargs)

    def validate(self, value):
        super().validate(value)
        digits = re.sub(r"[ .()-]", "", value).removeprefix("+47").removeprefix("0047")
        if value and not re.fullmatch(r"[2-9][0-9]{7}|(\+|00)[1-9][0-9]{7,14}", digits):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if value and self.mobile and not re.match(r"[49+0]", digits):
            raise ValidationError(self.error_messages["mobile"], code="mobile")


class EmailField(LineField):
    default_validators = [EmailValidator(_("Skriv e-postadressen slik: navn@eksempel.no"))]
    default_error_messages = {"required": _("Skriv e-postadressen")}

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput({"type": "email", "autocomplete": "off"}))
        super().__init__(**kwargs)


class OneOf(forms.ChoiceField):
    """One of a few, none chosen beforehand."""

    widget = forms.RadioSelect
    default_error_messages = {
        "required": _("Velg ett av svarene"),
        "invalid_choice": _("Velg ett av svarene"),
    }


class SomeOf(forms.MultipleChoiceField):
    """At least one of a few."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": _("Velg minst ett av svarene"),
        "invalid_choice": _("Velg blant svarene på siden"),
    }


class YesNo(forms.TypedChoiceField):
    """Yes or no, neither chosen beforehand; gives a bool."""

    widget = forms.RadioSelect
    default_error_messages = {"required": _("Velg ja eller nei")}

    def __init__(self, **kwargs):
        options = [("True", _("Ja")), ("False", _("Nei"))]
        super().__init__(choices=options, coerce=lambda answer: answer == "True", empty_value=None, **kwargs)


class CountField(forms.IntegerField):
    """A whole number between two limits, in digits; each wrong one is told both limits."""

    def __init__(self, *, least: int, most: int, too_small=None, **kwargs):
        limits = _("Skriv et helt tall fra %(least)d til %(most)d") % {"least": least, "most": most}
        errors = {
            "required": limits,
            "invalid": limits,
            "min_value": too_small or limits,
            "max_value": limits,
        }
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 3})
        super().__init__(min_value=least, max_value=most, widget=widget, error_messages=errors, **kwargs)
