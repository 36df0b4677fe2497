"""What the archive gets of applications for care, and for work."""

from collections.abc import Iterator
from typing import Any

from casework.archive import Archivist, Letter, archivists
from casework.arkivmelding import Code
from casework.fields import shown
from services import applying, carers, letters
from services.models import CareApplication, CarerApplication, Decision

APPLICATION = Code("SØKNAD", "Søknad")


def applicant(case: Any) -> str:
    """The name that ID-porten gave, or that stands in the answers."""
    citizen = getattr(case.citizen, "citizen", None)
    return (shown(citizen, "name") if citizen else "") or ""


def decisions(case: Any) -> Iterator[Letter]:
    """Each decision that was sent, the first one first."""
    for one in Decision.objects.filter(application=case, sent_at__isnull=False).order_by("sent_at"):
        yield Letter("Vedtak om helse- og omsorgstjenester", one.sent_at, letters.render(one))


archivists[CareApplication.kind()] = Archivist(
    title="Søknad om helse- og omsorgstjenester",
    kind=APPLICATION,
    unit="Velferdsforvaltningen",
    sections=lambda case: applying.sections(case.content),
    sender=applicant,
    letters=decisions,
)
archivists[CarerApplication.kind()] = Archivist(
    title="Søknad om arbeid som støttekontakt eller avlaster",
    kind=APPLICATION,
    unit="Rekruttering",
    sections=lambda case: carers.sections(case.content),
    sender=applicant,
    letters=lambda case: (),
)
