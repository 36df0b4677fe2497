"""The form base: every form of the portal looks, asks and refuses the same way."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from crispy_designsystemet.layout import Actions, Button, Carried, LinkButton, Question


class DesignForm(forms.Form):
    """A form shown by `{% crispy form %}`, inside Designsystemet's look.

    Subclasses name their fields and, where the plain order is not enough, `questions()`. A field that
    a question reveals is declared as if it always applied: the base lets it stand empty while its
    option is not chosen, empties it then (also what the browser sent), and asks for it when it is.

    other_buttons: buttons beside the primary one. carried: hidden inputs, name by value.
    """

    primary = _("Send")

    def __init__(
        self,
        *args,
        other_buttons: Iterable[Button | LinkButton] = (),
        carried: Mapping[str, str] | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.other_buttons, self.carried = tuple(other_buttons), carried or {}
        for name in self._nested():
            _nest(self.fields[name])

    def questions(self) -> list:
        """The layout between the form's start and its buttons; each field once, by default."""
        return [Question(name) for name in self.fields]

    @cached_property
    def mixed(self) -> bool:
        """Whether some questions may be left out and others not; then every label says which."""
        shown = [field for field in self.fields.values() if not _is_nested(field)]
        return len({field.required for field in shown}) > 1

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.include_media = False  # no form brings scripts or styles of its own
        buttons = Actions(self.primary, *self.other_buttons)
        helper.layout = Layout(Carried(self.carried), *self._questions(), buttons)
        return helper

    @property
    def drawn(self) -> dict[str, str] | None:
        """Questions by name as they were drawn before, where that holds for this form too. See drawn_once."""
        once = self._once()
        if once is None or self.is_bound or self.initial or self.prefix or self.errors:
            return None
        return once.drawn.setdefault(get_language(), {})

    def clean(self) -> dict:
        """Settle the revealed fields. A subclass calls this first: its rules then see what applies."""
        super().clean()
        for question in self._revealing():
            for name, option in question.nested():
                is_open = question.is_open(self.cleaned_data.get(question.name), option)
                self._ask(name) if is_open else self._empty(name)
        return self.cleaned_data

    def _ask(self, name: str) -> None:
        field = self.fields[name]
        unanswered = self.cleaned_data.get(name) in field.empty_values and name not in self.errors
        if field.asked_when_open and unanswered:
            self.add_error(name, forms.ValidationError(field.error_messages["required"], code="required"))

    def _empty(self, name: str) -> None:
        self.cleaned_data[name] = self.fields[name].to_python(None)
        self.errors.pop(name, None)

    def _questions(self) -> list:
        once = self._once()
        if once is None:
            return self.questions()
        once.questions = once.questions or self.questions()
        return once.questions

    @classmethod
    def _once(cls) -> "Once | None":
        return vars(cls).get("once")

    def _revealing(self) -> list[Question]:
        return [item for item in self._questions() if isinstance(item, Question) and item.reveals]

    def _nested(self) -> list[str]:
        return [name for question in self._revealing() for name, _option in question.nested()]


class SharedFields(dict[str, forms.Field]):
    """Fields that no form changes for itself. Django copies the fields of a form for each that is made."""

    def __deepcopy__(self, memo: dict) -> dict[str, forms.Field]:
        return dict(self)


@dataclass
class Once:
    """What is worked out once for a form that is `drawn_once`: its questions, and their HTML by language."""

    questions: list = field(default_factory=list)
    drawn: dict[str | None, dict[str, str]] = field(default_factory=dict)


def drawn_once[F: type[DesignForm]](form: F) -> F:
    """Declare a form that looks the same to everybody until it is answered: draw it once in each language.

    Making and drawing a form takes longer than all else a page needs. Only for forms whose questions,
    choices and texts stand in the class: they share their fields. A subclass is made and drawn anew each
    time unless it says this for itself.
    """
    form.once = Once()
    form.base_fields = SharedFields(copy.deepcopy(form.base_fields))
    return form


class StepForm(DesignForm):
    """One step of a longer form."""

    primary = _("Neste steg")


class AskingForm(StepForm):
    """A step whose answers the browser does not suggest to whoever uses the machine next.

    reveals: by field, what each option opens. hints: by field, a sentence under an option.
    """

    reveals: dict[str, dict] = {}
    hints: dict[str, dict] = {}

    @cached_property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.attrs["autocomplete"] = "off"
        return helper

    def questions(self) -> list:
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


def _nest(field: forms.Field) -> None:
    """Let a field stand empty until its question opens it; `asked_when_open` is what it says of itself."""
    if not _is_nested(field):
        field.nested, field.asked_when_open, field.required = True, field.required, False


def _is_nested(field: forms.Field) -> bool:
    return getattr(field, "nested", False)
