"""The worker goes on: through rounds that fail, a cache that is away and a database that is restarted."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone

from casework import outbox, worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(time_machine):
    cache.clear()
    time_machine.move_to("2026-11-24 02:00 +0100", tick=False)


@pytest.fixture
def done(monkeypatch):
    """What the two rounds of a made-up worker have done."""
    done = []
    rounds = [
        worker.Round("often", 60, lambda: done.append("often")),
        worker.Round("hourly", 3600, lambda: done.append("hourly")),
    ]
    monkeypatch.setattr(worker, "rounds", rounds)
    return done


def another_worker(monkeypatch):
    copies = [worker.Round(one.name, one.seconds, one.do) for one in worker.rounds]
    monkeypatch.setattr(worker, "rounds", copies)


def test_each_round_comes_once_in_its_stretch(done, time_machine):
    worker.work()
    worker.work()
    assert done == ["often", "hourly"]
    time_machine.shift(timedelta(seconds=60))
    worker.work()
    assert done == ["often", "hourly", "often"]


def test_of_several_workers_one_does_it(done, monkeypatch):
    worker.work()
    another_worker(monkeypatch)
    worker.work()
    assert done == ["often", "hourly"]


def test_without_the_cache_each_worker_does_it(done, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "add", away)
    worker.work()
    worker.work()
    assert done == ["often", "hourly"], "once in a stretch all the same"
    another_worker(monkeypatch)
    worker.work()
    assert done == ["often", "hourly"] * 2


def test_a_round_that_fails_is_told_of_and_stops_nothing(done, caplog, monkeypatch):
    monkeypatch.setattr(worker.rounds[0], "do", lambda: 1 / 0)
    worker.work()
    assert done == ["hourly"]
    assert [(line.msg, line.kind, line.error) for line in caplog.records] == [
        ("round_failed", "often", "ZeroDivisionError")
    ]


def test_a_round_is_never_further_away_than_one_message(done, monkeypatch, time_machine):
    """Each message may hang for as long as a mail server likes."""

    def slow(**payload):
        time_machine.shift(timedelta(seconds=60))
        done.append("message")

    monkeypatch.setitem(outbox._handlers, "test.slow", slow)
    for _ in range(3):
        outbox.enqueue("test.slow", due_at=timezone.now())
    for _ in range(3):
        assert worker.work() == 1
    assert done == ["often", "hourly", "message", "often", "message", "often", "message"]


def test_it_outlives_a_database_that_is_away(done, monkeypatch, caplog):
    stop, tries = threading.Event(), []

    def away(limit):
        tries.append(limit)
        if len(tries) < 3:
            raise OperationalError("a message that may quote a row")
        stop.set()
        return 0

    monkeypatch.setattr(worker, "deliver_waiting", away)
    worker.work_for_ever(stop, rest=0)
    assert [(line.msg, line.error) for line in caplog.records] == [("worker_waits", "OperationalError")] * 2


def test_what_areas_declare_is_among_its_rounds():
    assert {"concerns.escalation.look", "casework.uploads.prune"} <= {one.name for one in worker.rounds}
