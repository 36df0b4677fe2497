"""Finding one person's cases over all areas, by keyed hashes. Areas give the finders."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ROLES = {
    "applicant": _("Søker"),
    "child": _("Barn"),
    "guardian": _("Foresatt nummer to"),
    "job_applicant": _("Søker på arbeid"),
    "volunteer": _("Frivillig"),
    "help_seeker": _("Bedt om hjelp"),
    "payer": _("Betaler"),
}


@dataclass(frozen=True)
class Sought:
    """Whom to find: national identity number, telephone, an invoice's number; each may be empty."""

    pid: str = ""
    phone: str = ""
    invoice: str = ""


@dataclass(frozen=True)
class Tie:
    """One case that a person has a part in, and which part."""

    case: Any
    role: str

    @property
    def role_name(self) -> Any:
        return ROLES[self.role]


type Finder = Callable[[Sought], Iterable[Tie]]
finders: list[Finder] = []


def finder(find: Finder) -> Finder:
    """Declare how one area finds a person."""
    finders.append(find)
    return find


def ties_of(sought: Sought) -> Iterator[Tie]:
    """Every case the person has a part in, area by area, each part once."""
    seen = set()
    for find in finders:
        for tie in find(sought):
            key = (tie.case.kind(), tie.case.pk, tie.role)
            if key not in seen:
                seen.add(key)
                yield tie
