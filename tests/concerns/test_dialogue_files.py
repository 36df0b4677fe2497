"""Files of the dialogue: both ways, fetched by POST, and never another's."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.outbox import deliver_waiting
from casework.uploads import stage_all
from concerns import dialogue
from concerns.models import ConcernReport, ReportFile, ReportMessage
from tests.casework.sample_files import jpeg
from tests.concerns.filling_in import send
from tests.concerns.reports import ANSWERS, child_welfare_worker
from tests.concerns.writing_back import ANSWER, SENT, WRITTEN, enter, press, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


@pytest.fixture
def code():
    return ConcernReport.receive(ANSWERS, "from the web")


@pytest.fixture
def report(code):
    return ConcernReport.behind(code)


@pytest.fixture
def worker():
    return child_welfare_worker()


def photo(name="bilde.jpg"):
    return SimpleUploadedFile(name, jpeg())


def test_files_go_both_ways_and_are_fetched_by_post(client, code, report, worker):
    page = press(client, enter(client, code), text=WRITTEN, attachments=[photo("gutten.jpg")])
    assert SENT in text_of(page)
    assert "gutten.jpg" in text_of(page)
    deliver_waiting()
    staged, _refused = stage_all([photo("skjema fra oss.jpg")])
    dialogue.post_from_desk(report, "Her er et skjema", staged, worker)
    deliver_waiting()
    page = enter(client, code)
    ours = ReportFile.objects.get(message__author="desk")
    fetched = press(client, page, go=f"file:{ours.pk}")
    assert fetched["Content-Disposition"].startswith("attachment")
    assert fetched.content.startswith(b"\xff\xd8")
    assert fetched.request["PATH_INFO"] == ANSWER, "no address holds the file's id"


def test_a_file_of_the_report_or_of_another_report_is_not_fetched(client, code, report, worker):
    report.files.add_staged(report, stage_all([photo()])[0])
    own = report.files.get()
    assert press(client, enter(client, code), go=f"file:{own.pk}").status_code == 404
    send(Client(), worry={"text": "Noe helt annet."})
    other = ConcernReport.objects.exclude(pk=report.pk).get()
    dialogue.post_from_desk(other, "Hei", stage_all([photo()])[0], worker)
    foreign = ReportFile.objects.get(report=other)
    for file in (foreign.pk, "x", ""):
        assert press(client, enter(client, code), go=f"file:{file}").status_code == 404


def test_a_refused_file_says_why_and_keeps_text_and_the_others(client, code, report):
    chosen = [photo(), SimpleUploadedFile("brev.docx", b"PK\x03\x04 not one of ours")]
    page = press(client, enter(client, code), text=WRITTEN, attachments=chosen)
    assert "brev.docx" in text_of(page)
    assert f"{WRITTEN}</textarea>" in text_of(page)
    assert not ReportMessage.objects.exists()
    assert SENT in text_of(press(client, page, text=WRITTEN))
    assert ReportFile.objects.count() == 1


def test_a_file_alone_is_a_message_and_can_be_taken_away_first(client, code, report):
    page = press(client, enter(client, code), go="add", text="", attachments=[photo()])
    assert "1 fil er lagt ved" in text_of(page)
    remove = re.search(r'value="(remove:[^"]+)"', text_of(page)).group(1)
    page = press(client, page, go=remove, text="")
    assert "lagt ved</h2>" not in text_of(page)
    page = press(client, page, text="", attachments=[photo()])
    assert SENT in text_of(page)
