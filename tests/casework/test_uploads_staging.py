"""A file on its way in: kept as ciphertext alone, under names and times that tell nothing."""

import io
import os
import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from casework.encryption import CannotOpen
from casework.storage import fetch, hour_of, keep, sealed_storage
from casework.uploads import MOST_BYTES, Refused, is_fresh, prune, stage, stage_all
from concerns.models import ConcernReport, ReportFile
from tests.casework.sample_files import SECRET, heic, jpeg, pdf, png, upload
from tests.concerns.reports import ANSWERS
from tests.leaks import found_in

pytestmark = pytest.mark.usefixtures("own_files")


def on_disk(staged) -> Path:
    return Path(settings.FILES_DIR) / staged["stored"]


def refusal(data: bytes, name: str = "bilde.jpg") -> str:
    with pytest.raises(Refused) as refused:
        stage(upload(data, name))
    return str(refused.value)


@pytest.mark.parametrize("make", [jpeg, png, heic, pdf])
def test_no_disk_ever_holds_what_was_sent(make, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    name = f"{SECRET}.dat"
    staged = stage(upload(make(), name))
    everything = [path for folder in (tmp_path, Path(settings.VAR_DIR)) for path in folder.rglob("*")]
    held = b"".join(path.read_bytes() for path in everything if path.is_file())
    assert len(held) >= staged["size"]
    assert found_in(held, [SECRET]) == set()
    assert not any(SECRET in str(path) for path in everything)
    made = fetch(staged["stored"], staged["key"])
    assert len(made) == staged["size"]
    assert made not in held


def test_a_file_tells_its_reader_the_hour_and_others_nothing():
    staged = stage(upload(jpeg()))
    assert re.fullmatch(r"staged/\d{10}/[0-9a-f]{32}", staged["stored"])
    path = on_disk(staged)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for written in (path, path.parent, path.parent.parent):
        assert written.stat().st_mtime % 3600 == written.stat().st_atime % 3600 == 0


def test_each_file_has_a_key_of_its_own_and_opens_in_its_own_place_alone():
    one, other = keep(b"one"), keep(b"other")
    assert fetch(*one) == b"one"
    with pytest.raises(CannotOpen):
        fetch(one[0], other[1])
    os.replace(on_disk({"stored": one[0]}), on_disk({"stored": other[0]}))
    with pytest.raises(CannotOpen):
        fetch(other[0], one[1])


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("ferie.HEIC", "ferie.jpg"),
        ("skjerm bilde.png.exe", "skjerm bilde.png.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\C:\\boot.ini", "boot.jpg"),
        ('a<b>:"c|?*.jpg', "a b c.jpg"),
        ("cod\u202egpj.exe", "codgpj.jpg"),
        ("  .jpg", "fil.jpg"),
        ("æøå.jpeg", "æøå.jpg"),
        ("x" * 300 + ".jpg", "x" * 146 + ".jpg"),
        ("linje\nskift.jpg", "linje skift.jpg"),
    ],
)
def test_the_name_is_the_senders_in_signs_that_every_system_takes(sent, kept):
    file = upload(jpeg(), "placeholder")
    file._name = sent.replace("\\", "/").rpartition("/")[2]  # a request's parser cuts the path off
    assert stage(file)["name"] == kept


def test_the_ending_is_of_what_the_file_is_and_not_of_what_it_was_called():
    assert stage(upload(png(), "rapport.pdf"))["name"] == "rapport.png"
    assert stage(upload(pdf(), "bilde.jpg"))["name"] == "bilde.pdf"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "er tom"),
        (b"x" * (MOST_BYTES + 1), "større enn 10 MB"),
        (b"<html><script>alert(1)</script>", "ikke en fil vi kan ta imot"),
        (jpeg()[:300], "kan ikke åpnes"),
        (pdf(pages=201), "mer enn 200 sider"),
    ],
)
def test_a_refusal_names_the_file_and_says_what_to_do(data, words):
    sentence = refusal(data, "uke 47.jpg")
    assert sentence.startswith("«uke 47.jpg» ")
    assert words in sentence


def test_a_very_long_name_is_cut_in_the_sentence():
    assert len(refusal(b"", "x" * 250 + ".jpg")) < 120


def test_the_sixth_file_is_refused_and_the_five_are_kept():
    staged, sentences = stage_all([upload(jpeg(), f"{number}.jpg") for number in range(1, 7)])
    assert [one["name"] for one in staged] == [f"{number}.jpg" for number in range(1, 6)]
    assert sentences == ["Du kan legge ved høyst fem filer. «6.jpg» er ikke lagt ved."]
    assert stage_all([upload(jpeg())], already=5)[0] == []


