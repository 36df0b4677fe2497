"""The access log cannot be rewritten unnoticed: the worker seals it in pieces, each hashed onto the last.

A piece holds the entries of one month, at most a thousand. Its digest covers every column of each of them in
order, and the digest before. Whole months may be deleted after their time; the pieces that stay still verify.
"""

import hashlib
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import takewhile
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.access import AccessEntry
from casework.encryption import keyed_hash
from casework.events import AppendOnly
from casework.worker import every

seals = logging.getLogger("portal.seals")

# On PostgreSQL the tables' own triggers refuse rewriting to every other role (migration 0005).
RETENTION_ROLE = "portal_retention"
PIECE = 1000
# Longer than any request: an entry gets its number when it is written, and is seen when it is committed.
SETTLED_AFTER = timedelta(minutes=10)
COLUMNS = ("id", "at", "who", "roles", "action", "case_kind", "case_id", "reference", "purpose")


class LogSeal(AppendOnly):
    """One piece of the access log: the entries after `after_id` up to `last_id`, and what they hash to."""

    number = models.PositiveIntegerField(_("nummer"), primary_key=True)
    month = models.CharField(_("måned"), max_length=7)
    after_id = models.BigIntegerField(_("etter innføring"))
    last_id = models.BigIntegerField(_("til innføring"))
    entries = models.PositiveIntegerField(_("antall"))
    previous = models.CharField(_("forrige kontrollsum"), max_length=64)
    digest = models.CharField(_("kontrollsum"), max_length=64)
    sealed_at = models.DateTimeField(_("forseglet"), default=timezone.now)

    class Meta:
        ordering = ["number"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


@every(60)
def seal_settled() -> int:
    """Seal every entry that has settled; returns how many pieces it made."""
    made = 0
    while _seal_next():
        made += 1
    return made


def faults() -> Iterator[str]:
    """What is wrong with the log, one sentence for each piece; nothing when it is as it was written."""
    last = None
    for seal in LogSeal.objects.iterator():
        if last and (seal.number != last.number + 1 or seal.previous != last.digest):
            yield f"piece {seal.number} ({seal.month}) does not follow piece {last.number}"
        if last and seal.after_id != last.last_id:
            yield f"entries between {last.last_id} and {seal.after_id} stand in no piece"
        rows = list(_rows(seal.after_id).filter(id__lte=seal.last_id))
        if len(rows) != seal.entries:
            yield f"piece {seal.number} ({seal.month}) has {len(rows)} entries, sealed were {seal.entries}"
        elif _digest(seal.number, seal.previous, rows) != seal.digest:
            yield f"piece {seal.number} ({seal.month}) was changed: entries after {seal.after_id}"
        last = seal
    oldest = LogSeal.objects.first()
    if oldest and oldest.number > 1 and not _deleted_by_approval():
        yield f"the beginning is gone: the first piece is {oldest.number}, and no list of deletions says why"
    if oldest and AccessEntry.objects.filter(id__lte=oldest.after_id).exists():
        yield f"there are entries from before piece {oldest.number}"


def _deleted_by_approval() -> bool:
    """True where two persons have approved that old months go (casework.disposal, which stands on this)."""
    items: Any = apps.get_model("casework", "DisposalItem").objects
    return items.filter(disposal__rule="casework.accessentry", outcome="deleted").exists()


def head() -> tuple[int, str]:
    """Number and digest of the newest piece: whoever kept them elsewhere sees when the end is cut off."""
    newest = LogSeal.objects.last()
    return (newest.number, newest.digest) if newest else (0, "")


def _seal_next() -> bool:
    with transaction.atomic():
        newest = LogSeal.objects.select_for_update().last()
        after = newest.last_id if newest else 0
        if not (rows := _piece_after(after)):
            return False
        number, previous = (newest.number + 1, newest.digest) if newest else (1, "")
        seal = LogSeal.objects.create(
            number=number,
            month=_month(rows[0]),
            after_id=after,
            last_id=rows[-1]["id"],
            entries=len(rows),
            previous=previous,
            digest=_digest(number, previous, rows),
        )
    # Into the stream of logs, out of the database's reach: it shows when the end has been cut off.
    seals.info("access_log_sealed", extra={"count": seal.number, "digest": seal.digest})
    return True


def _piece_after(after: int) -> list[dict[str, Any]]:
    """The next entries of one month, up to the first that has not settled."""
    rows = list(_rows(after)[:PIECE])
    settled = timezone.now() - SETTLED_AFTER
    return list(takewhile(lambda row: row["at"] < settled and _month(row) == _month(rows[0]), rows))


def _rows(after: int) -> Any:
    return AccessEntry.objects.filter(id__gt=after).order_by("id").values(*COLUMNS)


def _month(row: Any) -> str:
    return timezone.localtime(row["at"]).strftime("%Y-%m")


def _digest(number: int, previous: str, rows: list[dict[str, Any]]) -> str:
    """Keyed, so that whoever has the database alone cannot make a new chain to a changed log."""
    text = hashlib.sha256()
    for row in rows:
        line = [row["id"], row["at"].timestamp().hex(), *(str(row[name] or "") for name in COLUMNS[2:])]
        text.update(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    return keyed_hash("access log", f"{number} {previous} {text.hexdigest()}")
