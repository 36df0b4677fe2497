"""What pages say of rows that may know little: every gap has its sentence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.models import Provider


@dataclass(frozen=True)
class ProviderWords:
    """A provider, or several without a name, as one row of a list."""

    text: str
    since: str
    digits: str = ""
    grouped: str = ""


def providers(rows: Iterable[Provider]) -> list[ProviderWords]:
    """Those with a name one by one; the nameless together, by kind and first day."""
    rows = list(rows)
    named = [
        ProviderWords(f"{row.name}.", since(row.valid_from), row.digits, row.grouped)
        for row in rows
        if row.name
    ]
    nameless = Counter((row.kind, row.valid_from) for row in rows if not row.name)
    return named + [
        ProviderWords(_nameless(kind, count), since(first)) for (kind, first), count in nameless.items()
    ]


def since(first: date | None) -> str:
    if first is None:
        return _("Vi vet ikke fra når.")
    return _("Fra %(day)s.") % {"day": date_format(first, "DATE_FORMAT")}


def _nameless(kind: str, count: int) -> str:
    if kind == Provider.Kind.MUNICIPAL:
        return f"{Provider.Kind.MUNICIPAL.label}."
    return ngettext(
        "%(count)d privat leverandør. Navnet er ikke oppgitt.",
        "%(count)d private leverandører. Navnene er ikke oppgitt.",
        count,
    ) % {"count": count}
