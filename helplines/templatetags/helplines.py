"""What any page may show of this area: the crisis notices, and structured data in its head."""

import json
from collections.abc import Iterable

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from helplines.directory import PublishedNotice, directory
from helplines.models import Notice

register = template.Library()

# Designsystemet's colours; each level has its word as well.
COLORS = {Notice.Level.INFO: "info", Notice.Level.WARNING: "warning", Notice.Level.DANGER: "danger"}
HTML_SAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def notices(context) -> SafeString:
    """The notices of the moment in the reader's language, gravest first.

    A view that has the directory at hand passes it as `directory`, and no query is made twice.
    """
    shown = context.get("directory") or directory()
    return _drawn(shown.notices) if shown.notices else SafeString()


def _drawn(shown: Iterable[PublishedNotice]) -> SafeString:
    rows = ((Notice.Level(notice.level), notice) for notice in shown)
    notices = [(COLORS[level], level.label, notice) for level, notice in rows]
    return render_to_string("helplines/notices.html", {"notices": notices})


@register.filter
def jsonld(document: dict) -> SafeString:
    """A script element of data, which no browser runs; nothing in it can end it early."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(HTML_SAFE)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above
