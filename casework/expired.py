"""Takes away what is over: rows of a cache that is a table, which Django leaves, and absences long past."""

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection
from django.utils import timezone

from casework import absence
from casework.worker import every

every(24 * 60 * 60)(absence.forget)


@every(60 * 60)
def forget_expired() -> None:
    """Delete the rows of our caches whose time is over: half an hour must not become years."""
    for alias in settings.CACHES:
        cache = caches[alias]
        if isinstance(cache, BaseDatabaseCache):
            _delete_expired(cache._table)  # type: ignore[attr-defined]


def _delete_expired(table: str) -> None:
    name = connection.ops.quote_name(table)
    now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {name} WHERE expires < %s", [now])  # noqa: S608 - our own names
