"""The virus scan of every file before it can be opened: ClamAV, asked over its socket by the worker.

A scanner that does not answer holds up nobody who sends: the file waits, and is asked about again for as
long as it takes. Without CLAMAV_URL files pass at once, and `check --deploy` says so.
"""

import io
import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.checks import Tags, Warning, register

from casework.files import StoredFile
from casework.outbox import enqueue, handles
from casework.uploads import open_file

alarm = logging.getLogger("portal.alarm")

ANSWER_WITHIN_SECONDS = 20
AGAIN_AFTER = timedelta(minutes=10)
# Counted from the start of the hour in which the file came: at least one hour of waiting.
ALARM_AFTER = timedelta(hours=2)
ALARM_EVERY_SECONDS = 3600
# So long nobody asks a scanner that just failed: a hundred files must not each wait for it.
LEFT_ALONE_SECONDS = 60


class ScannerDown(Exception):
    """No verdict: the scanner is away, was stopped half way, or refused to look."""


def is_clean(data: bytes) -> bool:
    """ClamAV's verdict. Raises ScannerDown without one."""
    from clamav_client.clamd import ClamdError

    if cache.get("scanner-down"):
        raise ScannerDown
    try:
        verdicts = list(_scanner().instream(io.BytesIO(data)).values())
    except (ClamdError, OSError, ValueError) as error:
        verdicts = [("ERROR", type(error).__name__)]
    match verdicts:
        case [("OK", _)]:
            return True
        case [("FOUND", _)]:
            return False
    cache.set("scanner-down", True, LEFT_ALONE_SECONDS)
    raise ScannerDown


@handles("casework.scan")
def scan(model: str, file: str, since: str) -> None:
    """Let a file through or stop it. A file that has gone meanwhile needs no scan."""
    waiting = apps.get_model(model)._base_manager.filter(pk=file, state=StoredFile.State.WAITING)
    for one in waiting:
        try:
            passed = not settings.CLAMAV_URL or is_clean(open_file(one))
        except ScannerDown:
            return _ask_again(model=model, file=file, since=since)
        waiting.update(state=StoredFile.State.CLEAN if passed else StoredFile.State.REFUSED)
        if not passed:
            alarm.error("virus_found", extra={"model": one._meta.label_lower})


def _ask_again(**payload: str) -> None:
    """At the next full ten minutes, so that no row tells when the file came."""
    now = datetime.now(UTC)
    if now - datetime.fromisoformat(payload["since"]) > ALARM_AFTER and cache.add(
        "scanner-alarm", True, ALARM_EVERY_SECONDS
    ):
        alarm.error("scanner_down")
    mark = now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)
    enqueue("casework.scan", due_at=mark + AGAIN_AFTER, **payload)


def _scanner() -> Any:
    from clamav_client.clamd import ClamdNetworkSocket, ClamdUnixSocket

    address = urlsplit(settings.CLAMAV_URL)
    if address.scheme == "unix":
        return ClamdUnixSocket(address.path, timeout=ANSWER_WITHIN_SECONDS)
    return ClamdNetworkSocket(address.hostname or "", address.port or 3310, timeout=ANSWER_WITHIN_SECONDS)


@register(Tags.security, deploy=True)
def there_is_a_scanner(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """The worker is the one that scans."""
    if settings.CLAMAV_URL or settings.FACE not in ("worker", "all"):
        return []
    hint = "Set CLAMAV_URL, for example tcp://clamav:3310."
    return [Warning("Files are opened by employees without a virus scan.", hint=hint, id="casework.W001")]