def test_a_bad_file_among_good_ones_is_the_only_one_refused():
    staged, sentences = stage_all([upload(jpeg(), "a.jpg"), upload(b"?", "b.txt"), upload(pdf(), "c.pdf")])
    assert [one["name"] for one in staged] == ["a.jpg", "c.pdf"]
    assert len(sentences) == 1
    assert "«b.txt»" in sentences[0]


def test_a_full_disk_refuses_the_file_in_words_and_sounds_the_alarm(monkeypatch, caplog):
    monkeypatch.setattr("casework.storage.LEAST_FREE_SHARE", 1.1)
    assert "ble ikke lagret" in refusal(jpeg())
    assert [record.message for record in caplog.records] == ["file_not_stored"]


@pytest.mark.parametrize(
    ("later", "fresh"), [("13:59:59", True), ("14:59:59", True), ("15:00:00", False), ("16:00:00", False)]
)
def test_a_file_may_be_sent_for_at_most_two_hours(time_machine, later, fresh):
    time_machine.move_to(datetime(2026, 11, 24, 13, 0, 1, tzinfo=UTC), tick=False)
    staged = stage(upload(jpeg()))
    time_machine.move_to(datetime.fromisoformat(f"2026-11-24T{later}+00:00"), tick=False)
    assert is_fresh(staged) is fresh


def test_a_file_that_has_gone_is_not_sent():
    staged = stage(upload(jpeg()))
    sealed_storage().delete(staged["stored"])
    assert not is_fresh(staged)


@pytest.mark.django_db
def test_what_was_never_sent_is_taken_away_and_what_a_case_has_stays(time_machine, capsys):
    begun = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    time_machine.move_to(begun, tick=False)
    left, sent = stage(upload(jpeg())), stage(upload(pdf()))
    ConcernReport.receive(ANSWERS, "a key", files=[sent])
    time_machine.move_to(begun.replace(hour=15, minute=9), tick=False)
    assert prune() == 0
    time_machine.move_to(begun.replace(hour=15, minute=11), tick=False)
    late = stage(upload(jpeg()))
    call_command("prune_files")
    assert "1 deleted" in capsys.readouterr().out
    assert [on_disk(one).exists() for one in (left, sent, late)] == [False, True, True]
    time_machine.move_to(begun + timedelta(days=1000), tick=False)
    assert prune(all_hours=True) == 1
    assert [on_disk(one).exists() for one in (sent, late)] == [True, False]


@pytest.mark.django_db
def test_an_hour_looks_three_days_back_and_no_further(time_machine):
    begun = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
    time_machine.move_to(begun, tick=False)
    stage(upload(jpeg()))
    time_machine.move_to(begun + timedelta(days=4), tick=False)
    assert prune() == 0
    assert prune(all_hours=True) == 1


@pytest.mark.django_db
def test_the_same_file_sent_with_other_words_belongs_to_both_reports():
    staged = [stage(upload(jpeg()))]
    codes = {
        ConcernReport.receive(ANSWERS | {"worry": {"text": text}}, "a key", files=staged)
        for text in ("Først", "Så", "Så")
    }
    assert len(codes) == 2
    files = [ConcernReport.behind(code).files.get() for code in codes]
    assert len({file.stored for file in files}) == 2
    assert len({fetch(file.stored, file.detail["key"]) for file in files}) == 1


@pytest.mark.django_db(transaction=True)
def test_erasing_the_rows_erases_the_files_and_only_after_the_commit():
    staged = [stage(upload(jpeg())), stage(upload(pdf()))]
    ConcernReport.receive(ANSWERS, "a key", files=staged)
    with transaction.atomic():
        ReportFile.objects.all().erase()
        transaction.set_rollback(True)
    assert all(on_disk(one).exists() for one in staged)
    ReportFile.objects.all().erase()
    assert not any(on_disk(one).exists() for one in staged)
    assert not ReportFile.objects.exists()


@pytest.mark.django_db
def test_a_file_opens_with_its_reports_key_alone():
    mine, other = ({"worry": {"text": text}} for text in ("Min", "En annens"))
    code = ConcernReport.receive(ANSWERS | mine, "a key", files=[stage(upload(jpeg()))])
    others = ConcernReport.receive(ANSWERS | other, "another key")
    file = ReportFile.objects.get()
    file.report = ConcernReport.behind(others)
    with pytest.raises(CannotOpen):
        file.detail  # noqa: B018
    file = ReportFile.objects.get()
    file.report = ConcernReport.behind(code)
    assert file.name == "bilde.jpg"


def test_the_hour_is_read_from_the_name():
    assert hour_of("staged/2026112413/0f") == datetime(2026, 11, 24, 13, tzinfo=UTC)


def test_the_bytes_of_an_upload_are_let_go_of():
    file = upload(jpeg())
    stage_all([file])
    assert isinstance(file.file, io.BytesIO)
    assert file.closed
