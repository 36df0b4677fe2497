"""What the cache keeps for a while is gone after it, also in the table that nobody asks again."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection

from casework import worker
from casework.expired import forget_expired


@pytest.fixture
def tables(db, settings):
    """Two caches in the database, as the desk and the public face have; and one in memory."""
    kind = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {
        "default": {"BACKEND": kind, "LOCATION": "tried_cache"},
        "public": {"BACKEND": kind, "LOCATION": "tried_public_cache"},
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    }
    call_command("createcachetable", verbosity=0)
    return ["tried_cache", "tried_public_cache"]


def keys(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key FROM {table}")  # noqa: S608 - our own names
        return [key for (key,) in cursor.fetchall()]


def test_only_what_is_over_is_taken_away(tables, time_machine):
    time_machine.move_to("2026-11-24T10:00:00+00:00", tick=False)
    for alias in ("default", "public"):
        caches[alias].set("kept-post:1", "sealed", 30 * 60)
        caches[alias].set("for-hours", "x", 5 * 60 * 60)
    time_machine.shift(60 * 60)
    assert [len(keys(table)) for table in tables] == [2, 2], "Django lets it lie"
    forget_expired()
    assert [keys(table) for table in tables] == [[":1:for-hours"]] * 2


def test_the_worker_does_so_each_hour():
    hourly = {one.name for one in worker.rounds if one.seconds == 60 * 60}
    assert {"casework.expired.forget_expired", "accounts.ended.forget_ended_sessions"} <= hourly
