"""What a receipt code opens: reading and writing, both ways, without a trace of the visit."""

import re
import time

import pytest
from django.core.cache import cache, caches
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.encryption import seal
from casework.events import Event
from casework.outbox import Message, deliver_waiting
from concerns import decisions, dialogue, notices
from concerns.models import ConcernReport, NoticeAddress, ReportMessage
from tests.concerns.filling_in import code_on, heading, hidden, send
from tests.concerns.reports import child_welfare_worker
from tests.concerns.writing_back import ANSWER, SENT, WRITTEN, enter, press, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]


@pytest.fixture(autouse=True)
def no_tries_yet(monkeypatch):
    monkeypatch.setattr("casework.limits._counted", {})


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def code(client):
    return code_on(send(client))


@pytest.fixture
def report(code):
    deliver_waiting()
    return ConcernReport.objects.get()


@pytest.fixture
def worker():
    return child_welfare_worker()


# --- opening -----------------------------------------------------------------------------------------
def test_the_code_opens_the_dialogue_however_it_is_written(client, code, report):
    for spelling in (code, code.lower().replace("-", " "), code.replace("0", "o").replace("1", "l")):
        page = enter(client, spelling)
        assert heading(page) == "Meldingen din er mottatt"
        assert "Granskog" not in text_of(page)
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex"


def test_the_dialogue_sets_no_cookie_but_the_forms_and_needs_no_session(client, code, monkeypatch):
    def touched(*args, **kwargs):
        raise AssertionError("a session was read or written")

    for name in ("load", "save", "create", "exists"):
        monkeypatch.setattr(f"django.contrib.sessions.backends.db.SessionStore.{name}", touched)
    fresh = Client()
    page = press(fresh, enter(fresh, code), text=WRITTEN)
    assert SENT in text_of(page)
    assert set(fresh.cookies) == {"csrf"}


@pytest.mark.parametrize(
    "wrong", ["x", "0000-0000-0000-0000-0000-0000", "æ\0" * 20, "A" * 5000, "7KQ2" * 6, "<b>"]
)
def test_every_wrong_code_is_answered_alike(client, code, wrong):
    def answer(tried):
        with CaptureQueriesContext(connection) as queries:
            page = enter(Client(), tried)
        return page.status_code, _without(page, tried), len(queries)

    assert answer(wrong) == answer("ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ")


def _without(page, tried) -> str:
    shown = re.sub(r'<input type="text"[^>]*>', "", text_of(page))
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", shown)


def test_an_empty_code_asks_for_it(client):
    assert "Skriv koden fra kvitteringen" in text_of(enter(client, " "))


def test_when_too_many_try_codes_a_report_can_still_be_sent(client, code, monkeypatch):
    monkeypatch.setattr("concerns.dialogue_forms.MOST_TRIES", 3)
    pages = [enter(client, code) for _try in range(5)]
    assert [page.status_code for page in pages] == [200, 200, 200, 429, 429]
    assert "Prøv igjen om et minutt" in text_of(pages[-1])
    assert press(client, pages[0], text=WRITTEN).status_code == 200, "who is in can go on"
    assert code_on(send(client, worry={"text": "Noe annet."}))


def test_no_row_of_the_cache_tells_when_somebody_looked_for_an_answer(client, code):
    cache.clear()
    for tried in (code, "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ"):
        assert enter(client, tried).status_code == 200
    assert not caches["default"]._cache


def test_the_reporter_never_sees_outcome_names_or_clocks(client, code, report, worker):
    dialogue.post_from_desk(report, "Takk. Hvor ofte?", [], worker)
    report.refresh_from_db()
    decisions.decide(report, by=worker, outcome="dismissed", reason="Kanarihenleggelse")
    decisions.mark_feedback_sent(report, by=worker, how="message")
    page = text_of(enter(client, code))
    for hidden_from_them in (worker.username, "Kanari", "henlagt", "Henlagt", "Avsluttet", report.reference):
        assert hidden_from_them not in page
    assert "Takk. Hvor ofte?" in page
    assert not Event.objects.filter(name__contains="read").exists()


def test_reading_leaves_no_trace(client, code, report):
    def rows():
        return {
            model: list(model.objects.values()) for model in (ConcernReport, Event, Message, ReportMessage)
        }

    before = rows()
    enter(client, code)
    assert rows() == before


