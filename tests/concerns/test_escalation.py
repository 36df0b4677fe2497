"""Nobody opens a report: who is told, when and how, through nights, holidays and broken channels."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.utils import timezone

from casework import sms
from concerns import escalation
from concerns.models import ConcernReport, Escalation, ReportMessage
from tests.concerns.reports import child_welfare_worker, received

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")
TEAM, DUTY = "+4740000001", "+4740000002"


@pytest.fixture
def told(settings, monkeypatch):
    """Everybody who was told, as (time in Oslo, channel, to, text)."""
    settings.CHILD_WELFARE_MAIL, settings.EMERGENCY_DUTY_MAIL = "team@test.invalid", "duty@test.invalid"
    settings.CHILD_WELFARE_PHONE, settings.EMERGENCY_DUTY_PHONE = TEAM, DUTY
    settings.SITE_URL = "https://desk.example.no"
    cache.clear()
    messages = []

    def note(channel, to, text):
        messages.append((f"{timezone.localtime():%d %H:%M}", channel, to, text))

    monkeypatch.setattr(sms, "send", lambda number, text: note("sms", number, text))
    monkeypatch.setattr(EmailMessage, "send", lambda mail, **_: note("mail", mail.to[0], mail.body))
    return messages


@pytest.fixture
def mail_is_down(told, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", fail)


@pytest.fixture
def pass_time(time_machine):
    """Lets the worker look each minute from the report's arrival until an instant."""

    def until(text: str):
        end = oslo(text)
        while timezone.now() < end:
            escalation.look()
            time_machine.move_to(timezone.now() + timedelta(minutes=1), tick=False)

    return until


def oslo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def arrive(time_machine, at: str, acute: bool = False, key: str = "a key") -> ConcernReport:
    time_machine.move_to(oslo(at), tick=False)
    return received(key, worry={"acute": acute})


def when(told, channel: str) -> list[tuple[str, str]]:
    return [(at, to) for at, how, to, _text in told if how == channel]


def test_an_ordinary_report_is_mailed_in_the_next_hour_and_texted_after_four_office_hours(
    told, time_machine, pass_time
):
    arrive(time_machine, "2026-11-23 09:47")
    pass_time("2026-11-24 12:00")
    assert when(told, "mail")[0] == ("23 10:00", "team@test.invalid")
    assert when(told, "sms") == [("23 13:00", TEAM), ("24 09:30", TEAM)]


def test_nobody_is_woken_by_an_ordinary_report(told, time_machine, pass_time):
    arrive(time_machine, "2026-11-20 16:20")
    pass_time("2026-11-23 13:00")
    assert when(told, "sms") == [("23 12:00", TEAM)]


def test_an_acute_report_at_night_reaches_the_duty_within_a_quarter_and_again(told, time_machine, pass_time):
    arrive(time_machine, "2026-11-24 02:00", acute=True)
    pass_time("2026-11-24 03:20")
    assert when(told, "mail")[0] == ("24 02:00", "team@test.invalid")
    assert when(told, "sms") == [("24 02:15", DUTY), ("24 02:45", DUTY), ("24 03:15", DUTY)]


def test_never_later_than_promised_however_late_in_the_hour_it_comes(told, time_machine, pass_time):
    arrive(time_machine, "2026-11-24 02:59", acute=True)
    pass_time("2026-11-24 03:01")
    assert when(told, "sms") == [("24 02:59", DUTY)]


def test_a_night_without_mail(told, mail_is_down, time_machine, pass_time):
    """What is urgent goes by SMS all night; what is not, when the office has been open for four hours."""
    arrive(time_machine, "2026-11-23 17:05", key="ordinary")
    pass_time("2026-11-24 01:30")
    assert told == []
    arrive(time_machine, "2026-11-24 01:30", acute=True, key="acute")
    pass_time("2026-11-24 12:05")
    duty = [at for at, to in when(told, "sms") if to == DUTY]
    assert duty[0] == "24 01:30"
    assert len(duty) == 22
    assert [at for at, to in when(told, "sms") if to == TEAM] == ["24 12:00"]


