"""Handing over: whole, for the case system alone, seen when changed, and never twice when something dies."""

import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from casework import packages
from casework.events import Event
from casework.storage import sealed_storage
from concerns import handover
from concerns.handover import papers, sending
from concerns.handover.package import build
from concerns.models import ConcernReport, Decision, Handover, ReportFile, ReportNote
from concerns.national import HIDDEN, PrivateReport, PublicReport
from tests.concerns.handing_over import case_system, let_through, message, package_in, staged
from tests.concerns.kinds import KINDS, received
from tests.concerns.national_schemas import needs_schemas, validator
from tests.concerns.reports import child_welfare_worker

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def recipient():
    return case_system()


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def certificate(settings, tmp_path, recipient) -> Path:
    path = tmp_path / "fagsystem.pem"
    path.write_bytes(recipient.pem())
    settings.HANDOVER_CERTIFICATE = str(path)
    return path


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / "out"
    path.mkdir()
    return path


@pytest.fixture
def employee():
    return child_welfare_worker()


@pytest.fixture
def full(employee):
    """A report with everything that can hang on one."""
    report = received("private, hidden", files=[staged()])
    report.mark_opened(by=employee)
    message(report, "Det skjedde igjen i går.", files=[staged(b"%PDF-1.7 to", "bilde.pdf")])
    message(report, "Takk, vi har lest det.", author="desk")
    ReportNote.objects.create(case=report, text="Ringte skolen.", by="barnevern-1")
    Decision.objects.create(
        report=report, name="reviewed", outcome="dismissed", detail={"reason": "Ikke grunn"}
    )
    let_through(report)
    return report


def opened(kind, employee):
    report = received(kind)
    report.mark_opened(by=employee)
    return report


def text_of(monkeypatch, paper, report) -> str:
    """What a paper says, as it reaches typst."""
    seen = {}
    monkeypatch.setattr(papers, "letter", lambda name, data, **rest: seen.update(data) or b"")
    paper(report)
    return json.dumps(seen, ensure_ascii=False, default=str)


# --- what is in it --------------------------------------------------------------------------------------
def test_only_the_case_system_opens_it_and_everything_is_in_it(full, folder, recipient):
    package = handover.transfer(full, folder, recipient.certificate)
    file = package_in(folder)
    assert file.name == f"{full.reference}.p7m"
    assert file.stat().st_mode & 0o777 == 0o600
    manifest, files = recipient.checked(file.read_bytes())
    assert set(files) == {
        "melding.json",
        "melding.pdf",
        "saksgang.pdf",
        "vedlegg/01.pdf",
        "vedlegg/02.pdf",
    }
    assert files["vedlegg/01.pdf"] == b"%PDF-1.7 notat"
    assert manifest["hidden_from_family"] is True
    assert manifest["left_out"] == []
    assert [one["name"] for one in manifest["files"] if one["name"]] == ["../../notat:1.pdf", "bilde.pdf"]
    assert full.handover.manifest_digest == package.digest
    for secret in (b"Granskog", b"melding", b"notat"):
        assert secret not in file.read_bytes()
    with pytest.raises(ValueError, match=r".*"):
        case_system().open(file.read_bytes())


def test_the_same_report_gives_the_same_bytes(full):
    first, second = build(full), build(ConcernReport.objects.get(pk=full.pk))
    assert (first.archive, first.digest) == (second.archive, second.digest)


@needs_schemas
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_report_is_handed_over_as_the_national_schema_says(kind, employee, folder, recipient):
    handover.transfer(opened(kind, employee), folder, recipient.certificate)
    manifest, files = recipient.checked(package_in(folder).read_bytes())
    schema = PublicReport if kind.startswith("professional") else PrivateReport
    assert manifest["kind"] == schema.KIND
    validator(schema).validate(json.loads(files["melding.json"]))
    for paper in ("melding.pdf", "saksgang.pdf"):
        assert pikepdf.open(io.BytesIO(files[paper])).Root.MarkInfo.Marked is True


def test_hidden_from_the_family_stands_on_top_of_each_paper(monkeypatch, full):
    national = json.loads(build_file(full, "melding.json"))
    assert national["melding"].startswith(HIDDEN)
    for paper in (papers.of_report, papers.of_proceedings):
        assert json.loads(text_of(monkeypatch, paper, full))["warning"] == HIDDEN


