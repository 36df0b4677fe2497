"""Staff's Markdown as HTML that fits the page: no raw HTML, no pictures from elsewhere, headings from h2."""

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
CLASSES = {
    "heading_open": "ds-heading",
    "link_open": "ds-link",
    "bullet_list_open": "ds-list",
    "ordered_list_open": "ds-list",
}


@lru_cache(maxsize=100)
def html(text: str) -> SafeString:
    """The text as HTML. The page has its own h1, so the highest heading becomes h2."""
    tokens = _parser.parse(text)
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    lift = 2 - min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + lift)}"
    for token in tokens:
        _dress(token)
    return mark_safe(_parser.renderer.render(tokens, _parser.options, {}))  # noqa: S308 - raw HTML is escaped


def _dress(token: Token) -> None:
    """The design system's classes, also on what stands inside a line."""
    if token.type in CLASSES:
        token.attrSet("class", CLASSES[token.type])
    if token.type == "heading_open":
        token.attrSet("data-size", "sm" if token.tag == "h2" else "xs")
    for child in token.children or ():
        _dress(child)
