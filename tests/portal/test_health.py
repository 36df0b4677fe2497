"""A balancer is told the truth: alive is one thing, able to keep what people send is another."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from asker_portal import health
from casework.events import Event
from casework.outbox import Message
from concerns.models import Escalation
from tests.concerns.reports import received


def test_live_asks_nothing_of_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/helse/live")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_has_written_and_left_nothing_behind(client):
    answer = client.get("/helse/ready")
    assert answer.json() == {"ready": True, "write": True, "migrated": True, "outbox": True, "duty": True}
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("error", [DatabaseError, OperationalError, OSError])
def test_a_database_that_reads_but_cannot_write_is_not_ready(client, monkeypatch, error):
    def full(**fields):
        raise error("disk full, and the words of a row")

    monkeypatch.setattr(Event.objects, "create", full)
    answer = client.get("/helse/ready")
    assert answer.status_code == 503
    assert answer.json()["write"] is False
    assert b"words" not in answer.content


@pytest.mark.django_db
def test_an_outbox_that_nobody_empties_is_not_ready(client, settings):
    long_ago = timezone.now() - health.MAY_WAIT - timedelta(minutes=1)
    Message.objects.create(kind="test.work", due_at=long_ago)
    assert client.get("/helse/ready").json()["outbox"] is False
    settings.FACE = "public"
    assert client.get("/helse/ready").status_code == 200, "citizens' pages stay up"


@pytest.mark.django_db
def test_an_urgent_report_that_nobody_could_be_told_of_is_not_ready(client, settings, time_machine):
    time_machine.move_to("2026-11-24 02:50 +0100", tick=False)
    report = received(worry={"acute": True})
    Message.objects.all().delete()
    assert client.get("/helse/ready").json()["duty"], "it has come in this hour"
    time_machine.move_to("2026-11-24 03:15 +0100", tick=False)
    assert client.get("/helse/ready").json()["duty"] is False
    told = Escalation.objects.create(report=report, since=report.received_at)
    assert client.get("/helse/ready").status_code == 503, "followed, and not told"
    settings.FACE = "public"
    assert client.get("/helse/ready").status_code == 200, "citizens' pages stay up"
    settings.FACE = "staff"
    Escalation.objects.filter(pk=told.pk).update(times=1)
    assert client.get("/helse/ready").status_code == 200


@pytest.mark.django_db
def test_tables_older_than_the_code_are_not_ready(client, monkeypatch):
    monkeypatch.setattr("asker_portal.health.MigrationExecutor.migration_plan", lambda *args: ["one"])
    assert client.get("/helse/ready").status_code == 503


@pytest.mark.parametrize("address", ["/helse/live", "/helse/ready"])
def test_health_is_only_read(client, db, address):
    assert client.post(address).status_code == 405
