"""What every page's template may use: icons and the links to the same page in another language."""

import contextlib
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.base import FilterExpression
from django.template.loader import render_to_string
from django.template.loader_tags import BlockNode
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from asker_portal import assets
from casework.numbers import grouped as grouped_digits
from helplines import cards
from helplines.directory import without_database

register = template.Library()

# Each area's first page. A process that does not serve the area leaves it out.
MENU = [
    ("helplines:index", _("Hjelpetelefoner")),
    ("concerns:start", _("Meld fra")),
    ("services:index", _("Tjenester")),
    ("volunteers:start", _("Frivillig")),
    ("invoices:start", _("Faktura")),
]


@register.simple_tag
def icon(name: str) -> SafeString:
    """An inline icon, hidden from screen readers: the text beside it says the same.

    The name is written out in the template, since only icons found there are made. Raises
    AssetsMissing for any other.
    """
    try:
        return mark_safe(assets.icons()[name])  # noqa: S308 - from the pinned npm package
    except KeyError:
        raise assets.AssetsMissing(f"The icon {name} is not made: run «manage.py assets».") from None


@dataclass(frozen=True, slots=True)
class Language:
    """One choice in the language switch."""

    code: str
    name: str
    url: str
    current: bool


@register.simple_tag(takes_context=True)
def languages(context) -> list[Language]:
    """This page in each language; the front page where this one has no address of its own.

    Only the path is carried over: what stands in a query is nobody's business on the next page.
    """
    request = context.get("request")
    path = request.path if request and request.resolver_match else None
    return _languages(path, get_language())


@lru_cache(maxsize=500)  # the same few pages are asked for again and again
def _languages(path: str | None, here: str) -> list[Language]:
    return [Language(code, name, _url(path, code), code == here) for code, name in settings.LANGUAGES]


def _url(path: str | None, code: str) -> str:
    if path:
        return translate_url(path, code)
    with override(code):
        return reverse("front")


class FixedNode(template.Node):
    """A part of a page that is drawn once in each language, and for each value of what it depends on."""

    child_nodelists = ()  # no block stands in it, so a page that extends this one need not look
    MOST = 500

    def __init__(self, nodelist: template.NodeList, depends: list[FilterExpression]):
        self.nodelist, self.depends, self.drawn = nodelist, depends, {}

    def render(self, context) -> SafeString:
        values = (expression.resolve(context, ignore_failures=True) for expression in self.depends)
        key = get_language(), settings.MUNICIPALITY, *values
        if key not in self.drawn:
            if len(self.drawn) >= self.MOST:
                self.drawn.clear()
            self.drawn[key] = self.nodelist.render(context)
        return self.drawn[key]


@register.tag
def fixed(parser, token) -> FixedNode:
    """`{% fixed %}…{% endfixed %}` around what no request, clock or database changes.

    `{% fixed stop.number total %}` names all that does change it: values of few kinds, and nobody's own.
    """
    depends = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("A block in {% fixed %} could not be filled by another page.")
    return FixedNode(nodelist, depends)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the main menu; `current` is what aria-current says of it."""

    label: str
    url: str
    current: str


@register.simple_tag(takes_context=True)
def menu(context) -> tuple[Entry, ...]:
    """The main menu as this page shows it."""
    request = context.get("request")
    return _menu(request.path if request else "", get_language())


@lru_cache(maxsize=500)
def _menu(path: str, here: str) -> tuple[Entry, ...]:
    return tuple(Entry(str(label), url, _current(path, url)) for url, label in _entries())


def _entries():
    for name, label in MENU:
        with contextlib.suppress(NoReverseMatch):
            yield reverse(name), label


def _current(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""


@register.simple_tag(takes_context=True)
def acute(context) -> SafeString:
    """The emergency strip of the directory on this page."""
    return _acute(tuple(cards.acute(context["directory"])), get_language())


@lru_cache(maxsize=50)
def _acute(calls: tuple[cards.Acute, ...], here: str) -> SafeString:
    return render_to_string("components/acute.html", {"acute": calls})


@register.simple_tag(takes_context=True)
def number_to_call(context, slug: str) -> cards.Acute | None:
    """Whom to call on this line, for a page that says to call them; None where there is no number."""
    return cards.call(context["directory"], slug)


@register.simple_tag
def acute_without_database() -> SafeString:
    """The emergency strip for pages that say something went wrong."""
    return _acute(tuple(cards.acute(without_database())), get_language())


@register.filter
def grouped(digits: str) -> str:
    """A telephone number as people read it."""
    return grouped_digits(digits)
