"""What is handed over of a report: one archive with everything, and a list of what is in it.

    melding.json   the national form (concerns.national)
    melding.pdf    the questions and answers, for people
    saksgang.pdf   dates, decisions, messages and notes
    vedlegg/01.jpg each file, by number: names may hold anything, and stand in the list
    notater/02.pdf those of employees' notes, which the reporter never saw
    manifest.json  SHA-256 of each of them

The same report gives the same bytes, so that doing it again is seen to be the same.
"""

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from casework.municipality import facts
from casework.uploads import EXTENSIONS, open_file
from concerns.handover import papers
from concerns.models import ConcernReport, ReportFile
from concerns.national import from_report

VERSION = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Part:
    """One file of the archive. `name` is what its sender called it, or ""."""

    path: str
    data: bytes
    name: str = ""

    def listed(self) -> dict[str, Any]:
        digest = hashlib.sha256(self.data).hexdigest()
        return {"path": self.path, "name": self.name, "bytes": len(self.data), "sha256": digest}


@dataclass(frozen=True)
class Package:
    """A report as it is handed over. `left_out` are files that the virus scan has not let through."""

    archive: bytes
    manifest: bytes
    left_out: int

    @property
    def digest(self) -> str:
        """SHA-256 of the list, in hex: what the case system's receipt names."""
        return hashlib.sha256(self.manifest).hexdigest()


def build(report: ConcernReport) -> Package:
    """The package of an opened report.

    Raises DoesNotFit, CannotPrint, or CannotOpen where the report or one of its files does not open.
    """
    files = sorted(report.files.select_related("message"), key=_place)
    clean = [file for file in files if file.may_be_opened]
    left_out = [file for file in files if not file.may_be_opened]
    national = from_report(report)
    parts = [
        Part("melding.json", _json(national.as_json())),
        Part("melding.pdf", papers.of_report(report)),
        Part("saksgang.pdf", papers.of_proceedings(report)),
        *_attached(clean),
    ]
    manifest = _json(
        {
            "version": VERSION,
            "reference": report.reference,
            "kind": national.KIND,
            "municipality": facts()["number"],
            "received_at": timezone.localtime(report.received_at).isoformat(),
            "acute": report.acute,
            "hidden_from_family": report.identity == ConcernReport.Identity.HIDDEN,
            "files": [part.listed() for part in parts],
            "left_out": [{"name": file.name, "why": file.state} for file in left_out],
        }
    )
    archive = _archive([*parts, Part(MANIFEST, manifest)], timezone.localtime(report.received_at))
    return Package(archive, manifest, len(left_out))


def _place(file: ReportFile) -> tuple[int, str]:
    """The report's own files first, then each message's, then the notes'."""
    if file.note_id:
        return (sys.maxsize, file.stored)
    return (file.message.number + 1 if file.message else 0, file.stored)


def _attached(files: Iterable[ReportFile]) -> Iterator[Part]:
    for number, file in enumerate(files, start=1):
        extension = EXTENSIONS.get(file.detail["type"], ".bin")
        folder = "notater" if file.note_id else "vedlegg"
        yield Part(f"{folder}/{number:02}{extension}", open_file(file), file.name)


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def _archive(parts: Iterable[Part], at: datetime) -> bytes:
    """A zip without compression, whose bytes would differ from one version of zlib to the next."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for part in parts:
            info = zipfile.ZipInfo(part.path, (at.year, at.month, at.day, at.hour, 0, 0))
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, part.data)
    return made.getvalue()
