"""A case system for the tests: it has a certificate and a key, and reads what is handed over to it."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from django.utils import timezone

from casework.storage import keep
from concerns.models import ReportFile, ReportMessage


@dataclass(frozen=True)
class CaseSystem:
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def open(self, sealed: bytes) -> dict[str, bytes]:
        """The archive's files. Raises ValueError where it is not meant for this key."""
        plain = pkcs7.pkcs7_decrypt_der(sealed, self.certificate, self.key, [])
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist()}

    def checked(self, sealed: bytes) -> tuple[dict, dict[str, bytes]]:
        """The manifest and the files, each held to its digest."""
        files = self.open(sealed)
        manifest = json.loads(files.pop("manifest.json"))
        listed = {one["path"]: one["sha256"] for one in manifest["files"]}
        assert listed == {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
        return manifest, files


def case_system(valid_days: int = 30) -> CaseSystem:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fagsystem")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - timedelta(days=60))
    made = builder.not_valid_after(now + timedelta(days=valid_days)).sign(key, hashes.SHA256())
    return CaseSystem(key, made)


def staged(data: bytes = b"%PDF-1.7 notat", name: str = "../../notat:1.pdf") -> dict:
    """A file as an upload leaves it, before there is a report."""
    stored, key = keep(data)
    return {"stored": stored, "size": len(data), "name": name, "type": "application/pdf", "key": key}


def let_through(report) -> None:
    """As the virus scan does."""
    report.files.update(state=ReportFile.State.CLEAN)


def message(report, text: str, author=ReportMessage.Author.REPORTER, files=()) -> ReportMessage:
    number = report.messages.count()
    made = ReportMessage.objects.create(
        report=report,
        author=author,
        by="" if author == ReportMessage.Author.REPORTER else "barnevern-1",
        at=timezone.now().replace(minute=0, second=0, microsecond=0),
        number=number,
        submission_digest=f"{report.pk}{number}"[:64],
        text=text,
    )
    report.files.add_staged(report, files, made)
    return made


def package_in(folder: Path) -> Path:
    (only,) = folder.iterdir()
    return only
