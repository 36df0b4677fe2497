"""After a whole journey of an anonymous report, nothing that is kept says what it said or who sent it."""

import base64
import json
import zlib

import pytest
from django.apps import apps
from django.db.models import DateTimeField
from django.test import Client
from django.urls import reverse

from casework.outbox import deliver_waiting
from concerns.models import ConcernReport
from tests.concerns.desk import act, open_case
from tests.concerns.filling_in import FORM, code_on, post, send, to_check_page
from tests.concerns.reports import child_welfare_worker
from tests.leaks import everything_kept, found_in

WORDS = {
    "child_name": "Kanarifugl Blåklokke",
    "age": "kanarialder",
    "place": "Kanariveien 77 ved brønnen",
    "relation": "kanarislekt",
    "text": "Kanaritekst: jeg så det på kjøkkenet.",
    "name": "Kanarimelder Rødstrupe",
    "phone": "400 77 777",
    "note": "Kanarinotat fra møtet",
    "search": "Blåklokke",
}
ADDRESS, BROWSER, REFERRER = "203.0.113.77", "KanariBrowser/7.7", "kanarireferrer.example"
CHILD = {key: WORDS[key] for key in ("child_name", "age", "place", "relation")}


def reporter() -> Client:
    headers = {"user-agent": BROWSER, "referer": f"http://{REFERRER}/", "x-forwarded-for": ADDRESS}
    return Client(REMOTE_ADDR=ADDRESS, headers=headers)


def whole_journey(client, at_the_desk, **who) -> str:
    """Sent, acknowledged, asked about, opened, searched, noted; returns the receipt code."""
    code = code_on(send(client, child=CHILD, worry={"text": WORDS["text"]}, reporter=who))
    client.post("/bekymringsmelding/svar/", {"code": code})
    client.get(FORM + "no-such-page/" + WORDS["search"])
    client.post(FORM, {"text": WORDS["text"]}, headers={"origin": "http://elsewhere.example"})
    deliver_waiting()
    desk, report = at_the_desk(child_welfare_worker()), ConcernReport.objects.get()
    assert WORDS["text"] in open_case(desk, report).content.decode()
    desk.post(reverse("admin:concerns_concernreport_search"), {"words": WORDS["search"]})
    act(desk, report, "note", text=WORDS["note"])
    act(desk, report, "take")
    return code


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who",
    [{"identity": "anonymous"}, {"identity": "named", "name": WORDS["name"], "phone": WORDS["phone"]}],
    ids=["anonymous", "named"],
)
def test_nothing_kept_holds_a_word_of_the_report_or_its_sender(at_the_desk, log, var_dir, who):
    code = whole_journey(reporter(), at_the_desk, **who)
    kept = everything_kept(log, var_dir)
    assert b"admin:concerns_concernreport_change" in kept, "the log was looked at"
    assert ConcernReport.objects.get().reference.encode() in kept, "the database was looked at"
    words = [*WORDS.values(), ADDRESS, BROWSER, REFERRER, code, code.replace("-", "")]
    assert found_in(kept, words) == set()


@pytest.mark.django_db
def test_a_failing_page_writes_no_word_of_what_was_posted(log, var_dir, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError(f"DETAIL: Key (text)=({WORDS['text']})")

    monkeypatch.setattr(ConcernReport, "receive", fail)
    client = reporter()
    client.raise_request_exception = False
    page = post(client, to_check_page(client, child=CHILD, worry={"text": WORDS["text"]}), go="send")
    assert page.status_code == 500
    assert "ValueError" in log.getvalue()
    assert found_in(log.getvalue().encode(), [*WORDS.values(), ADDRESS, BROWSER]) == set()


@pytest.mark.django_db
def test_no_time_kept_says_within_the_hour_when_an_anonymous_report_was_sent(time_machine):
    time_machine.move_to("2026-11-23T10:47:33+00:00", tick=False)
    send(reporter())
    times = {f"{field}": value for field, value in _times_kept() if value}
    assert "concerns.ConcernReport.received_at" in times
    assert {str(value)[14:19] for value in times.values()} == {"00:00"}


def _times_kept():
    """Every time that sending a report wrote anywhere."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, DateTimeField):
                yield from (
                    (field, value) for value in model._base_manager.values_list(field.name, flat=True)
                )


DISGUISES = {
    "plain": lambda text: text.encode(),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "base64": lambda text: base64.b64encode(b"xx" + text.encode()),
    "url-safe base64": lambda text: b"state=" + base64.urlsafe_b64encode(text.encode()).rstrip(b"="),
    "zlib": lambda text: b"\0\0" + zlib.compress(text.encode()),
    "a signed session": lambda text: base64.urlsafe_b64encode(zlib.compress(json.dumps([text]).encode())),
    "percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "repr of bytes": lambda text: repr(base64.b64encode(text.encode())).encode(),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_the_scan_finds_a_planted_leak(disguise):
    planted = b"noise \xff\x00 before " + disguise(WORDS["child_name"]) + b" and noise after"
    assert found_in(planted, list(WORDS.values())) >= {WORDS["child_name"]}
