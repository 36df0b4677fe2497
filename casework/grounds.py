"""On what ground one desk may tell another of a person. A proposal: from memory, and checked by no lawyer.

Care services have a stricter rule (hol. § 12-1): what they tell an authority outside health and care by
§ 13 b nr. 5 must be needed for their own tasks. The municipality's lawyer has to look over the table first.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Ground:
    """One ground: its words, its paragraph, since when the portal has it, and whether a person checked it."""

    key: str
    label: Any
    law: str
    source: str
    valid_from: date
    verified: bool = False


PROPOSED = date(2026, 11, 26)
GROUNDS = (
    Ground(
        "consent",
        _("Den det gjelder, har bedt om det eller sagt ja"),
        law="forvaltningsloven § 13 a nr. 1",
        source="from memory",
        valid_from=PROPOSED,
    ),
    Ground(
        "purpose",
        _("Opplysningene brukes til det de ble gitt for"),
        law="forvaltningsloven § 13 b første ledd nr. 2",
        source="from memory",
        valid_from=PROPOSED,
    ),
    Ground(
        "tasks",
        _("Vi må fortelle det for å gjøre våre egne oppgaver"),
        law="forvaltningsloven § 13 b første ledd nr. 5, jf. helse- og omsorgstjenesteloven § 12-1",
        source="from memory",
        valid_from=PROPOSED,
    ),
)


def in_words(key: str) -> str:
    """The ground of this key with its paragraph; the key itself where the table no longer has it."""
    found = next((one for one in GROUNDS if one.key == key), None)
    return f"{found.label} ({found.law})" if found else key
