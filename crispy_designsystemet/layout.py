"""The objects a form is laid out with: questions, and the buttons under them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

SEVERAL = (list, tuple, set, frozenset)


class Question(LayoutObject):
    """One field of a form.

    as_heading: its label is the page's h1, for a page that asks one thing.
    hints: a sentence under an option, by the option's value.
    reveals: the fields that an option opens, by the option's value ("True" for a single checkbox), or by
    several values of options that stand together and open the same.
    """

    def __init__(
        self,
        name: str,
        *,
        as_heading: bool = False,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str | tuple[str, ...], Iterable[str]] | None = None,
    ):
        self.fields, self.as_heading = [name], as_heading
        self.hints, self.reveals = hints or {}, reveals or {}

    @property
    def name(self) -> str:
        return self.fields[0]

    def nested(self) -> list[tuple[str, str | tuple[str, ...]]]:
        """Each nested field with the option, or the options, that open it."""
        return [(name, option) for option, names in self.reveals.items() for name in names]

    def is_open(self, answer: object, option: str | tuple[str, ...]) -> bool:
        """Whether the answer, one value or several, chooses this option, or one of these."""
        chosen = answer if isinstance(answer, SEVERAL) else [answer]
        opening = option if isinstance(option, tuple) else (option,)
        return any(str(one) in opening for one in chosen)

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        drawn = form.drawn
        if drawn is None:
            return self._draw(form, context, template_pack)
        if self.name not in drawn:
            drawn[self.name] = self._draw(form, context, template_pack)
        return drawn[self.name]

    def _draw(self, form, context, template_pack) -> SafeString:
        def fields(names):
            html = (Question(name).render(form, context, template_pack) for name in names)
            return mark_safe("".join(html))  # noqa: S308 - rendered by templates

        shown = {
            "heading": self.as_heading,
            "hints": self.hints,
            "reveals": {option: fields(names) for option, names in self.reveals.items()},
        }
        return render_field(self.name, form, context, template_pack=template_pack, extra_context=shown)


@dataclass(frozen=True)
class Button:
    """A button beside the primary one. With a name it posts that name, so the view can tell them apart."""

    label: str
    name: str = ""
    value: str = "1"
    variant: str = "secondary"


@dataclass(frozen=True)
class LinkButton:
    """A link that looks like a button, for a way on that sends nothing."""

    label: str
    href: str
    variant: str = "secondary"


class Actions(LayoutObject):
    """The buttons: the primary first, so that Enter in a text box presses it."""

    def __init__(self, primary: str, *others: Button | LinkButton):
        self.fields, self.primary, self.others = [], primary, others

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        return _buttons(template_pack, get_language(), str(self.primary), self.others)


@lru_cache(maxsize=200)  # the same few under every form
def _buttons(
    template_pack: str, language: str | None, primary: str, others: tuple[Button | LinkButton, ...]
) -> SafeString:
    return render_to_string(f"{template_pack}/layout/actions.html", {"primary": primary, "others": others})


class Carried(LayoutObject):
    """Hidden inputs that travel with the form, name by value, and are none of its fields."""

    def __init__(self, values: Mapping[str, str]):
        self.fields, self.values = [], values

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        rows = self.values.items()
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', rows)