def build_file(report, name) -> bytes:
    with zipfile.ZipFile(io.BytesIO(build(report).archive)) as archive:
        return archive.read(name)


def test_nothing_is_marked_that_need_not_be_hidden(monkeypatch, employee):
    report = opened("private, named", employee)
    assert json.loads(text_of(monkeypatch, papers.of_report, report))["warning"] == ""


def test_the_papers_hold_what_was_answered_written_and_decided(monkeypatch, full):
    report = text_of(monkeypatch, papers.of_report, full)
    for told in ("Ola Granskog", "Blåbærveien 3", "Han er alene om kvelden.", "Nils Ekeberget"):
        assert told in report
    proceedings = text_of(monkeypatch, papers.of_proceedings, full)
    for told in (
        "Det skjedde igjen i går.",
        "Vedlegg: bilde.pdf",
        "Takk, vi har lest det.",
        "Ringte skolen.",
        "Ikke grunn",
        "Henlagt",
    ):
        assert told in proceedings


def test_a_file_the_scan_has_not_let_through_stays_and_is_said(full, folder, recipient, capsys, certificate):
    full.files.filter(message=None).update(state=ReportFile.State.WAITING)
    full.files.exclude(message=None).update(state=ReportFile.State.REFUSED)
    call_command("handover", folder)
    assert "2 files left out" in capsys.readouterr().out
    manifest, files = recipient.checked(package_in(folder).read_bytes())
    assert sorted(one["why"] for one in manifest["left_out"]) == ["refused", "waiting"]
    assert not any(path.startswith("vedlegg") for path in files)
    full.files.update(state=ReportFile.State.CLEAN)
    assert handover.has_news(ConcernReport.objects.get(pk=full.pk)), "once let through, it is to follow"


@pytest.mark.parametrize("place", [100, -20, 3000])
def test_a_changed_package_is_seen(full, folder, recipient, place):
    handover.transfer(full, folder, recipient.certificate)
    sealed = bytearray(package_in(folder).read_bytes())
    sealed[place] ^= 1
    with pytest.raises((ValueError, AssertionError, zipfile.BadZipFile)):
        recipient.checked(bytes(sealed))


# --- the states -----------------------------------------------------------------------------------------
def test_only_what_somebody_has_opened_is_handed_over_and_once(employee, folder, certificate, capsys):
    unopened, report = received("private, anonymous"), opened("private, named", employee)
    call_command("handover", folder)
    assert f"{report.reference}: transferred" in capsys.readouterr().out
    assert package_in(folder).stem == report.reference
    call_command("handover", folder)
    assert "0 handed over" in capsys.readouterr().out
    assert not Handover.objects.filter(report=unopened).exists()
    names = list(Event.objects.of(report).values_list("name", flat=True))
    assert names.count("transferred") == 1


def test_the_receipt_confirms_the_package_it_names(full, folder, certificate, tmp_path, capsys):
    call_command("handover", folder)
    digest = Handover.objects.get().manifest_digest
    receipts = tmp_path / "receipts.json"
    receipts.write_text(json.dumps([{"manifest": digest, "case_reference": "2026/17"}]))
    call_command("handover", confirm=receipts)
    call_command("handover", confirm=receipts)
    confirmed = Handover.objects.get()
    assert (confirmed.case_reference, bool(confirmed.confirmed_at)) == ("2026/17", True)
    assert Event.objects.of(full).filter(name="confirmed").count() == 1, "twice is once"


@pytest.mark.parametrize(
    "told",
    ['[{"manifest": "0", "case_reference": "2026/17"}]', "[{}]", "{", '{"manifest": "0"}', "[1]"],
)
def test_a_receipt_that_fits_nothing_changes_nothing(full, folder, certificate, tmp_path, told):
    call_command("handover", folder)
    receipts = tmp_path / "receipts.json"
    receipts.write_text(told)
    with pytest.raises(CommandError):
        call_command("handover", confirm=receipts)
    assert Handover.objects.get().confirmed_at is None