# --- writing -----------------------------------------------------------------------------------------
def test_both_sides_write_and_read_in_order(client, code, report, worker, time_machine):
    time_machine.move_to("2026-11-24T09:10:00+00:00", tick=False)
    page = press(client, enter(client, code), text="Første fra meg")
    assert SENT in text_of(page)
    time_machine.move_to("2026-11-24T09:20:00+00:00", tick=False)
    dialogue.post_from_desk(report, "Første fra oss", [], worker)
    time_machine.move_to("2026-11-24T09:40:00+00:00", tick=False)
    page = press(client, page, text="Andre fra meg")
    texts = re.findall(r'class="message-text">([^<]*)<', text_of(page))
    assert texts == ["Første fra meg", "Første fra oss", "Andre fra meg"], "in order within the same hour"
    assert {message.at.minute for message in report.messages.filter(author="reporter")} == {0}
    assert text_of(page).count("24. november 2026") >= 5


def test_the_worker_shows_what_came_as_unread(client, code, report, worker):
    ConcernReport.objects.update(unread=False)
    press(client, enter(client, code), text=WRITTEN)
    assert not ConcernReport.objects.get().unread, "the public process changes no report"
    deliver_waiting()
    assert ConcernReport.objects.get().unread
    event = Event.objects.get(name="reply_received")
    assert (event.by, event.at.minute) == ("", 0)
    assert not Message.objects.exists()


def test_sent_twice_is_one_message(client, code, report):
    page = enter(client, code)
    for _press in range(2):
        assert SENT in text_of(press(client, page, text=WRITTEN))
    assert ReportMessage.objects.count() == 1
    assert Message.objects.filter(kind="concerns.reply_received").count() == 1


def test_going_back_and_changing_it_sends_a_message_of_its_own(client, code, report):
    page = enter(client, code)
    press(client, page, text=WRITTEN)
    press(client, page, text="Noe mer.")
    assert [message.text for message in dialogue.read(report).report.messages.all()] == [WRITTEN, "Noe mer."]


def test_nothing_is_not_sent(client, code, report):
    page = press(client, enter(client, code), text="  ")
    assert "Skriv noe, eller legg ved en fil" in text_of(page)
    assert text_of(page).split("<title>")[1].startswith("Feil:")
    assert not ReportMessage.objects.exists()


def test_a_text_too_long_is_refused_with_both_lengths_and_kept(client, code, report):
    page = press(client, enter(client, code), text="Æ" * 10_001)
    shown = text_of(page).replace("\xa0", "")
    assert "10000" in shown
    assert "10001" in shown
    assert "Æ" * 10_001 in shown
    assert not ReportMessage.objects.exists()


def test_twenty_messages_an_hour_and_the_next_hour_again(client, code, report, time_machine):
    time_machine.move_to("2026-11-24T09:10:00+00:00", tick=False)
    page = enter(client, code)
    for number in range(dialogue.MOST_AN_HOUR):
        page = press(client, page, text=f"Nummer {number}")
    refused = press(client, page, text="En til")
    assert "Vent en time" in text_of(refused)
    assert "En til</textarea>" in text_of(refused)
    assert report.messages.count() == dialogue.MOST_AN_HOUR
    time_machine.move_to("2026-11-24T10:01:00+00:00", tick=False)
    assert SENT in text_of(press(client, enter(client, code), text="En til"))


def test_what_is_not_read_back_is_not_said_to_be_sent(client, code, report, monkeypatch):
    monkeypatch.setattr(dialogue, "_store", lambda *args: None)
    with pytest.raises(ReportMessage.DoesNotExist):
        press(client, enter(client, code), text=WRITTEN)


@pytest.mark.parametrize("error", [DatabaseError, OperationalError])
def test_when_the_database_refuses_the_text_is_kept_for_whoever_has_the_code(client, code, report, error):
    page = enter(client, code)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(dialogue, "_store", _refuse(error))
        failed = press(client, page, text=WRITTEN)
    assert failed.status_code == 503
    assert "er ikke sendt" in text_of(failed)
    assert WRITTEN not in text_of(failed)
    again = enter(client, code, draft=hidden(failed)["draft"])
    assert f"{WRITTEN}</textarea>" in text_of(again)


@pytest.mark.parametrize("changed", ["", "A", "AAAA"])
def test_a_report_whose_key_was_changed_is_said_so_and_raises_the_alarm(client, code, caplog, changed):
    page = enter(client, code)
    ConcernReport.objects.update(key_for_code=changed)
    for failed in (enter(client, code), press(client, page, text=WRITTEN)):
        assert failed.status_code == 503
        assert "Vi får ikke tak i meldingen akkurat nå" in text_of(failed)
    assert [line.field for line in caplog.records if line.msg == "cannot_open"] == ["key_for_code"] * 2


def _refuse(error):
    def refuse(*args):
        raise error("disk full")

    return refuse