def test_mail_goes_when_its_server_is_back(told, time_machine, monkeypatch, pass_time):
    works, calls = EmailMessage.send, []

    def down_until_six(mail, **kwargs):
        calls.append(1)
        if timezone.localtime().hour < 6:
            raise ConnectionRefusedError
        return works(mail)

    monkeypatch.setattr(EmailMessage, "send", down_until_six)
    arrive(time_machine, "2026-11-24 01:30")
    pass_time("2026-11-24 07:00")
    assert when(told, "mail") == [("24 06:00", "team@test.invalid")]
    assert len(calls) > 100


def test_both_channels_down_is_an_alarm_and_is_tried_again(
    told, mail_is_down, time_machine, monkeypatch, pass_time, caplog
):
    works = sms.send

    def down_until_three(number, text):
        if timezone.localtime().hour < 3:
            raise sms.NotSent
        works(number, text)

    monkeypatch.setattr(sms, "send", down_until_three)
    arrive(time_machine, "2026-11-24 02:00", acute=True)
    pass_time("2026-11-24 03:05")
    assert when(told, "sms") == [("24 03:00", DUTY)]
    assert [line.kind for line in caplog.records if line.msg == "nobody_told"] == ["acute"]


def test_it_stops_when_somebody_has_opened_it(told, time_machine, pass_time):
    report = arrive(time_machine, "2026-11-24 02:00", acute=True)
    pass_time("2026-11-24 02:20")
    report.mark_opened(by=child_welfare_worker())
    pass_time("2026-11-24 06:00")
    assert when(told, "sms") == [("24 02:15", DUTY)]
    assert not Escalation.objects.exists()


def test_many_are_told_of_in_one_message(told, time_machine, pass_time):
    for key in ("one", "two", "three"):
        arrive(time_machine, "2026-11-24 02:00", acute=True, key=key)
    pass_time("2026-11-24 02:16")
    texts = [text for _at, channel, _to, text in told if channel == "sms"]
    assert texts == [
        "3 meldinger er ikke åpnet. Noe haster. https://desk.example.no/admin/concerns/concernreport/"
    ]


def test_no_message_says_anything_of_the_report(told, time_machine, pass_time):
    report = arrive(time_machine, "2026-11-24 02:00", acute=True)
    pass_time("2026-11-24 03:00")
    said = " ".join(text for *_rest, text in told)
    for secret in ("Ola", "Granskog", "alene", str(report.pk), "barnevern"):
        assert secret not in said
    assert max(len(text) for *_rest, text in told) <= sms.LONGEST


def test_a_worker_that_was_down_tells_once_and_goes_on(told, time_machine, pass_time):
    arrive(time_machine, "2026-11-24 02:00", acute=True)
    time_machine.move_to(oslo("2026-11-24 05:10"), tick=False)
    pass_time("2026-11-24 05:20")
    assert when(told, "sms") == [("24 05:10", DUTY), ("24 05:15", DUTY)]


def test_what_a_reporter_adds_is_told_of_again(told, time_machine, pass_time):
    report = arrive(time_machine, "2026-11-23 08:00")
    report.mark_opened(by=child_welfare_worker())
    time_machine.move_to(oslo("2026-11-24 08:00"), tick=False)
    ReportMessage.objects.create(
        report=report, author="reporter", at=timezone.now(), submission_digest="x", text="more"
    )
    ConcernReport.objects.update(unread=True)
    pass_time("2026-11-24 12:05")
    assert when(told, "sms") == [("24 12:00", TEAM)]


def test_no_time_kept_is_finer_than_the_hour(told, time_machine, pass_time):
    arrive(time_machine, "2026-11-24 02:47", acute=True)
    pass_time("2026-11-24 03:30")
    assert f"{Escalation.objects.get().since:%M:%S}" == "00:00"


def test_two_workers_tell_once(told, time_machine):
    arrive(time_machine, "2026-11-24 02:20", acute=True)
    escalation.look()
    escalation.look()
    assert len(when(told, "sms")) == 1
