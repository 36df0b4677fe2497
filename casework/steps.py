"""Long forms in steps. A journey is a tuple of steps; the engine knows no area and keeps nothing.

Answers are kept as they were posted, `{step: {field: [value, …]}}`, and judged again on every walk
with today's form classes: a changed rule, a stale draft or a skipped step can never be sent.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crispy_designsystemet.fields import DatePartsField
from crispy_designsystemet.files import FilesField

type Answers = dict[str, dict[str, list[str]]]
type Cleaned = dict[str, dict[str, Any]]


def _always(cleaned: Cleaned) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One page of questions. `applies` sees the valid answers of the steps before it.

    Of several steps with one slug, the same questions in other words, at most one may apply.
    """

    slug: str
    title: Any
    form: type[forms.Form]
    applies: Callable[[Cleaned], bool] = _always
    intro: str = ""  # a template shown above the questions
    decides: bool = False  # its answer decides how many steps there are
    # What this step's answers and those before it say together: adds its errors to the valid form.
    judge: Callable[[forms.Form, Cleaned], None] | None = None

    @property
    def takes_files(self) -> bool:
        """True for a step where files are chosen. It asks nothing else, and has no answers."""
        return any(isinstance(field, FilesField) for field in self.form.base_fields.values())

    def rows(self, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Question and answer as a person reads them, for the questions that were answered."""
        for name, form_field in self.form.base_fields.items():
            if answer := _readable(form_field, answers.get(name)):
                yield str(form_field.label), answer


@dataclass(frozen=True)
class Stop:
    """A step that applies, and what was posted for it: None where it was not answered yet."""

    step: Step
    posted: dict[str, list[str]] | None
    number: int
    before: Cleaned = field(default_factory=dict)  # the valid answers of the steps before it

    @cached_property
    def form(self) -> forms.Form:
        """Bound if the step was answered. Made when somebody asks: most steps ahead are only counted."""
        if self.posted is None:
            return self.step.form()
        form = self.step.form(MultiValueDict(self.posted))
        if self.step.judge and form.is_valid():
            self.step.judge(form, self.before)
        return form

    @property
    def complete(self) -> bool:
        return self.posted is not None and self.form.is_valid()

    @property
    def sees_the_end(self) -> bool:
        """Whether the number of steps can be told here, and be true on the next page."""
        return self.complete or not self.step.decides

    def rows(self) -> list[tuple[str, str]]:
        """What was answered here, for checking before sending."""
        return list(self.step.rows(self.form.cleaned_data))


@dataclass(frozen=True)
class Walk:
    """The journey as these answers make it."""

    stops: list[Stop]
    cleaned: Cleaned = field(default_factory=dict)

    @property
    def first_open(self) -> Stop | None:
        return next((stop for stop in self.stops if not stop.complete), None)

    @property
    def may_grow(self) -> bool:
        """Whether an answer that is still to come decides how many steps there are."""
        return any(stop.step.decides and not stop.complete for stop in self.stops)

    def stop(self, slug: str | None) -> Stop | None:
        return next((stop for stop in self.stops if stop.step.slug == slug), None)

    def reachable(self, slug: str | None) -> Stop | None:
        """The stop asked for, or the first open one when it lies behind that, or the first of all."""
        asked, first_open = self.stop(slug), self.first_open
        if asked and (first_open is None or asked.number <= first_open.number):
            return asked
        return first_open or self.stops[0]

    def after(self, stop: Stop) -> Stop | None:
        return next((later for later in self.stops if later.number > stop.number), None)

    def before(self, stop: Stop) -> Stop:
        earlier = [other for other in self.stops if other.number < stop.number]
        return earlier[-1] if earlier else stop


class Journey:
    """The steps of one form, in order."""

    def __init__(self, *steps: Step) -> None:
        self.steps = steps

    def walk(self, answers: Answers) -> Walk:
        """Go through the steps that apply; only valid answers of earlier steps decide which do."""
        walk = Walk([])
        for step in self.steps:
            if not step.applies(walk.cleaned):
                continue
            stop = Stop(step, answers.get(step.slug), len(walk.stops) + 1, dict(walk.cleaned))
            walk.stops.append(stop)
            if stop.complete and not step.takes_files:
                walk.cleaned[step.slug] = stop.form.cleaned_data
        return walk

    def step(self, slug: str) -> Step | None:
        """The step of that name, whether it applies or not."""
        return next((step for step in self.steps if step.slug == slug), None)

    def posted(self, slug: str, data: Mapping[str, Any]) -> dict[str, list[str]] | None:
        """What a request posted for this step, or None for a step the journey does not have."""
        asked = [step.form for step in self.steps if step.slug == slug]
        if not asked:
            return None
        fields = {name for form in asked for name in form.base_fields}
        names = [name for name in data if _belongs(name, fields)]
        return {name: data.getlist(name) for name in names}  # type: ignore[attr-defined]


def _belongs(name: str, fields: set[str]) -> bool:
    """True for a field, and for the numbered boxes of a field with several (a date's `when_0`)."""
    return name in fields or name.rpartition("_")[0] in fields


def _readable(form_field: forms.Field, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(form_field, forms.BooleanField):
        return _("Ja") if value else ""
    if isinstance(form_field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in form_field.widget.choices}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(one), str(one)) for one in chosen)
    if isinstance(form_field, DatePartsField):
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return date_format(day, "DATE_FORMAT")
    return str(value)
