"""What the archive gets of questions about invoices."""

from collections.abc import Iterator
from typing import Any

from casework.archive import Archivist, Letter, archivists
from casework.arkivmelding import Code
from invoices import journeys, letters
from invoices.models import InvoiceRequest


def answer(case: Any) -> Iterator[Letter]:
    """The latest answer with its plan; the earlier ones stand in the proceedings."""
    if case.decisions.exists():
        yield Letter("Svar om betaling av faktura", case.latest.at, letters.render(case))


archivists[InvoiceRequest.kind()] = Archivist(
    title="Spørsmål om betaling av faktura",
    kind=Code("KORR", "Korrespondanse"),
    unit="Faktura",
    sections=lambda case: journeys.sections(case.answers),
    sender=lambda case: case.answers["you"].get("name", ""),
    letters=answer,
)
