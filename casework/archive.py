"""A finished case on its way into the archive: KS's messages, PDF/A of what was written, files, hashes.

    arkivmelding-01.xml   the case and what came in; -02 and on: each decision that went out, and the files
                          of employees' notes as internal documents
    dokument-01.pdf …     PDF/A-2a;  vedlegg-01.jpg … as they came
    manifest.json         SHA-256 of each of them

Nothing is deleted before the archive's receipt names the manifest (arkivlova § 9).
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone, translation

from casework import archive_papers
from casework import arkivmelding as ark
from casework.disposal import ArchiveExport
from casework.events import Event
from casework.municipality import facts
from casework.uploads import EXTENSIONS, open_file

SYSTEM = "Innbyggerportalen"
READY_AFTER = timedelta(days=31)  # appeals of four weeks (fvl. § 29), and the days a letter takes
MANIFEST = "manifest.json"
PDF = "application/pdf"
LAW = "Offl. § 13 jf. fvl. § 13"


class NotReady(Exception):
    """A file of the case waits for the virus scan."""


@dataclass(frozen=True)
class Letter:
    """Something that went out: a decision."""

    title: str
    at: datetime
    pdf: bytes


@dataclass(frozen=True)
class Archivist:
    """What an area says of its cases to the archive. `title` names nobody."""

    title: str
    kind: ark.Code
    unit: str
    sections: Callable[[Any], Iterable[tuple[Any, list[tuple[str, str]]]]]
    sender: Callable[[Any], str]
    letters: Callable[[Any], Iterable[Letter]]


@dataclass(frozen=True)
class Part:
    """One file of the package."""

    path: str
    data: bytes
    name: str = ""
    mime: str = PDF

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def listed(self) -> dict[str, Any]:
        return {"path": self.path, "name": self.name, "bytes": len(self.data), "sha256": self.digest}


@dataclass(frozen=True)
class Package:
    """A case as it is archived."""

    archive: bytes
    manifest: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest in hex: what the receipt names."""
        return hashlib.sha256(self.manifest).hexdigest()


archivists: dict[str, Archivist] = {}


def waiting(model: Any) -> Iterator[Any]:
    """Cases that are over and settled, and that the archive has not been given as they are now."""
    last = Event.objects.filter(case_id=OuterRef("pk")).order_by("-at").values("at")[:1]
    over = model.objects.filter(status__in=model.final_statuses).annotate(last=Subquery(last))
    for case in over.filter(last__lt=timezone.now() - READY_AFTER).order_by("received_at"):
        if not ArchiveExport.objects.filter(thing=str(case.pk), exported_at__gte=case.last).exists():
            yield case


def build(case: Any) -> Package:
    """The package of a case. Raises NotReady, CannotPrint, or CannotOpen where a part does not open."""
    archivist = archivists[case.kind()]
    with translation.override("nb"):
        answers = archive_papers.answers(case, archivist.title, archivist.sections(case))
        written = [
            Part("dokument-01.pdf", answers, f"{archivist.title}.pdf"),
            Part("dokument-02.pdf", archive_papers.proceedings(case), "Saksgang.pdf"),
        ]
        letters = list(archivist.letters(case))
        attached = list(_attached(case, case.files.seen_by_citizen(), "vedlegg"))
        internal = list(_attached(case, case.files.exclude(note=None), "notat"))
        sent = [
            Part(f"dokument-{number:02}.pdf", one.pdf, f"{one.title}.pdf")
            for number, one in enumerate(letters, start=3)
        ]
        told = [_incoming(case, archivist, [*written, *attached])]
        told += [_outgoing(case, archivist, one, part) for one, part in zip(letters, sent, strict=True)]
    told += [_internal(case, archivist, internal)] if internal else []
    told_parts = [
        Part(f"arkivmelding-{number:02}.xml", one.as_xml(), mime="application/xml")
        for number, one in enumerate(told, start=1)
    ]
    return _packed(case, [*told_parts, *written, *sent, *attached, *internal])


def export(case: Any, keep: Callable[[str, Package], None]) -> Package:
    """Build the package, have `keep` store it under the case's reference, and note that it was given."""
    begun = timezone.now()
    package = build(case)
    keep(case.reference, package)
    ArchiveExport.objects.update_or_create(
        thing=str(case.pk),
        defaults={
            "kind": case.kind(),
            "manifest_digest": package.digest,
            "exported_at": begun,
            "archive_reference": "",
            "confirmed_at": None,
        },
    )
    return package


def confirm(digest: str, archive_reference: str) -> bool:
    """Note the archive's receipt for the package with this manifest; False where there is none."""
    given = ArchiveExport.objects.filter(manifest_digest=digest)
    given.filter(confirmed_at=None).update(
        archive_reference=archive_reference[:100], confirmed_at=timezone.now()
    )
    return given.exists()


