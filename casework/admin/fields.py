"""Inputs that a phone knows: the browser's own dates and times; languages named beside each text."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from casework.numbers import DigitsField

LANGUAGES = {"nb": _("bokmål"), "nn": _("nynorsk"), "en": _("engelsk")}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


# What fields of these names mean wherever they stand.
IN_ALL_TABLES = {
    "order": _("Det laveste tallet står først."),
    "source": _("Hvor opplysningene står, så en kollega kan kontrollere dem."),
    "source_note": _("Det kollegene bør vite om kilden."),
    "valid_from": _("Tomt: gjelder allerede."),
    "valid_to": _("Tomt: gjelder til noen endrer det."),
    "published": _("Uten kryss er den ikke på nettsidene."),
    "is_active": _("Uten kryss kan ingen velge den."),
}
UNTRANSLATED = _("Tomt: siden viser bokmål.")


class DeskFields:
    """For admins of content: plain inputs, languages named in the labels, help and kind refusals.

    `help_texts` says, by the field's name without its language, what the model does not.
    """

    help_texts: ClassVar[Mapping[str, Any]] = {}

    formfield_overrides = {
        models.DateField: {"widget": DayInput},
        models.TimeField: {"widget": ClockInput},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
        DigitsField: {"widget": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        name = db_field.name
        if isinstance(db_field, TranslationField):
            _name_language(field, db_field)
            name = db_field.translated_field.name
        field.help_text = field.help_text or (IN_ALL_TABLES | self.help_texts).get(name, "")
        if isinstance(db_field, TranslationField) and db_field.language != "nb" and not field.required:
            field.help_text = UNTRANSLATED
        field.error_messages["required"] = _("Fyll ut «%(field)s».") % {"field": field.label}
        return field


def _name_language(field: forms.Field, db_field: TranslationField) -> None:
    name = str(db_field.translated_field.verbose_name)
    language = LANGUAGES[db_field.language]
    field.label = f"{name[:1].upper()}{name[1:]} ({language})"
    field.widget.attrs["lang"] = db_field.language
