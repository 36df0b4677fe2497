"""Form fields that ask the way the Norwegian patterns do."""

import datetime

from django import forms
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