# --- 30 minutes --------------------------------------------------------------------------------------
def test_after_30_minutes_the_code_is_asked_for_and_the_text_is_kept(client, code, report, time_machine):
    time_machine.move_to("2026-11-24T09:00:00+00:00", tick=False)
    page = enter(client, code)
    time_machine.shift(30 * 60)
    page = press(client, page, go="add", text="Jeg er ikke ferdig")
    assert heading(page) == "Meldingen din er mottatt", "each press begins the time anew"
    time_machine.shift(30 * 60 + 1)
    ended = press(client, page, text=WRITTEN)
    assert heading(ended) == "Bruk koden fra kvitteringen"
    assert WRITTEN not in text_of(ended)
    assert not ReportMessage.objects.exists()
    wrong = client.post(ANSWER, hidden(ended) | {"code": "x"})
    back = client.post(ANSWER, hidden(wrong) | {"code": code})
    assert f"{WRITTEN}</textarea>" in text_of(back)
    assert SENT in text_of(press(client, back, text=WRITTEN))


def test_a_kept_text_is_shown_to_nobody_elses_code(client, code, report, time_machine):
    time_machine.move_to("2026-11-24T09:00:00+00:00", tick=False)
    page = enter(client, code)
    time_machine.shift(31 * 60)
    ended = press(client, page, text=WRITTEN)
    others = code_on(send(Client(), worry={"text": "Noe helt annet."}))
    assert WRITTEN not in text_of(client.post(ANSWER, hidden(ended) | {"code": others}))


STATES = {
    "none": "",
    "one sign": "x",
    "base64": "AAAA",
    "not ascii": "æ",
    "a code alone": seal("a code", purpose="dialogue"),
}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_a_changed_page_asks_for_the_code(client, code, state):
    page = client.post(ANSWER, {"state": state, "text": WRITTEN})
    assert heading(page) == "Bruk koden fra kvitteringen"
    again = enter(client, code, draft=hidden(page)["draft"])
    assert f"{WRITTEN}</textarea>" in text_of(again)


def test_the_page_of_another_form_opens_nothing(client, code):
    for purpose in ("concern report", "dialogue exchange", "dialogue draft"):
        state = seal([code, "key", int(time.time()), []], purpose=purpose)
        assert heading(client.post(ANSWER, {"state": state})) == "Bruk koden fra kvitteringen"


def test_the_code_is_nowhere_readable_in_the_page(client, code):
    page = text_of(enter(client, code))
    assert code not in page
    assert code.replace("-", "") not in page


# --- when it was closed ------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "reopened"), [(0, True), (21, True), (22, False)])
def test_an_answer_within_21_days_takes_the_report_up_again(
    client, code, report, worker, time_machine, days, reopened
):
    time_machine.move_to("2026-11-02T09:30:00+01:00", tick=False)
    decisions.decide(report, by=worker, outcome="dismissed", reason="Ikke grunnlag")
    ConcernReport.objects.update(unread=False)
    time_machine.shift(days * 86_400)
    page = press(client, enter(client, code), text=WRITTEN)
    assert SENT in text_of(page)
    time_machine.shift(3 * 86_400)  # a worker that was down for days does not change what the answer does
    deliver_waiting()
    report.refresh_from_db()
    assert report.unread
    assert (report.status == ConcernReport.Status.IN_REVIEW) == reopened
    names = set(Event.objects.of(report).values_list("name", flat=True))
    assert ("reopened" in names, "late_reply" in names) == (reopened, not reopened)


# --- notices -----------------------------------------------------------------------------------------
def test_the_reporter_sees_and_deletes_the_address_for_notices(client, code, report):
    assert "Slett adressen min" not in text_of(enter(client, code))
    notices.remember(ConcernReport.behind(code), "fugl@example.no")
    page = enter(client, code)
    assert "fugl@example.no" not in text_of(page)
    page = press(client, page, go="forget")
    assert "Du får ikke flere beskjeder" in text_of(page)
    assert "Slett adressen min" not in text_of(page)
    assert not NoticeAddress.objects.exists()


def test_the_page_asks_the_database_a_fixed_number_of_times(client, code, report, worker):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            enter(client, code)
        # What a process shows the database, and where a transaction begins and ends, reads nothing.
        return len(
            [
                sql
                for query in queries
                if (sql := query["sql"]).startswith("SELECT") and "set_config" not in sql
            ]
        )

    few = asked()
    for number in range(12):
        dialogue.post_from_desk(report, f"Nummer {number}", [], worker)
    assert asked() == few <= 8


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_dialogue_stays_in_its_language(client, code, language):
    page = client.post(f"/{language}{ANSWER}", {"code": code})
    assert f'lang="{language}"' in text_of(page)


def test_a_desk_message_pressed_twice_is_one(report, worker):
    first, second = (dialogue.post_from_desk(report, "Hei", [], worker, "key") for _press in range(2))
    assert first == second
    assert dialogue.post_from_desk(report, "Hei", [], worker) != first
    assert Event.objects.filter(name="message_sent").count() == 2
