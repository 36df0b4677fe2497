"""Packages for another system: encrypted to its certificate, and written whole or not at all."""

import os
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7EnvelopeBuilder, PKCS7Options


def encrypted(archive: bytes, certificate: x509.Certificate) -> bytes:
    """CMS EnvelopedData (RFC 5652) with AES-256 in DER, which only the certificate's owner opens."""
    builder = PKCS7EnvelopeBuilder().set_data(archive).add_recipient(certificate)
    builder = builder.set_content_encryption_algorithm(algorithms.AES256)
    return builder.encrypt(Encoding.DER, [PKCS7Options.Binary])


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is complete, on the disk and readable by its owner alone, or not there at all."""
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
