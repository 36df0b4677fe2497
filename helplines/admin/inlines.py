"""The rows of a line in its form: numbers, weekly hours, and the dates that differ."""

from datetime import time

from django import forms
from django.contrib.admin import StackedInline
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from casework.admin.fields import DeskFields
from helplines import wording
from helplines.models import Hours, HoursException, Number
from helplines.overlaps import overlapping_exceptions, overlapping_spans


class WeekdaysField(forms.MultipleChoiceField):
    """Seven boxes with the days' names; the value is their digits, "01234" for the working week."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        super().__init__(choices=list(WEEKDAYS.items()), **options)

    def prepare_value(self, value):
        return list(value or "")

    def clean(self, value) -> str:
        return "".join(sorted(super().clean(value)))

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(list(initial or ""), data)


class RowsFormSet(BaseInlineFormSet):
    """Rows of one kind. `overlap` finds pairs that contradict each other, `field` is where it is said."""

    field: str

    def kept(self) -> list[forms.ModelForm]:
        """The rows' forms as they will be when saved: filled in, and not to be deleted."""
        forms = (form for form in self.forms if form.instance.pk or form.has_changed())
        return [form for form in forms if form not in self.deleted_forms]

    def clean(self) -> None:
        """Refuse rows that overlap, beside the later one's field."""
        super().clean()
        whole = [form for form in self.kept() if form.is_valid()]
        channels: dict[object, list] = {}
        for form in whole:
            channels.setdefault(form.instance.number_id, []).append(form)
        for rows in channels.values():
            for first, second in self.overlaps([form.instance for form in rows]):
                rows[second].add_error(self.field, self.refusal(rows[first].instance))

    def overlaps(self, rows):
        raise NotImplementedError

    def refusal(self, other) -> ValidationError:
        raise NotImplementedError


class NumbersFormSet(RowsFormSet):
    def clean(self) -> None:
        """Numbers contradict nothing: two may be the same at different dates."""
        BaseInlineFormSet.clean(self)


class HoursFormSet(RowsFormSet):
    field = "opens"

    def overlaps(self, rows):
        return overlapping_spans([row.span() for row in rows])

    def refusal(self, other) -> ValidationError:
        opens = wording.clock(other.opens) if other.opens else ""
        times = {"times": f"{opens}–{wording.clock(other.closes)}"}
        return ValidationError(_("Tiden overlapper med en annen rad på samme dag: %(times)s."), params=times)


class ExceptionsFormSet(RowsFormSet):
    field = "first"

    def overlaps(self, rows):
        return overlapping_exceptions([row.dated() for row in rows])

    def refusal(self, other) -> ValidationError:
        return ValidationError(_("Et annet avvik sier noe annet om samme dato og tid."))


class NightForm(forms.ModelForm):
    """Times of a row. Closing before opening is a slip, unless somebody says that it is the next day."""

    next_day = forms.BooleanField(
        label=_("Stenger neste dag"), help_text=_("For det som er åpent over midnatt."), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["next_day"] = _reversed(self.instance.opens, self.instance.closes)

    def clean(self):
        answers = super().clean()
        is_reversed = _reversed(answers.get("opens"), answers.get("closes"))
        if is_reversed and not answers.get("next_day"):
            sentence = _("Det stenger før det åpner. Kryss av for «Stenger neste dag» hvis det er meningen.")
            self.add_error("closes", sentence)
        elif answers.get("next_day") and not is_reversed:
            self.add_error(
                "next_day", _("Dette stenger samme dag. Ta bort krysset, eller rett klokkeslettet.")
            )
        return answers


def _reversed(opens: time | None, closes: time | None) -> bool:
    """True for 17.30-10.00. Midnight, 00:00, ends the same day."""
    return bool(opens and closes) and time.min < closes < opens


class HoursForm(NightForm):
    weekdays = WeekdaysField(
        label=_("Ukedager"),
        help_text=_("Alle dagene som har den samme tiden."),
        error_messages={"required": _("Velg minst én ukedag.")},
    )


class RowInline(DeskFields):
    """One blank row is always there, so that a row can be added without a script."""

    template = "admin/helplines/rows.html"
    extra = 1
    help_texts = {
        "digits": _("Bare sifrene, uten mellomrom."),
        "label": _("Når linja har flere numre: hva dette er for."),
        "own_hours": _("Da gjelder bare de tidene som er lagt inn for dette nummeret."),
        "first": _("Den første dagen som er annerledes."),
        "last": _("Den siste dagen. Skriv samme dag hvis det er én."),
        "closed": _("Hele dagen. Da trengs ingen klokkeslett."),
        "opens": _("Tomt når det er stengt hele dagen."),
        "closes": _("Tomt når det er stengt hele dagen."),
        "reason": _("Står ved åpningstiden, for eksempel: påske."),
        "number": _("Hele linja, hvis du ikke velger et nummer."),
    }

    def get_formset(self, request, obj=None, **kwargs):
        self.line = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer this line's numbers alone, asked for once and not by every row."""
        if db_field.name != "number":
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        numbers = Number.objects.filter(helpline=self.line)
        field = super().formfield_for_foreignkey(db_field, request, queryset=numbers, **kwargs)
        field.choices = [("", _("Hele linja")), *((number.pk, str(number)) for number in numbers)]
        return field


class NumberInline(RowInline, TranslationStackedInline):
    model = Number
    formset = NumbersFormSet
    new_row = _("Nytt nummer")
    fieldsets = [
        (None, {"fields": ["kind", "digits"]}),
        (
            _("Merkelapp, datoer og egne åpningstider"),
            {
                "classes": ["collapse"],
                "fields": ["label", "note", "valid_from", "valid_to", "own_hours", "order"],
            },
        ),
    ]


class HoursInline(RowInline, StackedInline):
    model = Hours
    form = HoursForm
    formset = HoursFormSet
    new_row = _("Ny åpningstid")
    fieldsets = [
        (None, {"fields": ["weekdays", ("opens", "closes"), "next_day"]}),
        (
            _("Datoer, og bare for ett nummer"),
            {"classes": ["collapse"], "fields": ["valid_from", "valid_to", "number"]},
        ),
    ]


class ExceptionInline(RowInline, TranslationStackedInline):
    model = HoursException
    form = NightForm
    formset = ExceptionsFormSet
    new_row = _("Nytt avvik")
    fieldsets = [
        (None, {"fields": [("first", "last"), "closed", ("opens", "closes"), "next_day", "reason_nb"]}),
        (
            _("Grunn på nynorsk og engelsk, og bare for ett nummer"),
            {"classes": ["collapse"], "fields": ["reason_nn", "reason_en", "number"]},
        ),
    ]

    def get_queryset(self, request):
        """Exceptions that are over stay in the history; the form shows those still to come."""
        return super().get_queryset(request).filter(last__gte=timezone.localdate())
