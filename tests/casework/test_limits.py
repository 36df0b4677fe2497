"""Counting tries without keeping whose they were."""

import hashlib
import hmac

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command

from casework import limits

ADDRESS = "203.0.113.77"


@pytest.fixture(autouse=True, params=["memory", "table"])
def shared_cache(request, settings, db):
    """As in the tests, and as in production, where the cache is a table of the database."""
    if request.param == "table":
        table = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "tried_cache"}
        settings.CACHES = settings.CACHES | {"default": table}
        call_command("createcachetable", verbosity=0)
    cache.clear()
    yield
    cache.clear()


def test_a_limit_lets_so_many_through_and_begins_again_when_its_time_is_over(time_machine):
    time_machine.move_to("2026-11-24T10:00:00+00:00", tick=False)
    assert [limits.global_limit("codes", 3, 60) for _try in range(5)] == [True] * 3 + [False] * 2
    time_machine.shift(59)
    assert not limits.global_limit("codes", 3, 60), "later tries do not move the window"
    time_machine.shift(2)
    assert limits.global_limit("codes", 3, 60)


def test_a_limit_of_one_process_counts_the_same_and_leaves_nothing_in_the_cache(time_machine, monkeypatch):
    monkeypatch.setattr(limits, "_counted", {})
    monkeypatch.setattr(limits, "cache", None)
    time_machine.move_to("2026-11-24T10:00:00+00:00", tick=False)
    assert [limits.process_limit("codes", 3, 60) for _try in range(5)] == [True] * 3 + [False] * 2
    assert limits.process_limit("others", 1, 60)
    time_machine.shift(61)
    assert limits.process_limit("codes", 3, 60)


def test_limits_of_different_names_do_not_count_each_other():
    assert limits.global_limit("codes", 1, 60)
    assert limits.global_limit("reports", 1, 60)


def test_an_address_has_one_key_for_a_day_and_another_one_after_it(time_machine):
    time_machine.move_to("2026-11-24T10:00:00+00:00", tick=False)
    first = limits.address_key(ADDRESS)
    time_machine.shift(limits.DAY - 60)
    assert limits.address_key(ADDRESS) == first
    assert limits.address_key("203.0.113.78") != first
    time_machine.shift(120)
    assert limits.address_key(ADDRESS) != first


def test_no_setting_of_ours_gives_the_key_of_an_address():
    """With all the portal's own keys at hand, and every address tried, none of them fits."""
    kept = limits.address_key(ADDRESS)
    keys = [settings.SECRET_KEY, settings.LOOKUP_KEY, settings.INDEX_KEY, ""]
    assert ADDRESS not in kept
    assert kept not in {hmac.new(key.encode(), ADDRESS.encode(), hashlib.sha256).hexdigest() for key in keys}
    cache.clear()
    assert limits.address_key(ADDRESS) != kept, "random, so that it cannot be made again"
