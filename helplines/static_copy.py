"""The last good copy of the published numbers, on disk, for when the database is away."""

import json
import logging
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

logger = logging.getLogger(__name__)
MOMENTS = ("starts_at", "ends_at")

# What this process last saw on disk; a change of content, confirmation or notice makes a new copy.
_kept: int | None = None


@dataclass(frozen=True)
class Copy:
    """Rows (digest, confirmed at, content) and notices as the directory reads them."""

    rows: list
    notices: list[dict]
    copied_at: datetime


def path() -> Path:
    return Path(settings.VAR_DIR) / "copy" / "helplines.json"


def keep(rows: list, notices: list[dict]) -> None:
    """Write the copy if anything is new. A disk that cannot be written is logged, never raised."""
    global _kept
    state = hash(
        (
            str(path()),
            tuple((digest, confirmed_at) for digest, confirmed_at, _ in rows),
            tuple(tuple(notice.values()) for notice in notices),
        )
    )
    if state == _kept:
        return
    try:
        _write({"copied_at": timezone.now(), "rows": rows, "notices": notices})
    except OSError as error:
        logger.warning("helplines.copy_not_written", extra={"error": type(error).__name__})
    _kept = state


def read() -> Copy | None:
    """The copy, or None where there is none that can be read."""
    try:
        content = json.loads(path().read_text())
        return Copy(
            [(digest, _moment(confirmed_at), line) for digest, confirmed_at, line in content["rows"]],
            [entry | {name: _moment(entry[name]) for name in MOMENTS} for entry in content["notices"]],
            datetime.fromisoformat(content["copied_at"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(content: dict) -> None:
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    # A reader must never meet half a file, so it is written beside and moved into place.
    with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False, suffix=".new") as file:
        try:
            json.dump(content, file, cls=DjangoJSONEncoder, ensure_ascii=False)
            file.close()
            os.replace(file.name, target)
        except BaseException:
            os.unlink(file.name)
            raise


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
