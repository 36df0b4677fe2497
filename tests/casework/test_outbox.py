"""Work that follows a commit happens at least once, whatever dies."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from casework import outbox
from casework.outbox import ATTEMPTS, LEASE, LONGEST_PAUSE, Message, coarse, deliver_waiting, enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def done(monkeypatch):
    """A kind of work that notes what it was given, or fails when told to."""
    calls = []

    def work(**payload):
        if payload.get("fail"):
            raise ValueError("a message that may quote a person")
        calls.append(payload)

    monkeypatch.setitem(outbox._handlers, "test.work", work)
    return calls


def test_work_is_done_once_and_then_gone(done):
    enqueue("test.work", report="1")
    assert deliver_waiting() == 1
    assert done == [{"report": "1"}]
    assert not Message.objects.exists()


def test_work_of_a_transaction_that_fails_never_happens(done):
    with transaction.atomic():
        enqueue("test.work")
        transaction.set_rollback(True)
    assert deliver_waiting() == 0
    assert done == []


def test_a_kind_nobody_handles_is_refused_when_it_is_asked_for():
    with pytest.raises(KeyError):
        enqueue("test.unknown")


def test_failed_work_comes_again_later_and_keeps_only_the_kind_of_failure(done):
    message = enqueue("test.work", fail=True)
    deliver_waiting()
    message.refresh_from_db()
    assert message.error == "ValueError"
    assert message.attempts == 1
    assert message.due_at > timezone.now() + timedelta(seconds=30)


def test_work_of_a_dead_worker_is_taken_over_when_its_lease_runs_out(done):
    enqueue("test.work")
    now = timezone.now()
    assert Message.claim(now) is not None, "the first worker takes it, and dies"
    kept = Message.objects.get().due_at
    assert kept == coarse(kept - timedelta(microseconds=1)), "and tells no minute"
    assert Message.claim(now + LEASE / 2) is None
    assert Message.claim(now + LEASE + timedelta(minutes=5)) is not None  # leases end on full five minutes


def test_work_that_never_succeeds_raises_the_alarm_and_is_left_for_a_person(caplog):
    message = enqueue("test.work", fail=True)
    for attempt in range(1, ATTEMPTS + 1):
        assert not caplog.messages
        Message.objects.update(due_at=timezone.now())
        assert deliver_waiting() == 1, attempt
    assert caplog.messages == ["work_given_up"]
    Message.objects.update(due_at=timezone.now())
    assert deliver_waiting() == 0
    assert Message.objects.get() == message


def test_what_is_never_given_up_is_tried_each_hour_and_raises_the_alarm_again(done, monkeypatch, caplog):
    monkeypatch.setattr(outbox, "_never_given_up", {"test.work"})
    enqueue("test.work", fail=True)
    for _ in range(3 * ATTEMPTS):
        Message.objects.update(due_at=timezone.now())
        assert deliver_waiting() == 1
    assert caplog.messages == ["work_keeps_failing"] * 3
    assert Message.objects.get().due_at <= timezone.now() + LONGEST_PAUSE + timedelta(minutes=5)
    Message.objects.update(due_at=timezone.now(), payload={})
    deliver_waiting()
    assert done == [{}], "and done when it can be"


@pytest.mark.parametrize(
    ("at", "kept"),
    [("02:00:00", "02:05"), ("02:00:01", "02:05"), ("02:04:59", "02:05"), ("23:58:00", "00:00")],
)
def test_what_waits_does_not_tell_the_minute_it_began(at, kept):
    assert f"{coarse(datetime.fromisoformat(f'2026-11-24T{at}')):%H:%M}" == kept


def test_the_command_empties_the_outbox_once(done, capsys):
    enqueue("test.work")
    call_command("outbox", "--once")
    assert capsys.readouterr().out == "1 tried\n"
    assert done == [{}]