# --- the messages -----------------------------------------------------------------------------------
def _incoming(case: Any, archivist: Archivist, parts: list[Part]) -> ark.ArkivMelding:
    folder = ark.CaseFolder(
        title=f"{archivist.title} {case.reference}",
        public_title=f"{archivist.title} {case.reference}",
        shielding=_shielding(),
        key=ark.Key(SYSTEM, str(case.pk)),
        year=timezone.localdate(case.received_at).year,
        begun_on=timezone.localdate(case.received_at),
        unit=ark.Unit(archivist.unit),
        status=ark.Code("A", "Avsluttet"),
    )
    entry = _entry(
        case,
        archivist,
        title=archivist.title,
        parts=parts,
        document=archivist.kind,
        kind=ark.Code("I", "Inngående dokument"),
        correspondents=(
            ark.Correspondent(ark.Code("EA", "Avsender"), archivist.sender(case) or "Ukjent"),
            _ourselves(archivist, "IM", "Intern mottaker"),
        ),
        folder=None,
        key=str(case.pk),
        documented_on=timezone.localdate(case.received_at),
        received_at=timezone.localtime(case.received_at),
    )
    return ark.ArkivMelding(SYSTEM, len(parts), folder, entry)


def _outgoing(case: Any, archivist: Archivist, sent: Letter, part: Part) -> ark.ArkivMelding:
    entry = _entry(
        case,
        archivist,
        title=sent.title,
        parts=[part],
        document=ark.Code("VEDTAK", "Vedtak"),
        kind=ark.Code("U", "Utgående dokument"),
        correspondents=(
            ark.Correspondent(ark.Code("EM", "Mottaker"), archivist.sender(case) or "Ukjent"),
            _ourselves(archivist, "IA", "Intern avsender"),
        ),
        folder=ark.FolderReference(ark.Key(SYSTEM, str(case.pk))),
        key=f"{case.pk} {part.path}",
        documented_on=timezone.localdate(sent.at),
        sent_at=timezone.localtime(sent.at),
    )
    return ark.ArkivMelding(SYSTEM, 1, None, entry)


def _internal(case: Any, archivist: Archivist, parts: list[Part]) -> ark.ArkivMelding:
    """What belongs to employees' notes, which neither came in nor went out."""
    entry = _entry(
        case,
        archivist,
        title="Vedlegg til notater",
        parts=parts,
        document=ark.Code("NOTAT", "Notat"),
        kind=ark.Code("X", "Organinternt dokument uten oppfølging"),
        correspondents=(_ourselves(archivist, "IA", "Intern avsender"),),
        folder=ark.FolderReference(ark.Key(SYSTEM, str(case.pk))),
        key=f"{case.pk} notater",
        documented_on=timezone.localdate(case.notes.exclude(files=None).latest("at").at),
    )
    return ark.ArkivMelding(SYSTEM, len(parts), None, entry)


def _entry(
    case: Any,
    archivist: Archivist,
    *,
    title: str,
    parts: list[Part],
    key: str,
    document: ark.Code,
    **more: Any,
) -> Any:
    return ark.JournalEntry(
        shielding=_shielding(),
        documents=tuple(_document(number, part, document) for number, part in enumerate(parts, start=1)),
        title=f"{title} {case.reference}",
        public_title=f"{title} {case.reference}",
        key=ark.Key(SYSTEM, key),
        status=ark.Code("J", "Journalført"),
        **more,
    )


def _document(number: int, part: Part, kind: ark.Code) -> ark.Document:
    is_pdf_a = part.path.startswith("dokument")
    return ark.Document(
        kind=kind,
        status=ark.Code("F", "Dokumentet er ferdigstilt"),
        title=part.name or part.path,
        linked_as=ark.Code("H", "Hoveddokument") if number == 1 else ark.Code("V", "Vedlegg"),
        number=number,
        file=ark.DocumentFile(
            version=1,
            variant=ark.Code("A", "Arkivformat") if is_pdf_a else ark.Code("P", "Produksjonsformat"),
            format=ark.Code("RA-PDF", "PDF/A") if is_pdf_a else ark.Code("AV", part.mime),
            mime_type=part.mime,
            name=part.name or part.path,
            path=part.path,
            checksum=part.digest,
            algorithm="SHA-256",
            size=len(part.data),
        ),
    )


def _ourselves(archivist: Archivist, code: str, words: str) -> ark.Correspondent:
    unit = ark.Unit(archivist.unit)
    return ark.Correspondent(ark.Code(code, words), facts()["name"], unit=unit, is_shielded=False)


def _shielding() -> ark.Shielding:
    return ark.Shielding(ark.Code("UOFF", "Unntatt offentlighet"), LAW)


# --- the package ------------------------------------------------------------------------------------
def _attached(case: Any, files: Any, called: str) -> Iterator[Part]:
    """These of the case's files. What the scan refused stays out; what waits holds all back."""
    if files.filter(state="waiting").exists():
        raise NotReady(case.reference)
    for number, file in enumerate(files.filter(state="clean").order_by("stored"), start=1):
        mime = file.detail["type"]
        path = f"{called}-{number:02}{EXTENSIONS.get(mime, '.bin')}"
        yield Part(path, open_file(file), file.name, mime)


def _packed(case: Any, parts: list[Part]) -> Package:
    manifest = json.dumps(
        {
            "version": 1,
            "reference": case.reference,
            "kind": case.kind(),
            "municipality": facts()["number"],
            "files": [part.listed() for part in parts],
        },
        ensure_ascii=False,
        indent=2,
    ).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for part in [*parts, Part(MANIFEST, manifest)]:
            info = zipfile.ZipInfo(part.path, timezone.localtime(case.received_at).timetuple()[:6])
            info.external_attr = 0o600 << 16
            archive.writestr(info, part.data)
    return Package(made.getvalue(), manifest)
