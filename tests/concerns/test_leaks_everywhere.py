"""Every way in with a word of its own in each answer, file and message: nothing that is kept holds one."""

import io
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.outbox import deliver_waiting
from casework.uploads import stage_all
from concerns import dialogue
from concerns.models import ConcernReport
from tests.casework import sample_files
from tests.concerns.desk import act, open_case
from tests.concerns.filling_in import begin, code_on, go_through, hidden, post
from tests.concerns.kinds import KINDS, content
from tests.concerns.reports import child_welfare_worker
from tests.leaks import everything_kept, found_in

pytestmark = pytest.mark.django_db
ANSWER = "/bekymringsmelding/svar/"

CHILD = {
    "child_name": "Kanaribarn Blåveis",
    "age": "kanarialder",
    "address_known": "yes",
    "address": "Kanarigata 77",
    "postcode": "1383",
    "city": "Kanarivik",
    "municipality": "Kanarikommunen",
    "relation": "kanarislekt",
    "more": "False",
}
WORRY = {"text": "Kanaritekst med «anførsel» og æøå", "acute": "True"}
REPORTER = {
    "identity": "hidden",
    "name": "Kanarimelder Rødstrupe",
    "phone": "400 77 777",
    "address": "Kanaritunet 5",
    "postcode": "1384",
    "city": "Kanarinesset",
}
NOTICE = {"notice": "email", "email": "kanari.adresse@example.no"}
LATER = {
    "reporter": "Kanarisvar fra melderen",
    "reporter's file": "kanaribilde.jpg",
    "desk": "Kanaribeskjed fra barnevernet",
    "desk's file": "kanarivedlegg.jpg",
    "reason": "Kanaribegrunnelse for henleggelsen",
    "note": "Kanarinotat fra møtet",
    "report's file": "kanarigutten.jpg",
}


@pytest.fixture
def kept(log, var_dir, settings, tmp_path, monkeypatch):
    """Everything the portal writes anywhere, temporary files too, with the words to look for."""
    settings.FILES_DIR = var_dir / "files"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return lambda: everything_kept(log, Path(tmp_path))


def photo(name: str) -> SimpleUploadedFile:
    """A picture with a word in every place where a camera writes."""
    return SimpleUploadedFile(name, sample_files.jpeg(), "image/jpeg")


def words() -> list[str]:
    written = {**CHILD, **WORRY, **REPORTER, **NOTICE, **LATER}
    said = [word for word in written.values() if "anari" in word or (word[0].isdigit() and len(word) > 6)]
    return [*said, sample_files.SECRET]


def sent(client) -> str:
    page = go_through(client, begin(client), CHILD, WORRY)
    page = post(client, page, attachments=[photo(LATER["report's file"])])
    page = go_through(client, page, REPORTER, NOTICE)
    return code_on(post(client, page, go="send"))


def test_a_whole_case_leaves_no_word_readable(kept, at_the_desk, mailoutbox):
    client, worker = Client(), child_welfare_worker()
    code = sent(client)
    deliver_waiting()
    page = client.post(ANSWER, {"code": code})
    client.post(
        ANSWER,
        hidden(page) | {"text": LATER["reporter"], "attachments": photo(LATER["reporter's file"])},
    )
    deliver_waiting()
    desk, report = at_the_desk(worker), ConcernReport.objects.get()
    assert WORRY["text"][:11] in open_case(desk, report).content.decode()
    staged, _refused = stage_all([photo(LATER["desk's file"])])
    dialogue.post_from_desk(report, LATER["desk"], staged, worker)
    act(desk, report, "note", text=LATER["note"])
    act(desk, report, "decide", outcome="dismissed", reason=LATER["reason"])
    deliver_waiting()
    everything = kept()
    assert report.reference.encode() in everything, "the database was looked at"
    assert ConcernReport.behind(code).files.count() == 3, "the files are there"
    assert found_in(everything, [*words(), code, code.replace("-", "")]) == set()
    assert mailoutbox, "the reporter was told"
    for mail in mailoutbox:
        assert found_in(mail.message().as_bytes(), [*LATER.values(), code]) == set()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_kind_of_report_is_readable_in_what_is_kept(kept, kind):
    marked = _marked(content(kind), iter(range(10_000)))
    ConcernReport.receive(marked, "a key")
    deliver_waiting()
    assert ConcernReport.objects.get().content == marked
    everything = kept()
    assert b"kanariord" not in everything
    assert found_in(everything, ["kanariord"]) == set()


def _marked(value, numbers):
    """The same answers, with a word that nobody else writes in every free text."""
    if isinstance(value, dict):
        chosen = {"who", "identity", "address_known", "same", "notice", "pid", "due", "contact"}
        return {key: one if key in chosen else _marked(one, numbers) for key, one in value.items()}
    if isinstance(value, str) and value:
        return f"{value} kanariord{next(numbers)}"
    return value


def test_the_scan_sees_what_lies_in_the_folder(kept, tmp_path):
    (tmp_path / "left behind").write_bytes(io.BytesIO(b"x kanariord1 x").getvalue())
    assert found_in(kept(), ["kanariord"]) == {"kanariord"}
