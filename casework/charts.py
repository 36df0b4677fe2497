"""Bars drawn on the server. The table beside them says the same: no drawing is the only way to a number."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BAR, GAP, HEIGHT = 24, 8, 120


def bars(values: Sequence[tuple[Any, int | None]]) -> SafeString:
    """One bar for each label; a count that is not shown has none. Only the table is read out."""
    most = max((count or 0 for _label, count in values), default=0) or 1
    drawn = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>',
        (
            (number * (BAR + GAP), HEIGHT - height, BAR, height, label, count)
            for number, (label, count) in enumerate(values)
            if count is not None and (height := round(HEIGHT * count / most))
        ),
    )
    width = max(len(values) * (BAR + GAP) - GAP, 1)
    return format_html(
        '<svg class="desk-chart" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        width,
        HEIGHT,
        drawn,
    )
