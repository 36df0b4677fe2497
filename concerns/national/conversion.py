"""A report in the national form. What that form has no field for stands in the first lines of its text."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from casework.municipality import facts
from concerns.models import ConcernReport
from concerns.national.schema import (
    Address,
    Agency,
    Guardian,
    Observation,
    PrivateChild,
    PrivateReport,
    PrivateReporter,
    PublicChild,
    PublicReport,
    PublicReporter,
)

Reporter, Identity = ConcernReport.Reporter, ConcernReport.Identity
type Answers = dict[str, Any]

WHOLE_MUNICIPALITY = "00"  # a municipality without districts has one in the national register
CHANNEL = "Fagsystem"
ANONYMOUS, NO_NAME, NOT_BORN, NO_ADDRESS = "Anonym", "Navn ukjent", "Ikke født", "Adresse ukjent"
HIDDEN = (
    "SKJULT FOR FAMILIEN: Melderen vil ikke at familien skal få vite hvem som har meldt. "
    "Vurder dette før noen får innsyn."
)


def from_report(report: ConcernReport) -> PrivateReport | PublicReport:
    """The report as the national schema has it.

    Raises DoesNotFit with the name of the place, and CannotOpen where our key does not open the report.
    """
    if report.reporter == Reporter.PROFESSIONAL:
        return _public(report, report.content)
    return _private(report, report.content)


def head_lines(report: ConcernReport) -> Iterator[str]:
    """What a reader must see first, and what the national form cannot say otherwise."""
    if report.identity == Identity.HIDDEN:
        yield HIDDEN
    if report.acute:
        yield "HASTER: Melderen skriver at det ikke kan vente til i morgen."
    if report.identity == Identity.ANONYMOUS:
        yield "Melderen er anonym."
    if report.reporter == Reporter.PARENT:
        yield "Melderen er barnets forelder."
    if report.reporter == Reporter.CHILD:
        yield "Melderen er barnet selv."
    if report.source == ConcernReport.Source.PHONE:
        yield "Meldingen er skrevet ned av Innbyggerservice etter en telefonsamtale."
    if contact := _line(report.content.get("reporter", {}), "contact"):
        yield f"Trygt å ta kontakt: {contact}"
    for number, child in enumerate(report.children, start=1):
        yield from _about(child, f"Barn {number}")


def _about(child: Answers, who: str) -> Iterator[str]:
    if child.get("unborn"):
        yield f"{who} er ikke født."
    if mother := _line(child, "mother"):
        yield f"{who}: Den som er gravid, heter {mother}."
    if due := _line(child, "due"):
        yield f"{who}: Termin {due}."
    if municipality := _line(child, "municipality"):
        yield f"{who} bor i en annen kommune: {municipality}."


def _text(report: ConcernReport) -> str:
    head = "\n".join(head_lines(report))
    text = report.content["worry"].get("text", "")
    return f"{head}\n\n{text}" if head else text


def _same_for_both(report: ConcernReport) -> dict[str, Any]:
    municipality = facts()
    return {
        "kommunenummer": municipality["number"],
        "kommunenavn": municipality["place"],
        "bydelsnummer": WHOLE_MUNICIPALITY,
        "bydelsnavn": municipality["place"],
        "sendingstidspunkt": timezone.localtime(report.received_at),
        "leveringskanal": CHANNEL,
    }


# --- private persons, parents, and children about themselves --------------------------------------------
def _private(report: ConcernReport, content: dict[str, Answers]) -> PrivateReport:
    return PrivateReport(
        **_same_for_both(report),
        privatMelder=_private_reporter(report, content.get("reporter", {})),
        privatBarn=tuple(_private_child(child, report.reporter) for child in report.children),
        melding=_text(report),
    )


def _private_reporter(report: ConcernReport, answers: Answers) -> PrivateReporter:
    if report.identity == Identity.ANONYMOUS:
        return PrivateReporter(personnavn=ANONYMOUS)
    has_address = any(_line(answers, part) for part in ("address", "postcode", "city"))
    return PrivateReporter(
        personnavn=_line(answers, "name") or NO_NAME,
        telefonnummer=_line(answers, "phone") or None,
        adresse=_address(answers) if has_address else None,
    )


def _private_child(child: Answers, reporter: str) -> PrivateChild:
    relation = {Reporter.PARENT: "Forelder", Reporter.CHILD: "Barnet selv"}.get(reporter)
    return PrivateChild(
        personnavn=_child_name(child),
        antattAlder=_line(child, "age") or None,
        relasjon=relation or _line(child, "relation") or None,
        adresse=_address(child),
    )


# --- professionals with a duty to report ----------------------------------------------------------------
def _public(report: ConcernReport, content: dict[str, Answers]) -> PublicReport:
    worry, more = content["worry"], content.get("more", {})
    guardians = (content[step] for step in ("guardian-1", "guardian-2") if step in content)
    return PublicReport(
        **_same_for_both(report),
        offentligMelder=_public_reporter(content["agency"]),
        offentligBarn=tuple(map(_public_child, report.children)),
        foresatte=tuple(map(_guardian, guardians)),
        behovForTolk=more.get("interpreter") or None,
        andreHjelpeinstanser=more.get("agencies") or None,
        melding=Observation(
            melding=_text(report),
            historie=worry.get("history", ""),
            andreSynspunkter=worry.get("others") or None,
        ),
    )


def _public_reporter(answers: Answers) -> PublicReporter:
    agency = Agency(
        navn=_line(answers, "agency"),
        orgnr=_line(answers, "orgnr") or None,
        adresse=_address(answers),
    )
    return PublicReporter(
        personnavn=_line(answers, "name"),
        rolle=_line(answers, "role"),
        telefonnummer=_line(answers, "phone"),
        epost=_line(answers, "email"),
        virksomhet=agency,
    )


def _public_child(child: Answers) -> PublicChild:
    return PublicChild(
        fnr=child.get("pid") or "",
        ufoedt=bool(child.get("unborn")),
        personnavn=_child_name(child),
        telefonnummer=_line(child, "phone") or None,
        adresse=_address(child),
        **_informed(child),
    )


def _guardian(answers: Answers) -> Guardian:
    return Guardian(
        personnavn=_line(answers, "name") or NO_NAME,
        telefonnummer=_line(answers, "phone") or None,
        **_informed(answers),
    )


def _informed(answers: Answers) -> dict[str, Any]:
    return {
        "orientert": bool(answers.get("informed")),
        "orientertGrunn": _line(answers, "reason") or None,
    }


# --- parts ----------------------------------------------------------------------------------------------
def _child_name(child: Answers) -> str:
    return _line(child, "child_name") or (NOT_BORN if child.get("unborn") else NO_NAME)


def _address(answers: Answers) -> Address:
    """Where somebody lives, or else the words for where they can be found."""
    street, place = _line(answers, "address"), _line(answers, "place")
    return Address(
        adresselinje1=street or place or NO_ADDRESS,
        adresselinje2=place if street and place else None,
        postnummer=_line(answers, "postcode") or None,
        poststed=_line(answers, "city") or None,
    )


def _line(answers: Answers, name: str) -> str:
    """The answer on one line; "" where there is none."""
    return " ".join(str(answers.get(name) or "").split())
