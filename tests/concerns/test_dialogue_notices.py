"""«Du har fått svar»: to whoever asked for it, with no word of what, and not more than needed."""

import logging
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache

from casework.outbox import Message, deliver_waiting
from concerns import decisions, dialogue, flood, notices
from concerns.models import ConcernReport, NoticeAddress
from tests.concerns.reports import ANSWERS, child_welfare_worker

pytestmark = pytest.mark.django_db

ADDRESS, NUMBER = "fugl@example.no", "400 77 777"
TELLING = ["barnevern", "bekymring", "melding", "barn", "http", "asker", "granskog", "/"]


@pytest.fixture(autouse=True)
def texts_as_files(settings, tmp_path):
    settings.SMS_URL = f"file://{tmp_path}"


@pytest.fixture
def texts(tmp_path: Path):
    return lambda: [path.read_text() for path in tmp_path.glob("*.txt")]


@pytest.fixture
def report():
    made = ConcernReport.behind(ConcernReport.receive(ANSWERS, "a key"))
    deliver_waiting()
    mail.outbox.clear()
    return made


@pytest.fixture
def worker():
    return child_welfare_worker()


def write(report, worker, text="Takk. Hvor ofte skjer det?"):
    dialogue.post_from_desk(report, text, [], worker)
    deliver_waiting()


def test_a_mail_says_that_there_is_an_answer_and_nothing_else(report, worker):
    notices.remember(report, ADDRESS)
    write(report, worker)
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert sent.body == "Du har fått svar. Bruk koden din."
    said = f"{sent.subject} {sent.body}".lower()
    assert [word for word in TELLING if word in said] == []


def test_a_text_message_goes_to_the_number(report, worker, texts):
    notices.remember(report, NUMBER)
    write(report, worker)
    assert texts() == ["+4740077777\nDu har fått svar. Bruk koden din.\n"]
    assert mail.outbox == []


def test_who_did_not_ask_is_told_nothing(report, worker, texts):
    write(report, worker)
    assert mail.outbox == texts() == []


def test_the_address_is_readable_nowhere_and_tied_to_the_report_by_a_hash_alone(report):
    notices.remember(report, ADDRESS)
    row = NoticeAddress.objects.values().get()
    assert "fugl" not in repr(row)
    assert str(report.pk) not in repr(row)
    assert report.receipt_digest not in repr(row)


def test_a_second_sending_of_the_form_keeps_one_address(report):
    notices.remember(report, ADDRESS)
    notices.remember(report, ADDRESS)
    assert NoticeAddress.objects.count() == 1


def test_at_most_one_notice_a_day_and_the_last_message_is_told_of_the_next(report, worker, time_machine):
    time_machine.move_to("2026-11-24T09:00:00+01:00", tick=False)
    notices.remember(report, ADDRESS)
    for number in range(3):
        write(report, worker, f"Nummer {number}")
    assert len(mail.outbox) == 1
    time_machine.move_to("2026-11-25T08:59:00+01:00", tick=False)
    deliver_waiting()
    assert len(mail.outbox) == 1, "and not at night"
    time_machine.move_to("2026-11-25T09:01:00+01:00", tick=False)
    deliver_waiting()
    assert len(mail.outbox) == 2
    time_machine.move_to("2026-11-27T12:00:00+01:00", tick=False)
    deliver_waiting()
    assert len(mail.outbox) == 2, "one for all three"
    assert not Message.objects.exists()


def test_who_has_answered_meanwhile_is_not_told(report, worker, time_machine):
    time_machine.move_to("2026-11-24T09:00:00+01:00", tick=False)
    notices.remember(report, ADDRESS)
    write(report, worker, "Første")
    write(report, worker, "Andre")
    dialogue.reply(report, "Jeg har lest det", [], "key")
    time_machine.move_to("2026-11-26T12:00:00+01:00", tick=False)
    deliver_waiting()
    assert len(mail.outbox) == 1


def test_a_mail_server_that_fails_is_tried_again(report, worker, time_machine, monkeypatch):
    time_machine.move_to("2026-11-24T09:00:00+01:00", tick=False)
    notices.remember(report, ADDRESS)

    def down(*args):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("casework.mail.send", down)
        write(report, worker)
    assert mail.outbox == []
    time_machine.shift(3600)
    deliver_waiting()
    assert len(mail.outbox) == 1


def test_a_number_that_is_none_is_told_of_and_holds_nothing_up(report, worker, caplog):
    notices.remember(report, "12")
    write(report, worker)
    assert [record.msg for record in caplog.records] == ["notice_address_unusable"]
    assert not Message.objects.exists()


@pytest.mark.parametrize(("days", "kept"), [(0, True), (21, True), (22, False), (400, False)])
def test_the_address_goes_when_no_answer_reopens_the_report(report, worker, time_machine, days, kept):
    time_machine.move_to("2026-11-02T23:30:00+01:00", tick=False)
    notices.remember(report, ADDRESS)
    decisions.decide(report, by=worker, outcome="dismissed", reason="Ikke grunnlag")
    time_machine.shift(days * 86_400)
    notices.forget_where_closed()
    assert NoticeAddress.objects.exists() == kept


def test_the_address_of_an_open_or_of_no_report(report, time_machine):
    notices.remember(report, ADDRESS)
    orphan = ConcernReport.behind(ConcernReport.receive(ANSWERS, "another"))
    notices.remember(orphan, NUMBER)
    ConcernReport.objects.filter(pk=orphan.pk).delete()
    time_machine.move_to("2030-01-01T00:00:00+01:00")
    assert notices.forget_where_closed() == 1
    assert NoticeAddress.objects.get().report_digest == notices.digest_of(report.pk)


# --- a flood -----------------------------------------------------------------------------------------
def test_a_flood_is_told_of_once_an_hour_and_refuses_nobody(report, monkeypatch, caplog, time_machine):
    cache.clear()
    monkeypatch.setattr(flood, "MOST_AN_HOUR", 3)
    time_machine.move_to("2026-11-24T09:00:00+01:00", tick=False)
    caplog.set_level(logging.ERROR)

    def alarms():
        return [record.msg for record in caplog.records].count("many_reports")

    for number in range(3):
        assert ConcernReport.receive(ANSWERS, f"key {number}")
        flood.watch()
    assert alarms() == 0
    assert ConcernReport.receive(ANSWERS, "one more")
    for _round in range(3):
        flood.watch()
    assert alarms() == 1
    time_machine.shift(3600)
    flood.watch()
    assert alarms() == 1, "a quiet hour is quiet"
