"""The file for the ledger: each night what is new, exactly once, and safe to open in a spreadsheet.

A file is made and kept in one transaction with the entries that are in it; only then is it written to the
folder. Whatever stops in between, the next run writes the same file again, under the same name.
"""

import csv
import hashlib
import io
import json
import logging
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from casework.encryption import CannotOpen
from invoices import interest, journeys, money
from invoices.deciding import Answer, Ask, Payment
from invoices.duplicates import twins
from invoices.kinds import Kind
from invoices.models import LedgerEntry, LedgerExport
from invoices.reasons import Outcome
from invoices.rulebook import Book

alarm = logging.getLogger("portal.alarm")

COLUMNS = (
    *("hendelse", "referanse", "betaler", "kundenummer", "fakturanummer", "kid", "gjelder", "forfall"),
    *("belop", "del", "deler", "ny_forfall", "delbelop", "rentefritt", "avgjort", "avgjort_av", "se_ogsaa"),
)
WORDS = {LedgerEntry.Kind.HOLD: "stopp", LedgerEntry.Kind.PLAN: "plan", LedgerEntry.Kind.RELEASE: "opphev"}
# What a spreadsheet may take for the start of a formula.
FORMULA = tuple("=+-@|%")


def run(folder: Path) -> list[LedgerExport]:
    """Write what an earlier run left unwritten, and then what is new. Raises OSError."""
    made = [*LedgerExport.objects.filter(written_at=None).order_by("number")]
    if new := collect():
        made.append(new)
    for export in made:
        write(export, folder)
    return made


@transaction.atomic
def collect() -> LedgerExport | None:
    """Make a file of every entry that is in none yet; None where there is nothing new."""
    waiting = LedgerEntry.objects.filter(export=None).select_for_update(of=("self",))
    entries = waiting.select_related("request", "decision__rules")
    made = {entry.pk: rows for entry in entries if (rows := _readable_rows(entry)) is not None}
    if not made:
        return None
    rows = [row for some in made.values() for row in some]
    body = _csv(rows)
    last = LedgerExport.objects.aggregate(models.Max("number"))["number__max"] or 0
    export = LedgerExport.objects.create(number=last + 1, body=body, rows=len(rows), sha256=_sha256(body))
    LedgerEntry.objects.filter(pk__in=made).update(export=export)
    return export


def write(export: LedgerExport, folder: Path) -> None:
    """Put the file and its manifest into the folder, whole or not at all, and note that it is there."""
    name = f"faktura-{export}"
    _put(folder / f"{name}.csv", _bytes(export.body))
    _put(folder / f"{name}.json", json.dumps(_manifest(export, name), indent=1).encode())
    LedgerExport.objects.filter(pk=export.pk, written_at=None).update(written_at=timezone.now())


def safe(value: Any) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = " ".join(str(value).split())
    return f"'{text}" if text.startswith(FORMULA) else text


def _readable_rows(entry: LedgerEntry) -> list[dict[str, Any]] | None:
    """The rows of an entry; None, with an alarm, for one that does not open. It waits, and the others go."""
    try:
        return list(_rows(entry))
    except CannotOpen:
        alarm.error("ledger_entry_unreadable")
        return None


def _rows(entry: LedgerEntry) -> Iterator[dict[str, Any]]:
    """One row for each payment of a plan; one for each invoice of anything else."""
    decision, ask = entry.decision, entry.decision.ask
    asked = journeys.invoices_of(entry.request.answers)
    heads = [_head(entry, place, asked[place]) for place in range(len(asked))]
    if entry.kind == LedgerEntry.Kind.PLAN:
        book = decision.book
        yield from (heads[one.invoice] | _part(one, ask, book) for one in decision.answer.payments)
        return
    for head, invoice in zip(heads, ask.invoices, strict=True):
        # A reminder is stopped only where it was asked for in time.
        if entry.kind == LedgerEntry.Kind.RELEASE or ask.asked_on <= invoice.payable:
            yield head


def _head(entry: LedgerEntry, place: int, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Which invoice of whom, and by whose word."""
    decision, request = entry.decision, entry.request
    return {
        "hendelse": WORDS[entry.kind],
        "referanse": request.reference,
        "betaler": request.answers["you"]["name"],
        "kundenummer": asked["customer"],
        "fakturanummer": asked["number"],
        "kid": asked["kid"],
        "gjelder": Kind(asked["kind"]).label,
        "forfall": asked["due"],
        "belop": money.plain(asked["amount"]),
        "avgjort": timezone.localdate(decision.at),
        "avgjort_av": "saksbehandler" if decision.by else "regler",
        "se_ogsaa": " ".join(twins(request, place)),
    }


def _part(payment: Payment, ask: Ask, book: Book) -> dict[str, Any]:
    """One payment of a plan, and whether the days it waits are without interest."""
    alone = Answer(Outcome.YES, (), (payment,), book.version)
    return {
        "del": payment.part,
        "deler": payment.parts,
        "ny_forfall": payment.due,
        "delbelop": money.plain(payment.amount),
        "rentefritt": "ja" if interest.cost(ask, alone, book).is_free else "nei",
    }


def _csv(rows: list[dict[str, Any]]) -> str:
    """Semicolons between, every cell quoted: nothing splits into a cell that was not meant."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({name: safe(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _bytes(body: str) -> bytes:
    return body.encode("utf-8-sig")  # spreadsheets know UTF-8 by this mark alone


def _sha256(body: str) -> str:
    return hashlib.sha256(_bytes(body)).hexdigest()


def _manifest(export: LedgerExport, name: str) -> dict[str, Any]:
    return {
        "number": export.number,
        "file": f"{name}.csv",
        "made_at": export.made_at.isoformat(timespec="seconds"),
        "rows": export.rows,
        "sha256": export.sha256,
    }


def _put(path: Path, content: bytes) -> None:
    """Write beside, onto the disk, and rename: whoever reads the folder sees all of a file or none."""
    beside = path.with_suffix(f"{path.suffix}.part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
