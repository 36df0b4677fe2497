"""Where sealed files lie: below FILES_DIR, or in S3-compatible storage when settings name a bucket.

What comes in here is ciphertext; whoever reads the storage sees sizes and hours.
"""

import base64
import errno
import os
import secrets
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

from casework.encryption import CannotOpen, decrypt_with, encrypt_with
from casework.envelope import new_key

FOLDER, HOUR = "staged", "%Y%m%d%H"
# The database may lie on the same disk, and a report without its files is better than none.
LEAST_FREE_SHARE = 0.05


def sealed_storage() -> Storage:
    """The storage of the settings."""
    return storages["sealed"]


def keep(data: bytes) -> tuple[str, str]:
    """Encrypt under a fresh key and store: the name in the storage, and the key in base64.

    The name is random and says in which hour it came. Raises what the storage raises.
    """
    key, stored = new_key(), f"{FOLDER}/{this_hour().strftime(HOUR)}/{secrets.token_hex(16)}"
    sealed_storage().save(stored, ContentFile(encrypt_with(key, data, bound_to=_binding(stored))))
    return stored, base64.b64encode(key).decode()


def fetch(stored: str, key: str) -> bytes:
    """What `keep` stored. Raises CannotOpen: changed, moved, gone, its storage away, or not its key."""
    try:
        with sealed_storage().open(stored) as file:
            sealed = file.read()
    except Exception as error:  # each storage fails in its own way
        raise CannotOpen(stored) from error
    return decrypt_with(base64.b64decode(key), sealed, bound_to=_binding(stored))


def hour_of(stored: str) -> datetime:
    """The start of the hour in which it was stored."""
    return datetime.strptime(stored.split("/")[1], HOUR).replace(tzinfo=UTC)


def _binding(stored: str) -> str:
    return f"file:{stored}"


def this_hour() -> datetime:
    """Now in UTC, as exactly as times around a reporter are kept."""
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


class SealedStorage(FileSystemStorage):
    """Files that are on the disk when `save` returns, and whose times tell the hour alone."""

    def __init__(self) -> None:
        super().__init__(settings.FILES_DIR, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def _save(self, name: str, content: Any) -> str:
        Path(self.location).mkdir(mode=0o700, parents=True, exist_ok=True)
        disk = shutil.disk_usage(self.location)
        if disk.free < disk.total * LEAST_FREE_SHARE:
            raise OSError(errno.ENOSPC, "nearly full")
        name = super()._save(name, content)  # type: ignore[misc]
        path = Path(self.path(name))
        for written in (path, path.parent, path.parent.parent):
            _settle(written)
        return name

    def delete(self, name: str) -> None:
        """Also the folder, once it is empty."""
        super().delete(name)
        folder = Path(self.path(name)).parent
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _settle(path: Path) -> None:
    """Have it on the disk before anybody is told so, and keep the minute to ourselves."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    hour = this_hour().timestamp()
    os.utime(path, (hour, hour))
