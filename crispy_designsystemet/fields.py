"""Form fields that ask the way the Norwegian patterns do."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.text import plain


class Textarea(forms.Textarea):
    """As wide as its column: Designsystemet narrows a textarea that says how many columns it has."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 7} | (attrs or {}))
        self.attrs.pop("cols", None)


class PlainTextField(forms.CharField):
    """Text as plain() leaves it, in one line unless its widget is a textarea.

    `max_length` is counted after the cleaning. A longer text is refused with both lengths, and kept:
    no maxlength goes to the browser, which would cut what somebody pastes without a word.
    """

    default_error_messages = {
        "required": _("Skriv et svar"),
        "max_length": _("Teksten kan ha høyst %(limit_value)d tegn. Nå har den %(show_value)d."),
    }

    def to_python(self, value):
        return super().to_python(self._clean_text(value))

    def bound_data(self, data, initial):
        """What is shown again is the cleaned text, so that the count shown fits it."""
        return self._clean_text(data)

    def has_changed(self, initial, data):
        return super().has_changed(initial, self._clean_text(data))

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        attrs.pop("minlength", None)
        return attrs

    def _clean_text(self, value):
        if not isinstance(value, str):
            return value
        text = plain(value)
        return text if isinstance(self.widget, forms.Textarea) else text.replace("\n", " ")


class LineField(PlainTextField):
    """One line: whatever breaks it becomes a space, also the breaks only some programs know."""

    def __init__(self, *, max_length: int = 150, **kwargs):
        kwargs.setdefault("widget", forms.TextInput({"autocomplete": "off"}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class TextField(PlainTextField):
    """As many lines as it takes."""

    def __init__(self, *, rows: int = 5, max_length: int = 10_000, **kwargs):
        super().__init__(widget=Textarea({"rows": rows}), max_length=max_length, **kwargs)


class PhoneField(LineField):
    """A telephone number of eight digits, or one with + and the country's. `mobile`: one that takes SMS."""

    default_error_messages = {
        "required": _("Skriv telefonnummeret"),
        "invalid": _("Et norsk nummer har åtte sifre. Skriv + og landkoden først hvis det er utenlandsk"),
        "mobile": _("Skriv et mobilnummer, som begynner med 4 eller 9"),
    }
    ANY = re.compile(r"[2-9][0-9]{7}|(\+|00)[1-9][0-9]{7,14}")
    MOBILE = re.compile(r"[49][0-9]{7}|(\+|00)[1-9][0-9]{7,14}")

    def __init__(self, *, mobile: bool = False, **kwargs):
        self.mobile = mobile
        kwargs.setdefault("widget", forms.TextInput({"type": "tel", "autocomplete": "off"}))
        super().__init__(max_length=30, **kwargs)

    def validate(self, value):
        super().validate(value)
        digits = re.sub(r"[ .()-]", "", value).removeprefix("+47").removeprefix("0047")
        if value and not self.ANY.fullmatch(digits):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if value and self.mobile and not self.MOBILE.fullmatch(digits):
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


class YesNoField(forms.TypedChoiceField):
    """Yes or no, neither chosen beforehand; gives a bool. `no_first` where no is the usual answer."""

    default_error_messages = {"required": _("Velg ja eller nei")}

    def __init__(self, *, yes=None, no=None, no_first=False, **kwargs):
        options = [("True", yes or _("Ja")), ("False", no or _("Nei"))]
        super().__init__(
            choices=options[::-1] if no_first else options,
            coerce=lambda answer: answer == "True",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )


class CountField(forms.IntegerField):
    """A whole number between two limits, in digits; each wrong one is told both limits."""

    def __init__(self, *, least: int, most: int, too_small=None, **kwargs):
        limits = format_lazy(_("Skriv et helt tall fra {least} til {most}"), least=least, most=most)
        errors = {
            "required": limits,
            "invalid": limits,
            "min_value": too_small or limits,
            "max_value": limits,
        }
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 3})
        super().__init__(min_value=least, max_value=most, widget=widget, error_messages=errors, **kwargs)


class DatePartsWidget(forms.MultiWidget):
    """Three boxes for a date the user knows; no date picker."""

    template_name = "designsystemet/date_parts.html"
    use_fieldset = True
    parts = {"day": (_("Dag"), 2), "month": (_("Måned"), 2), "year": (_("År"), 4)}

    def __init__(self, attrs=None):
        boxes = {
            name: forms.TextInput({"size": size, "inputmode": "numeric", "autocomplete": "off"})
            for name, (_label, size) in self.parts.items()
        }
        super().__init__(boxes, attrs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for box, (label, _size) in zip(context["widget"]["subwidgets"], self.parts.values(), strict=True):
            box["label"] = label
        return context

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None] * 3

    def id_for_label(self, id_):
        """The first box, where a link from the error summary leads."""
        return f"{id_}_0"


class DatePartsField(forms.MultiValueField):
    """A date written as day, month and year. Gives datetime.date, or None where it is not required.

    One sentence says what is wrong: a part missing, no such day, or outside `earliest`..`latest`.
    """

    widget = DatePartsWidget
    default_error_messages = {
        "required": _("Skriv datoen med dag, måned og år"),
        "incomplete": _("Datoen må ha både dag, måned og år"),
        "invalid": _("Datoen må være en ekte dato, for eksempel 24 3 2026"),
        "year": _("Skriv årstallet med fire sifre, for eksempel 2026"),
        "too_early": _("Datoen kan ikke være før %(limit)s"),
        "too_late": _("Datoen kan ikke være etter %(limit)s"),
    }

    def __init__(
        self, *, earliest: datetime.date | None = None, latest: datetime.date | None = None, **kwargs
    ):
        self.earliest, self.latest = earliest, latest
        parts = [forms.CharField(required=False) for _part in DatePartsWidget.parts]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list) -> datetime.date | None:
        if not any(data_list):
            return None
        if not all(data_list):
            raise self._refusal("incomplete")
        date = self._date(*data_list)
        if self.earliest and date < self.earliest:
            raise self._refusal("too_early", self.earliest)
        if self.latest and date > self.latest:
            raise self._refusal("too_late", self.latest)
        return date

    def _date(self, day: str, month: str, year: str) -> datetime.date:
        if len(year) != 4:
            raise self._refusal("year")
        try:
            return datetime.date(int(year), int(month), int(day))
        except ValueError:
            raise self._refusal("invalid") from None

    def _refusal(self, code: str, limit: datetime.date | None = None) -> forms.ValidationError:
        shown = {"limit": limit and f"{limit.day}.{limit.month}.{limit.year}"}
        return forms.ValidationError(self.error_messages[code], code=code, params=shown)
