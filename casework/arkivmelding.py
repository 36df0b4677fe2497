"""KS's `arkivmelding` (Fiks Arkiv V1, Noark 5) as typed data: as much of it as a case of ours has.

    no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett

Each field names its element. They stand in the schema's order, which is the order they are written in;
None is left out, and a tuple is an element for each.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, get_type_hints
from xml.etree import ElementTree as ET

ROOT = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1"
CATALOGUE = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/metadatakatalog/v1"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class InCatalogue:
    """Its children belong to the catalogue of metadata, not to the message."""


@dataclass(frozen=True)
class Code(InCatalogue):
    code: Annotated[str, "kode"]
    words: Annotated[str, "beskrivelse"]


@dataclass(frozen=True)
class Unit(InCatalogue):
    name: Annotated[str, "navn"]


@dataclass(frozen=True)
class Key(InCatalogue):
    system: Annotated[str, "fagsystem"]
    key: Annotated[str, "noekkel"]


@dataclass(frozen=True)
class FolderReference(InCatalogue):
    key: Annotated[Key, "referanseEksternNoekkel"]


@dataclass(frozen=True)
class Shielding:
    """Who may not see it, and by which law."""

    restriction: Annotated[Code, "tilgangsrestriksjon"]
    law: Annotated[str, "skjermingshjemmel"]


@dataclass(frozen=True)
class DocumentFile:
    version: Annotated[int, "versjonsnummer"]
    variant: Annotated[Code, "variantformat"]
    format: Annotated[Code, "format"]
    mime_type: Annotated[str, "mimeType"]
    name: Annotated[str, "filnavn"]
    path: Annotated[str, "referanseDokumentfil"]
    checksum: Annotated[str, "sjekksum"]
    algorithm: Annotated[str, "sjekksumAlgoritme"]
    size: Annotated[int, "filstoerrelse"]


@dataclass(frozen=True)
class Document:
    kind: Annotated[Code, "dokumenttype"]
    status: Annotated[Code, "dokumentstatus"]
    title: Annotated[str, "tittel"]
    linked_as: Annotated[Code, "tilknyttetRegistreringSom"]
    number: Annotated[int, "dokumentnummer"]
    file: Annotated[DocumentFile, "dokumentobjekt"]


@dataclass(frozen=True)
class Correspondent:
    kind: Annotated[Code, "korrespondanseparttype"]
    name: Annotated[str, "korrespondansepartNavn"]
    unit: Annotated[Unit | None, "administrativEnhet"] = None
    is_shielded: Annotated[bool, "erSkjermet"] = True


@dataclass(frozen=True)
class JournalEntry:
    """One letter in or out with its documents (journalpost)."""

    xsi_type = "journalpost"

    folder: Annotated[FolderReference | None, "referanseForelderMappe"]
    shielding: Annotated[Shielding, "skjerming"]
    documents: Annotated[tuple[Document, ...], "dokumentbeskrivelse"]
    title: Annotated[str, "tittel"]
    public_title: Annotated[str, "offentligTittel"]
    correspondents: Annotated[tuple[Correspondent, ...], "korrespondansepart"]
    key: Annotated[Key, "referanseEksternNoekkel"]
    kind: Annotated[Code, "journalposttype"]
    status: Annotated[Code, "journalstatus"]
    documented_on: Annotated[date, "dokumentetsDato"]
    received_at: Annotated[datetime | None, "mottattDato"] = None
    sent_at: Annotated[datetime | None, "sendtDato"] = None


@dataclass(frozen=True)
class CaseFolder:
    """The case itself (saksmappe)."""

    xsi_type = "saksmappe"

    title: Annotated[str, "tittel"]
    public_title: Annotated[str, "offentligTittel"]
    shielding: Annotated[Shielding, "skjerming"]
    key: Annotated[Key, "referanseEksternNoekkel"]
    year: Annotated[int, "saksaar"]
    begun_on: Annotated[date, "saksdato"]
    unit: Annotated[Unit, "administrativEnhet"]
    status: Annotated[Code, "saksstatus"]


@dataclass(frozen=True)
class ArkivMelding:
    """One message: a case with its first entry, or one more entry of a case."""

    system: Annotated[str, "system"]
    files: Annotated[int, "antallFiler"]
    folder: Annotated[CaseFolder | None, "mappe"]
    entry: Annotated[JournalEntry, "registrering"]

    def as_xml(self) -> bytes:
        """The message in UTF-8. The same data gives the same bytes."""
        ET.register_namespace("", ROOT)
        ET.register_namespace("mdk", CATALOGUE)
        root = ET.Element(f"{{{ROOT}}}arkivmelding")
        _fill(root, self)
        ET.indent(root)
        made: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
        return made


def _fill(parent: ET.Element, data: Any) -> None:
    space = CATALOGUE if isinstance(data, InCatalogue) else ROOT
    if xsi_type := getattr(data, "xsi_type", ""):
        parent.set(TYPE, xsi_type)
    for name, hint in get_type_hints(type(data), include_extras=True).items():
        value, element = getattr(data, name), hint.__metadata__[0]
        for each in value if isinstance(value, tuple) else () if value is None else (value,):
            _write(ET.SubElement(parent, f"{{{space}}}{element}"), each)


def _write(node: ET.Element, value: Any) -> None:
    match value:
        case bool():
            node.text = str(value).lower()
        case datetime() | date():
            node.text = value.isoformat()
        case str() | int():
            # What somebody called a file may hold signs that no XML can.
            node.text = NOT_IN_XML.sub("", str(value)) or "-"
        case _:
            _fill(node, value)
