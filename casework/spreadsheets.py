"""Tables as files that a spreadsheet opens, and does not take for instructions."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse


class _Line:
    """What `csv` writes to: it hands back what it is given."""

    def write(self, line: str) -> str:
        return line


def safe(value: Any) -> str:
    """The value as a cell that no spreadsheet takes for a formula; empty for None."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def as_file(name: str, rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """The rows as a CSV file, sent one by one: however many there are, few are ever held in memory."""
    writer = csv.writer(_Line(), delimiter=";")
    response = StreamingHttpResponse(_text(writer, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _text(writer: Any, rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    yield "\ufeff"  # without it spreadsheets take the letters æ, ø and å for something else
    yield from (writer.writerow(map(safe, row)) for row in rows)