def test_a_confirmed_report_does_not_get_another_case_number(full, folder, recipient, employee):
    handover.transfer(full, folder, recipient.certificate)
    handover.confirm_transfer(full, "2026/17", by=employee)
    with pytest.raises(handover.AlreadyConfirmed):
        handover.confirm_transfer(full, "2026/18", by=employee)
    assert Handover.objects.get().case_reference == "2026/17"
    assert Event.objects.of(full).get(name="confirmed").by == employee.get_username()


def test_what_was_not_handed_over_is_not_confirmed(full, employee):
    with pytest.raises(handover.NotTransferred):
        handover.confirm_transfer(full, "2026/17", by=employee)


def test_what_comes_later_is_told_of_and_handed_over_again(full, folder, certificate, employee, capsys):
    call_command("handover", folder)
    handover.confirm_transfer(full, "2026/17", by=employee)
    message(full, "En ting til.")
    call_command("handover", folder)
    assert "1 have got something since" in capsys.readouterr().out
    call_command("handover", folder, again=True)
    assert not handover.has_news(ConcernReport.objects.get(pk=full.pk))
    assert Handover.objects.get().confirmed_at is None, "the case system has not confirmed the new one"
    assert package_in(folder).stem == full.reference


def test_one_report_by_its_reference(full, folder, certificate, employee):
    opened("private, named", employee)
    call_command("handover", folder, report=full.reference.lower().replace("-", " "))
    assert package_in(folder).stem == full.reference


@pytest.mark.parametrize("reference", ["K7M-4XA-9TR", "nonsense"])
def test_a_reference_that_is_none(folder, certificate, reference):
    with pytest.raises(CommandError, match="no report"):
        call_command("handover", folder, report=reference)


def test_an_unopened_report_is_not_handed_over_by_its_reference_either(folder, certificate):
    with pytest.raises(CommandError, match="Nobody has opened"):
        call_command("handover", folder, report=received("private, named").reference)
    assert list(folder.iterdir()) == []


# --- when something dies --------------------------------------------------------------------------------
def test_a_death_between_file_and_mark_is_made_good_by_doing_it_again(
    full, folder, recipient, certificate, monkeypatch
):
    class Killed(BaseException):
        pass

    def dies(*args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_mark", dies)
        with pytest.raises(Killed):
            call_command("handover", folder)
    assert not Handover.objects.exists()
    first, _files = recipient.checked(package_in(folder).read_bytes())
    call_command("handover", folder)
    second, _files = recipient.checked(package_in(folder).read_bytes())
    assert first == second
    assert Event.objects.of(full).filter(name="transferred").count() == 1


def test_a_death_while_writing_leaves_no_half_file(full, folder, recipient, monkeypatch):
    def full_disk(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packages.os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        handover.transfer(full, folder, recipient.certificate)
    assert list(folder.iterdir()) == []
    assert not Handover.objects.exists()


def test_a_file_that_is_gone_stops_its_report_and_not_the_others(full, folder, certificate, employee, capsys):
    other = opened("private, named", employee)
    sealed_storage().delete(full.files.first().stored)
    with pytest.raises(CommandError, match="1 of 2"):
        call_command("handover", folder)
    assert f"{full.reference}: CannotOpen" in capsys.readouterr().err
    assert package_in(folder).stem == other.reference


# --- to whom --------------------------------------------------------------------------------------------
def test_nothing_is_written_without_a_certificate_in_date(full, folder, settings, tmp_path):
    old = tmp_path / "old.pem"
    old.write_bytes(case_system(valid_days=-1).pem())
    none = tmp_path / "none.pem"
    none.write_text("nothing")
    for path in ("", str(old), str(none), str(tmp_path / "missing.pem")):
        settings.HANDOVER_CERTIFICATE = path
        with pytest.raises(CommandError, match="HANDOVER_CERTIFICATE"):
            call_command("handover", folder)
    assert list(folder.iterdir()) == []


def test_a_folder_must_be_given(certificate):
    with pytest.raises(CommandError, match="folder"):
        call_command("handover")


def test_the_database_refuses_a_body_that_is_deleted_before_it_is_confirmed(full, folder, recipient):
    handover.transfer(full, folder, recipient.certificate)
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.update(body_deleted_at=timezone.now())
