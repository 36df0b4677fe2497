"""No file is opened before ClamAV has seen it, and no report waits for ClamAV."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from casework.outbox import ATTEMPTS, Message, deliver_waiting
from casework.scanning import scan, there_is_a_scanner
from casework.storage import keep
from concerns.models import ConcernReport, ReportFile
from tests.casework import fake_clamd
from tests.casework.fake_clamd import EICAR
from tests.concerns.reports import ANSWERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
WAITING, CLEAN, REFUSED = ReportFile.State.values


@pytest.fixture
def clamd(settings):
    cache.clear()
    with fake_clamd.running() as server:
        settings.CLAMAV_URL = server.url
        yield server


def received(data: bytes) -> ReportFile:
    """A file of a report, as it lies before the worker has seen it."""
    stored, key = keep(data)
    staged = {"stored": stored, "size": len(data), "name": "a.pdf", "type": "application/pdf", "key": key}
    ConcernReport.receive(ANSWERS, "a key", files=[staged])
    return ReportFile.objects.get()


def state() -> str:
    return ReportFile.objects.get().state


def scans() -> list[Message]:
    return list(Message.objects.filter(kind="casework.scan"))


def events(caplog) -> list[str]:
    return [record.message for record in caplog.records]


def test_a_harmless_file_is_let_through_after_the_scanner_saw_all_of_it(clamd):
    data = bytes(range(256)) * 4000
    assert received(data).state == WAITING
    deliver_waiting()
    assert state() == CLEAN
    assert clamd.scanned == [data]
    assert scans() == []


def test_a_virus_is_stopped_with_an_alarm(clamd, caplog):
    received(b"before " + EICAR)
    deliver_waiting()
    assert state() == REFUSED
    assert "virus_found" in events(caplog)
    assert scans() == []


def test_a_unix_socket_is_asked_as_well(settings, tmp_path):
    settings.CLAMAV_URL = f"unix://{tmp_path}/nobody.ctl"
    cache.clear()
    received(b"%PDF")
    deliver_waiting()
    assert state() == WAITING


@pytest.mark.parametrize("mood", ["dies half way", "says nothing", "is too small", "talks nonsense"])
def test_without_a_verdict_the_file_waits_and_is_asked_about_again(clamd, mood):
    clamd.mood = mood
    received(b"x" * 3_000_000)
    deliver_waiting()
    assert state() == WAITING
    [again] = scans()
    assert again.attempts == 0
    assert again.due_at.minute % 10 == again.due_at.second == again.due_at.microsecond == 0
    assert timedelta() < again.due_at - datetime.now(UTC) <= timedelta(minutes=10)
    clamd.mood = ""
    cache.clear()
    scan(**again.payload)
    assert state() == CLEAN


def test_a_scanner_that_is_away_is_asked_for_ever_and_the_alarm_sounds_once_an_hour(
    settings, time_machine, caplog
):
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    cache.clear()
    begun = datetime(2026, 11, 24, 13, 59, tzinfo=UTC)
    time_machine.move_to(begun, tick=False)
    received(b"%PDF")
    alarms = []
    for minutes in range(0, 360, 10):
        time_machine.move_to(begun + timedelta(minutes=minutes), tick=False)
        deliver_waiting()
        alarms += [minutes] * events(caplog).count("scanner_down")
        caplog.clear()
    assert state() == WAITING
    [again] = scans()
    assert again.attempts <= 1 < ATTEMPTS
    assert set(again.payload) == {"model", "file", "since"}
    assert again.payload["since"] == "2026-11-24T13:00:00+00:00"
    assert alarms == [70, 130, 190, 250, 310]


def test_a_scanner_that_just_failed_is_left_alone_for_a_minute(clamd):
    clamd.mood = "says nothing"
    received(b"one")
    deliver_waiting()
    payload = scans()[0].payload
    scan(**payload)
    assert len(clamd.scanned) == 1


def test_without_a_scanner_files_pass_and_the_deploy_check_says_so(settings):
    settings.CLAMAV_URL = ""
    received(EICAR)
    deliver_waiting()
    assert state() == CLEAN
    settings.FACE = "worker"
    assert [warning.id for warning in there_is_a_scanner(None)] == ["casework.W001"]
    settings.CLAMAV_URL = "tcp://clamav:3310"
    assert there_is_a_scanner(None) == []


def test_a_file_that_has_gone_needs_no_scan(clamd):
    received(b"%PDF")
    ReportFile.objects.all().delete()
    deliver_waiting()
    assert scans() == []
    assert clamd.scanned == []


def test_the_work_is_dated_at_the_hour_like_the_report(clamd):
    received(b"%PDF")
    [work] = scans()
    assert (work.due_at.minute, work.due_at.second, work.due_at.microsecond) == (0, 0, 0)
