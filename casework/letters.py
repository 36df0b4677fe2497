"""Letters and papers as PDF: archivable (PDF/A-2a) and readable by everybody (PDF/UA-1), set by typst.

What goes into a paper is data: typst reads it as JSON, so that nothing a person wrote is markup.
"""

import functools
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    import typst

STANDARDS: Any = ["a-2a", "ua-1"]
# Latin letters, Norwegian and Sami ones among them, and a writer's dashes and quotation marks.
SURELY_IN_THE_FONT = re.compile("[\n\x20-\x7e\xa0-\xac\xae-\u017f\u2013\u2014\u2018-\u201d\u2026]*")
LONG_WORD = re.compile(r"\S{40}(?=\S)")  # where it may be broken, or it would run off the page
PROBE = (
    b'#set document(title: "probe")\n#set text(font: "Libertinus Serif")\n#text(json(bytes(sys.inputs.data)))'
)


class CannotPrint(Exception):
    """The template has an error, or asks for a font that is not there. Says nothing of the data."""


def letter(template: str, data: Mapping[str, Any], *, title: str, at: datetime) -> bytes:
    """A PDF of `templates/letters/<template>.typ` filled with `data`, which JSON must be able to hold.

    `title` is the document's title, `at` the time it says it was made. The same input gives the same
    bytes. A sign that no font of ours has is printed by its name, in brackets. Raises CannotPrint.
    """
    folder = settings.BASE_DIR / "templates" / "letters"
    return _compiled(folder / f"{template}.typ", printable({**data, "title": title}), at)


def printable(data: Any) -> Any:
    """The same data with a name in brackets for each sign that cannot be printed."""
    match data:
        case str():
            shown = data if SURELY_IN_THE_FONT.fullmatch(data) else "".join(map(_in_print, data))
            return LONG_WORD.sub("\\g<0>\u200b", shown)
        case Mapping():
            return {name: printable(value) for name, value in data.items()}
        case list() | tuple():
            return [printable(value) for value in data]
    return data


@functools.lru_cache(maxsize=4096)
def _in_print(sign: str) -> str:
    """The sign itself when a font of ours has it: PDF/A and PDF/UA refuse a missing one."""
    if SURELY_IN_THE_FONT.fullmatch(sign):
        return sign
    try:
        _compiled(PROBE, f"a{sign}", datetime(2026, 1, 1, tzinfo=UTC))
    except CannotPrint:
        return f"[{unicodedata.name(sign, 'ukjent tegn').lower()}]"
    return sign


def _compiled(source: Any, data: Any, at: datetime) -> bytes:
    import typst  # heavy, and most public processes never print

    try:
        pdf, warnings = typst.compile_with_warnings(
            source,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=at.astimezone(UTC).replace(microsecond=0),
        )
    except typst.TypstError:
        # From None: typst's own message may quote what could not be printed.
        raise CannotPrint(getattr(source, "name", "probe")) from None
    if warnings:
        raise CannotPrint("; ".join(warning.message for warning in warnings))
    return bytes(pdf)


@functools.cache
def _fonts() -> "typst.Fonts":
    """The fonts that typst brings along. A machine's own differ from one to the next."""
    import typst

    return typst.Fonts(include_system_fonts=False)
