"""Finished cases for the archive: KS's own schema, PDF/A, hashes that add up, and receipts."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from asker_portal import demo_applications
from casework import archive
from casework.disposal import ArchiveExport
from casework.events import Event
from casework.files import StoredFile
from casework.uploads import stage
from services.models import ApplicationFile, CareApplication
from tests.accounts.sign_in import staff
from tests.casework.sample_files import jpeg, upload
from tests.concerns.handing_over import case_system
from tests.house.conftest import ROOT
from tests.invoices.asking import load_rules, received

pytestmark = pytest.mark.django_db
SCHEMA = ROOT.parent / "shared/schemas/fiks-arkiv"
MESSAGE = SCHEMA / "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett.xsd"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.STORAGES = dict(settings.STORAGES)


@pytest.fixture
def decided():
    """An application with a decision, a file, a note and a message; closed, and long over."""
    demo_applications.receive_all()
    case = CareApplication.objects.filter(decisions__sent_at__isnull=False).get()
    case.files.adopt([stage(upload(jpeg(), "tegning\x0b av Ola.jpg"))], at=timezone.now(), case=case)
    note = case.notes.create(text="Ringte mor.", by="velferdsforvaltning", kind="phone")
    case.files.adopt([stage(upload(jpeg(), "notat.jpg"))], at=note.at, case=case, note=note)
    ApplicationFile.objects.update(state=StoredFile.State.CLEAN)
    return over(case)


def over(case):
    then = timezone.now() - timedelta(days=60)
    type(case).objects.filter(pk=case.pk).update(status=sorted(case.final_statuses)[0], received_at=then)
    Event.objects.filter(case_id=case.pk).update(at=then)
    return type(case).objects.get(pk=case.pk)


def unpacked(package):
    with zipfile.ZipFile(io.BytesIO(package.archive)) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_a_package_holds_all_and_its_manifest_adds_up(decided):
    package = archive.build(decided)
    files, manifest = unpacked(package), json.loads(package.manifest)
    assert set(files) == {one["path"] for one in manifest["files"]} | {"manifest.json"}
    assert set(files) == {
        *("arkivmelding-01.xml", "arkivmelding-02.xml", "arkivmelding-03.xml", "manifest.json"),
        *("dokument-01.pdf", "dokument-02.pdf", "dokument-03.pdf", "vedlegg-01.jpg", "notat-01.jpg"),
    }
    for one in manifest["files"]:
        part = archive.Part(one["path"], files[one["path"]])
        assert (part.digest, len(part.data)) == (one["sha256"], one["bytes"])
    for name in ("dokument-01.pdf", "dokument-02.pdf", "dokument-03.pdf"):
        assert b"pdfaid:part>2<" in files[name].replace(b" ", b""), name
    assert archive.build(decided).digest == package.digest


def test_public_titles_name_nobody(decided):
    message = unpacked(archive.build(decided))["arkivmelding-01.xml"].decode()
    public = [line for line in message.splitlines() if "offentligTittel" in line]
    assert len(public) == 2
    assert all("Solbakk" not in line and decided.reference in line for line in public)
    assert "Per Solbakk" in message


@pytest.mark.schemas
def test_messages_pass_the_national_schema(decided):
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(MESSAGE))
    load_rules()
    invoice = over(received())
    for case in (decided, invoice):
        parts = unpacked(archive.build(case))
        messages = [data for name, data in parts.items() if name.endswith(".xml")]
        assert messages
        for data in messages:
            schema.assertValid(etree.fromstring(data))
    broken = messages[0].replace(b"journalposttype", b"posttype")
    assert not schema.validate(etree.fromstring(broken))


def test_a_file_that_waits_for_the_scan_holds_the_case_back(decided):
    ApplicationFile.objects.update(state=StoredFile.State.WAITING)
    with pytest.raises(archive.NotReady):
        archive.build(decided)


def test_cases_go_to_the_archive_once_and_again_after_news(decided, tmp_path, capsys):
    recipient, out = case_system(), tmp_path / "out"
    out.mkdir()
    (tmp_path / "arkiv.pem").write_bytes(recipient.pem())

    def run():
        call_command("archive", out, certificate=tmp_path / "arkiv.pem")
        return capsys.readouterr().out.splitlines()[-1]

    assert run() == "1 given to the archive"
    assert run() == "0 given to the archive"
    sealed = (out / f"{decided.reference}.p7m").read_bytes()
    assert b"Solbakk" not in sealed
    assert ArchiveExport.has(decided) is False

    receipts = tmp_path / "receipts.json"
    digest = ArchiveExport.objects.get().manifest_digest
    receipts.write_text(json.dumps([{"manifest": digest, "archive_reference": "2026/17"}]))
    call_command("archive", confirm=receipts)
    assert ArchiveExport.has(decided)
    receipts.write_text(json.dumps([{"manifest": "f" * 64, "archive_reference": "2026/18"}]))
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("archive", confirm=receipts)

    decided.note_event("noted", by=staff("noen"))
    assert ArchiveExport.has(decided) is False, "the archive has an older state"
    Event.objects.filter(name="noted", case_id=decided.pk).update(at=timezone.now() + timedelta(seconds=1))
    assert run() == "0 given to the archive", "it has not settled"
