"""Files on their way in: cleaned in memory, encrypted under a key of their own, kept before there is a case.

A staged file has no row. Its key travels in the form's sealed field alone, so that what is never sent can
be opened by nobody, and `prune` takes it away. Its name in the storage says in which hour it came.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework.encryption import CannotOpen
from casework.files import Staged, StoredFile, claimed
from casework.storage import FOLDER, fetch, hour_of, keep, sealed_storage
from crispy_designsystemet.text import plain

alarm = logging.getLogger("portal.alarm")

MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 150
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
ACCEPTED = ".jpg,.jpeg,.png,.heic,.heif,.pdf"
FRESH_FOR = timedelta(hours=2)
# A little longer, so that nothing is taken away from under a sending that has begun.
PRUNED_AFTER = timedelta(hours=2, minutes=10)
# What is older has been pruned before; looking further back each hour would take longer each year.
PRUNED_BACK_TO = timedelta(days=3)


class Refused(Exception):
    """A file that is not taken in. Its only argument is a sentence for the sender."""


def stage(upload: UploadedFile) -> Staged:
    """Clean one file and keep it encrypted: {"stored", "size", "name", "type", "key"}. Raises Refused."""
    # Here, so that a process that never meets a file does not carry the libraries in its memory.
    from casework.cleaning import NotCleaned, clean

    shown = _shown(upload.name or "")
    if (upload.size or 0) > MOST_BYTES:
        raise Refused(_("«%(name)s» er større enn 10 MB. Velg en mindre fil.") % {"name": shown})
    try:
        made = clean(upload.read())
    except NotCleaned as error:
        raise Refused(_reason(str(error), shown)) from error
    try:
        stored, key = keep(made.data)
    except Exception as error:  # each storage fails in its own way
        alarm.error("file_not_stored", extra={"error": type(error).__name__})
        sentence = _("«%(name)s» ble ikke lagret. Prøv igjen om litt, eller send uten filen.")
        raise Refused(sentence % {"name": shown}) from error
    name = _kept_name(upload.name or "", made.type)
    return {"stored": stored, "size": len(made.data), "name": name, "type": made.type, "key": key}


def stage_all(uploads: Iterable[UploadedFile], *, already: int = 0) -> tuple[list[Staged], list[str]]:
    """Stage what can be: the staged files, and a sentence for each that was refused.

    `already`: how many files this sending has before these.
    """
    staged: list[Staged] = []
    sentences: list[str] = []
    for upload in uploads:
        try:
            if already + len(staged) >= MOST_FILES:
                text = _("Du kan legge ved høyst fem filer. «%(name)s» er ikke lagt ved.")
                raise Refused(text % {"name": _shown(upload.name or "")})
            staged.append(stage(upload))
        except Refused as refusal:
            sentences.append(str(refusal))
        finally:
            upload.close()
    return staged, sentences


def is_fresh(staged: Staged) -> bool:
    """True while the file may be sent: it was sealed at most two hours ago, and is there."""
    if datetime.now(UTC) >= hour_of(staged["stored"]) + FRESH_FOR:
        return False
    try:
        return sealed_storage().exists(staged["stored"])
    except Exception:  # the storage does not answer now; what it took is not lost by that
        return True


def open_file(file: StoredFile) -> bytes:
    """The file's bytes. Raises CannotOpen after the alarm: changed, moved, gone, or not our key."""
    try:
        return fetch(file.stored, file.detail["key"])
    except CannotOpen:
        alarm.error("cannot_open", extra={"model": file._meta.label_lower, "field": "stored"})
        raise


def prune(*, all_hours: bool = False) -> int:
    """Take away what was staged more than two hours ago and never sent; returns how many files.

    Looks three days back, or as far as there is anything. What a case has, stays.
    """
    taken = 0
    for hour in _hours(all_hours):
        folder = f"{FOLDER}/{hour}"
        names = [f"{folder}/{name}" for name in sealed_storage().listdir(folder)[1]]
        for name in set(names) - claimed(names):
            sealed_storage().delete(name)
            taken += 1
    return taken


def _hours(all_hours: bool) -> Iterator[str]:
    now = datetime.now(UTC)
    try:
        folders = sealed_storage().listdir(FOLDER)[0]
    except FileNotFoundError:  # nothing has been staged yet
        return
    for hour in folders:
        age = now - hour_of(f"{FOLDER}/{hour}/")
        if age > PRUNED_AFTER and (all_hours or age < PRUNED_BACK_TO):
            yield hour


def _shown(name: str) -> str:
    name = plain(name).replace("\n", " ")
    return name if len(name) <= 60 else f"{name[:59]}…"


def _kept_name(name: str, type_: str) -> str:
    """The sender's name for it, in signs that every file system takes, with the ending it has now."""
    stem = re.sub(r'[<>:"/\\|?*\s]+', " ", PurePath(plain(name)).stem).strip(" .")
    extension = EXTENSIONS[type_]
    return (stem[: LONGEST_NAME - len(extension)] or "fil") + extension


def _reason(code: str, name: str) -> str:
    return {
        "empty": _("«%(name)s» er tom. Velg filen en gang til."),
        "type": _("«%(name)s» er ikke en fil vi kan ta imot. Velg et bilde (JPEG, PNG, HEIC) eller en PDF."),
        "pixels": _("«%(name)s» er et for stort bilde. Lagre det med lavere oppløsning og prøv igjen."),
        "pages": _("«%(name)s» har mer enn 200 sider. Del den i flere filer."),
        "locked": _("«%(name)s» er låst med passord. Lagre den uten passord og prøv igjen."),
        "unreadable": _("«%(name)s» kan ikke åpnes. Kanskje er filen skadet. Velg en annen fil."),
    }[code] % {"name": name}
