"""Child welfare's side of the dialogue: what the reporter wrote, answering with files, and nothing lost."""

import pytest
from django.utils import timezone

from casework.events import Event
from casework.outbox import Message
from concerns.models import ReportFile, ReportMessage
from tests.casework.sample_files import jpeg, upload
from tests.concerns.desk import act, open_case
from tests.concerns.reports import child_welfare_worker, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return received()


@pytest.fixture
def worker(at_the_desk):
    return at_the_desk(child_welfare_worker())


def from_reporter(report, text):
    return ReportMessage.objects.create(
        report=report, author="reporter", at=timezone.now(), number=1, submission_digest="one", text=text
    )


def test_an_answer_reaches_the_dialogue_with_its_file(worker, report):
    answer = act(worker, report, "answer", text="Vet du mer?", files=upload(jpeg(), "skjema.jpg"))
    assert answer.status_code == 302
    message = ReportMessage.objects.get()
    assert (message.author, message.by, message.text) == ("desk", "barnevern-1", "Vet du mer?")
    assert ReportFile.objects.get().message == message
    page = open_case(worker, report).content.decode()
    assert "Vet du mer?" in page
    assert "skjema.jpg" in page
    assert Event.objects.filter(name="message_sent", by="barnevern-1").count() == 1
    assert Message.objects.filter(kind="concerns.message_posted").count() == 1


def test_a_report_that_waits_for_an_answer_says_so_at_its_top(worker, report):
    waits = 'href="#dialogue"'
    assert waits not in open_case(worker, report).content.decode()
    from_reporter(report, "Han har en lillesøster.")
    assert waits in open_case(worker, report).content.decode()
    act(worker, report, "answer", text="Takk.")
    assert waits not in open_case(worker, report).content.decode()


def test_what_the_reporter_wrote_is_shown_without_a_time_of_day(worker, report):
    from_reporter(report, "Han har en lillesøster.")
    page = open_case(worker, report).content.decode()
    assert "Han har en lillesøster." in page
    assert "Melder, " in page
    assert f"Melder, {timezone.localtime():%-d}." in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "Skriv noe i beskjeden først."),
        ({"text": "x" * 10_001}, "10000"),
        ({"text": "Hei.", "files": upload(b"GIF89a", "dyr.gif")}, "dyr.gif"),
    ],
)
def test_a_wrong_answer_is_refused_beside_its_field_with_the_text_kept(worker, report, sent, said):
    open_case(worker, report)
    page = act(worker, report, "answer", **sent)
    assert page.status_code == 400
    assert said in page.content.decode()
    assert sent["text"] in page.content.decode()
    assert not ReportMessage.objects.exists()


def test_two_colleagues_do_not_answer_past_each_other(at_the_desk, worker, report):
    other = at_the_desk(child_welfare_worker("barnevern-2"))
    open_case(other, report)
    act(worker, report, "answer", text="Vi ringer deg i morgen.")
    page = act(other, report, "answer", version=0, seen="2026-01-01T00:00:00+00:00", text="Vi ringer i dag.")
    assert page.status_code == 409
    text = page.content.decode()
    assert "Vi ringer deg i morgen." in text
    assert "Vi ringer i dag." in text
    assert ReportMessage.objects.count() == 1
