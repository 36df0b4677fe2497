"""Nobody opens a report: who is told, when and how, through nights, holidays and broken channels."""

from datetime import datetime

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.utils import timezone

from casework import sms
from casework.office_hours import OSLO
from concerns import escalation
from concerns.models import ConcernReport, Escalation, ReportMessage
from tests.concerns.reports import child_welfare_worker, received

pytestmark = pytest.mark.django_db
TEAM, DUTY = "400 00 001", "400 00 002"
TEAM_MAIL, LEADER_MAIL, DUTY_MAIL = "team@test.invalid", "leader@test.invalid", "duty@test.invalid"


class Told(list):
    """Everybody who was told, as (time in Oslo, to, text); what is `down` takes nothing."""

    def __init__(self):
        super().__init__()
        self.down = set()

    def take(self, channel, to, text):
        if channel in self.down:
            raise ConnectionRefusedError
        self.append((f"{timezone.localtime():%d %H:%M}", to, text))

    def when(self, to):
        return [at for at, whom, _text in self if whom == to]


@pytest.fixture
def told(settings, monkeypatch):
    settings.CHILD_WELFARE_MAIL, settings.CHILD_WELFARE_PHONE = TEAM_MAIL, TEAM
    settings.EMERGENCY_DUTY_MAIL, settings.EMERGENCY_DUTY_PHONE = DUTY_MAIL, DUTY
    settings.CHILD_WELFARE_LEADER_MAIL = LEADER_MAIL
    settings.SITE_URL = "https://desk.example.no"
    cache.clear()
    messages = Told()
    monkeypatch.setattr(sms, "send", lambda number, text: messages.take("sms", number, text))
    monkeypatch.setattr(EmailMessage, "send", lambda mail: messages.take("mail", mail.to[0], mail.body))
    return messages


@pytest.fixture
def pass_time(time_machine):
    """Lets a worker look at once, and then on each full five (or so many) minutes until an instant."""

    def until(text, minutes=5):
        end, step = oslo(text), minutes * 60
        while timezone.now() < end:
            escalation.look()
            time_machine.move_to((timezone.now().timestamp() // step + 1) * step, tick=False)

    return until


def oslo(text):
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def arrive(time_machine, at, acute=False, key="a key"):
    time_machine.move_to(oslo(at), tick=False)
    return received(key, worry={"acute": acute})


# --- what is not urgent ----------------------------------------------------------------------------
def test_an_ordinary_report_is_mailed_in_the_next_hour_and_texted_after_four_office_hours(
    told, time_machine, pass_time
):
    arrive(time_machine, "2026-11-23 09:47")
    pass_time("2026-11-24 12:00")
    assert told.when(TEAM_MAIL) == ["23 10:00", "23 13:00", "24 09:30"]
    assert told.when(TEAM) == told.when(LEADER_MAIL) == ["23 13:00", "24 09:30"]
    assert told.when(DUTY) == told.when(DUTY_MAIL) == []


@pytest.mark.parametrize(
    ("arrives", "until", "texts"),
    [
        ("2026-11-27 15:00", "2026-12-01 09:00", ["30 11:30", "30 15:30"]),  # Friday afternoon
        ("2026-11-20 16:20", "2026-11-23 13:00", ["23 12:00"]),
        ("2026-11-28 21:30", "2026-11-30 13:00", ["30 12:00"]),  # Saturday evening
        ("2026-12-23 14:00", "2026-12-28 09:00", ["24 10:30", "24 14:30"]),  # Christmas Eve is a day at work
        ("2026-12-24 16:00", "2026-12-28 13:00", ["28 12:00"]),  # Christmas is not
        ("2027-03-24 15:59", "2027-03-30 12:30", ["30 11:30"]),  # over Easter, and the clock's change in it
    ],
)
def test_nobody_is_woken_by_an_ordinary_report(told, time_machine, pass_time, arrives, until, texts):
    arrive(time_machine, arrives)
    pass_time(until, minutes=30)
    assert told.when(TEAM) == texts


def test_what_a_reporter_adds_is_told_of_again(told, time_machine, pass_time):
    report = arrive(time_machine, "2026-11-23 08:00", acute=True)
    report.mark_opened(by=child_welfare_worker())
    time_machine.move_to(oslo("2026-11-24 08:00"), tick=False)
    ReportMessage.objects.create(
        report=report, author="reporter", at=timezone.now(), submission_digest="x", text="more", number=1
    )
    ConcernReport.objects.update(unread=True)
    pass_time("2026-11-24 12:05")
    assert told.when(TEAM_MAIL) == ["24 09:00", "24 12:00"]
    assert told.when(TEAM) == ["24 12:00"]
    assert told.when(DUTY) == [], "it has been opened once: no longer urgent"


# --- what is -----------------------------------------------------------------------------------------
def test_an_acute_report_at_night_reaches_the_duty_within_a_quarter_and_again(told, time_machine, pass_time):
    arrive(time_machine, "2026-11-24 02:00", acute=True)
    pass_time("2026-11-24 03:20")
    assert told.when(TEAM_MAIL) == ["24 02:00"]
    assert told.when(DUTY) == told.when(TEAM) == told.when(DUTY_MAIL) == ["24 02:15", "24 02:45", "24 03:15"]


def test_the_first_word_of_an_acute_report_leaves_within_a_minute():
    assert escalation.LOOK_EVERY_SECONDS <= 60
    assert not escalation.ACUTE.news


def test_never_later_than_promised_however_late_in_the_hour_it_comes(told, time_machine):
    arrive(time_machine, "2026-11-24 02:59", acute=True)
    escalation.look()
    assert told.when(DUTY) == ["24 02:59"]


def test_without_mail_the_duty_is_told_of_an_acute_report_at_once(told, time_machine, pass_time):
    told.down = {"mail"}
    arrive(time_machine, "2026-11-24 02:05", acute=True)
    pass_time("2026-11-24 03:20")
    assert told.when(DUTY) == ["24 02:05", "24 02:45", "24 03:15"]


# --- a whole night ------------------------------------------------------------------------------------
def test_a_night_without_mail_and_for_an_hour_without_sms(told, time_machine, pass_time, caplog):
    told.down = {"mail"}
    ordinary = arrive(time_machine, "2026-11-23 17:05", key="ordinary")
    pass_time("2026-11-24 02:00")
    told.down = {"mail", "sms"}
    acute = arrive(time_machine, "2026-11-24 02:00", acute=True, key="acute")
    pass_time("2026-11-24 03:00")
    assert told == []
    assert {line.kind for line in caplog.records if line.msg == "nobody_told"} == {"acute"}
    told.down = {"mail"}
    pass_time("2026-11-24 06:20")
    acute.mark_opened(by=child_welfare_worker())
    pass_time("2026-11-24 07:00")
    told.down = set()
    pass_time("2026-11-24 12:10")
    ordinary.mark_opened(by=child_welfare_worker("another"))
    pass_time("2026-11-25 09:00")
    urgent = "1 melding som haster er ikke åpnet. https://desk.example.no/admin/concerns/concernreport/"
    usual = "1 melding er ikke åpnet. https://desk.example.no/admin/concerns/concernreport/"
    night = ["03:00", "03:15", "03:45", "04:15", "04:45", "05:15", "05:45", "06:15"]
    assert told == [
        *((f"24 {at}", number, urgent) for at in night for number in (DUTY, TEAM)),
        ("24 07:00", TEAM_MAIL, usual),
        ("24 12:00", TEAM, usual),
        ("24 12:00", TEAM_MAIL, usual),
        ("24 12:00", LEADER_MAIL, usual),
    ]
    assert not Escalation.objects.exists()


def test_a_text_message_that_fails_stops_no_other(told, time_machine, monkeypatch, caplog):
    works = sms.send

    def refuses_one(number, text):
        if number == DUTY:
            raise sms.NotSent
        works(number, text)

    monkeypatch.setattr(sms, "send", refuses_one)
    arrive(time_machine, "2026-11-24 02:20", acute=True)
    escalation.look()
    assert {to for _at, to, _text in told} == {TEAM_MAIL, TEAM, DUTY_MAIL, LEADER_MAIL}
    assert [(line.msg, line.field) for line in caplog.records] == [("sms_not_sent", "EMERGENCY_DUTY_PHONE")]


def test_a_worker_that_was_down_tells_once_and_goes_on(told, time_machine, pass_time):
    arrive(time_machine, "2026-11-24 02:00", acute=True)
    time_machine.move_to(oslo("2026-11-24 05:10"), tick=False)
    pass_time("2026-11-24 05:20")
    assert told.when(DUTY) == ["24 05:10", "24 05:15"]


def test_a_worker_that_dies_before_it_has_noted_it_tells_again(told, time_machine, monkeypatch):
    arrive(time_machine, "2026-11-24 02:20", acute=True)
    with monkeypatch.context() as dying:
        dying.setattr(escalation.Rule, "told_by", lambda *args: exit())
        with pytest.raises(SystemExit):
            escalation.look()
    escalation.look()
    assert told.when(DUTY) == ["24 02:20"] * 2
    escalation.look()
    assert told.when(DUTY) == ["24 02:20"] * 2, "and when it is noted, no more"


def test_a_row_that_was_lost_is_made_again(told, time_machine):
    arrive(time_machine, "2026-11-24 02:20", acute=True)
    Escalation.objects.all().delete()
    escalation.look()
    assert told.when(DUTY) == ["24 02:20"]


# --- one message, and what it says -------------------------------------------------------------------
def test_many_are_told_of_in_one_message_and_the_urgent_apart(told, time_machine):
    for key in ("one", "two", "three"):
        arrive(time_machine, "2026-11-24 10:00", acute=True, key=key)
    arrive(time_machine, "2026-11-24 10:00", key="four")
    arrive(time_machine, "2026-11-24 10:00", key="five")
    time_machine.move_to(oslo("2026-11-24 14:00"), tick=False)
    escalation.look()
    link = "https://desk.example.no/admin/concerns/concernreport/"
    assert [text for _at, to, text in told if to == DUTY] == [f"3 meldinger som haster er ikke åpnet. {link}"]
    assert [text for _at, to, text in told if to == TEAM] == [
        f"3 meldinger som haster er ikke åpnet. {link}",
        f"2 meldinger er ikke åpnet. {link}",
    ]


def test_no_message_says_anything_of_the_report(told, time_machine, pass_time):
    report = arrive(time_machine, "2026-11-24 02:00", acute=True)
    pass_time("2026-11-24 03:00")
    said = " ".join(text for *_rest, text in told)
    for secret in ("Ola", "Granskog", "alene", str(report.pk), "barnevern"):
        assert secret not in said


def test_a_long_address_of_the_desk_does_not_stop_the_text_message(told, time_machine, settings):
    settings.SITE_URL = f"https://{'x' * 150}.example.no"
    arrive(time_machine, "2026-11-24 02:20", acute=True)
    escalation.look()
    text = next(text for _at, to, text in told if to == DUTY)
    assert text.startswith("1 melding som haster er ikke åpnet. https://x")
    assert len(text) == sms.LONGEST


def test_no_time_kept_is_finer_than_the_hour(told, time_machine, pass_time):
    arrive(time_machine, "2026-11-24 02:47", acute=True)
    pass_time("2026-11-24 03:30")
    assert f"{Escalation.objects.get().since:%M:%S}" == "00:00"


def test_the_sealed_content_is_not_even_read(told, time_machine, django_assert_num_queries):
    arrive(time_machine, "2026-11-24 02:00", acute=True)
    escalation.look()
    # What is read no longer, what is new, and what is followed; nothing is due.
    with django_assert_num_queries(3) as asked:
        escalation.look()
    assert not any('"content"' in query["sql"] for query in asked)
