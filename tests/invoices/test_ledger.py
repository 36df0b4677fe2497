"""The nightly file: what is new, once, whatever stops in between; and what the ledger tells back."""

import csv
import hashlib
import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from casework.outbox import Message, deliver_waiting
from invoices import ledger
from invoices.models import InvoiceRequest, LedgerEntry, LedgerExport, Payment
from tests.accounts.sign_in import staff
from tests.invoices.asking import content, in_days, load_rules, received

pytestmark = pytest.mark.django_db
Status = InvoiceRequest.Status
MANY = {"wish": {"wish": "split", "parts": 12, "until": None, "why": ""}}  # more than the rules give


@pytest.fixture(autouse=True)
def rules(db):
    load_rules()


@pytest.fixture
def night(tmp_path):
    """Run the command; returns the rows of all files so far, by file."""

    def run() -> dict[str, list[dict]]:
        call_command("ledger", tmp_path, stdout=io.StringIO())
        files = sorted(tmp_path.glob("*.csv"))
        return {file.name: _rows(file.read_text("utf-8-sig")) for file in files}

    return run


def _rows(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_plan_is_exported_payment_by_payment_with_its_invoice(night):
    request = received()
    [rows] = night().values()
    assert [row["delbelop"] for row in rows] == ["1000,00"] * 3
    assert {row["hendelse"] for row in rows} == {"plan"}
    assert {row["referanse"] for row in rows} == {request.reference}
    assert rows[0] | {} == rows[0] | {
        "betaler": "Kari Lyngmo",
        "fakturanummer": "7788",
        "kid": "2345676",
        "gjelder": "Barnehage",
        "belop": "3000,00",
        "del": "1",
        "deler": "3",
        "rentefritt": "nei",
        "avgjort_av": "regler",
    }


def test_what_waits_for_a_person_and_was_asked_in_time_holds_reminders_the_same_night(night):
    received(content=content({}, {"due": in_days(-20), "number": "1"}, **MANY))
    [rows] = night().values()
    assert [(row["hendelse"], row["fakturanummer"]) for row in rows] == [("stopp", "7788")]


def test_what_is_asked_for_after_the_due_date_holds_nothing(night):
    assert received(content=content({"due": in_days(-20)})).status == Status.WAITING
    assert night() == {}


def test_a_no_and_a_withdrawal_take_back_what_the_ledger_was_told(night):
    by = staff("faktura", "Faktura")
    held, granted = received("held", content=content(**MANY)), received("granted")
    night()
    held.refuse(by=by, reason="not_found", text="")
    granted.withdraw(by=by)
    rows = night()["faktura-000002.csv"]
    assert {(row["hendelse"], row["referanse"]) for row in rows} == {
        ("opphev", held.reference),
        ("opphev", granted.reference),
    }


def test_nothing_is_exported_twice_and_a_quiet_night_leaves_no_file(night):
    received()
    assert len(night()) == len(night()) == 1
    received("another")
    assert list(night()) == ["faktura-000001.csv", "faktura-000002.csv"]
    assert LedgerEntry.objects.filter(export=None).count() == 0


def test_a_run_that_died_before_writing_is_made_good_with_the_same_file(night, monkeypatch, tmp_path):
    received()
    export = ledger.collect()
    received("another")  # comes between
    assert list(night()) == ["faktura-000001.csv", "faktura-000002.csv"]
    first = (tmp_path / "faktura-000001.csv").read_bytes()
    ledger.write(LedgerExport.objects.get(pk=export.pk), tmp_path)
    assert (tmp_path / "faktura-000001.csv").read_bytes() == first


def test_a_disk_that_is_full_leaves_no_half_file_and_loses_nothing(night, monkeypatch, tmp_path):
    received()

    def full(self, target):
        raise OSError("full")

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.replace", full)
        with pytest.raises(OSError, match="full"):
            night()
    assert list(tmp_path.glob("*.csv")) == []
    assert [len(rows) for rows in night().values()] == [3]


def test_the_manifest_says_how_much_and_what(night, tmp_path):
    received()
    night()
    manifest = json.loads((tmp_path / "faktura-000001.json").read_text())
    body = (tmp_path / manifest["file"]).read_bytes()
    assert (manifest["rows"], manifest["number"]) == (3, 1)
    assert manifest["sha256"] == hashlib.sha256(body).hexdigest()


def test_one_that_cannot_be_opened_waits_and_the_others_go(night):
    broken, fine = received("broken"), received("fine")
    fines = InvoiceRequest.objects.filter(pk=fine.pk).values("content")
    InvoiceRequest.objects.filter(pk=broken.pk).update(content=fines)
    [rows] = night().values()
    assert {row["referanse"] for row in rows} == {fine.reference}
    assert LedgerEntry.objects.get(export=None).request == broken


def test_the_file_names_other_requests_about_the_same_invoice(night):
    one, other = received("one"), received("other")
    deliver_waiting()
    [rows] = night().values()
    assert {row["referanse"]: row["se_ogsaa"] for row in rows} == {
        one.reference: other.reference,
        other.reference: one.reference,
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r@", "  =", "|", "%"])
def test_no_cell_begins_a_formula(night, start):
    text = f'{start}HYPERLINK("http://x.example";"y")'
    received(content=content({"number": text, "customer": text}, name=text))
    [rows] = night().values()
    for row in rows:
        assert {row[cell][0] for cell in ("betaler", "kundenummer", "fakturanummer")} == {"'"}


@given(st.text())
def test_a_safe_cell_is_one_line_and_no_formula(text):
    assert not ledger.safe(text).startswith(tuple("=+-@\t\r\n"))
    assert "\n" not in ledger.safe(text)


def test_the_command_asks_for_a_folder():
    with pytest.raises(CommandError, match="folder"):
        call_command("ledger", "/nowhere")


# --- payments -----------------------------------------------------------------------------------------
HEAD = "betaling;fakturanummer;kid;belop;dato"


@pytest.fixture
def pay(tmp_path):
    """Import these rows; returns what the command says."""

    def run(*rows: str) -> str:
        file, said = tmp_path / "paid.csv", io.StringIO()
        file.write_text("\n".join([HEAD, *rows]), "utf-8-sig")
        call_command("import_payments", file, stdout=said)
        return said.getvalue().strip()

    return run


def test_a_plan_is_closed_when_all_of_it_is_paid(pay):
    request = received()
    deliver_waiting()
    assert pay("b1;7788;;1000,00;2026-12-10", "b2;;2345676;1000;2027-01-10").endswith("0 plans paid")
    request.refresh_from_db()
    assert request.status == Status.GRANTED
    assert pay("b3;7788;2345676;1000,00;2027-02-10") == "1 new, 0 known, 0 of no plan, 1 plans paid"
    request.refresh_from_db()
    assert request.status == Status.SETTLED


def test_a_payment_counts_once_however_often_it_is_told(pay):
    received()
    deliver_waiting()
    pay("b1;7788;;1500,00;2026-12-10")
    assert pay("b1;7788;;1500,00;2026-12-10") == "0 new, 1 known, 0 of no plan, 0 plans paid"
    assert Payment.objects.count() == 1


def test_a_payment_of_something_else_changes_nothing(pay):
    request = received()
    deliver_waiting()
    assert pay("b1;9999;99;3000,00;2026-12-10") == "0 new, 0 known, 1 of no plan, 0 plans paid"
    request.refresh_from_db()
    assert request.status == Status.GRANTED


@pytest.mark.parametrize(
    "row", ["b1;7788;;tolv;2026-12-10", "b1;7788;;1;12.10.2026", ";7788;;1;2026-12-10", "b1"]
)
def test_a_file_with_one_strange_row_is_refused_whole(pay, row):
    received()
    deliver_waiting()
    with pytest.raises(CommandError, match="line 3"):
        pay("b0;7788;;3000,00;2026-12-10", row)
    assert Payment.objects.count() == 0


def test_a_file_without_the_columns_is_refused(pay, tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("a;b\n1;2\n")
    with pytest.raises(CommandError, match="columns missing"):
        call_command("import_payments", file)


# --- reminders ----------------------------------------------------------------------------------------
def asked_to_remind(key: str = "key", **reminder: str) -> InvoiceRequest:
    wanted = {"reminder": {"remind": "email", "email": "", "mobile": ""} | reminder}
    return received(key, content=content({"due": in_days(40)}) | wanted)


def _all_due():
    Message.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    deliver_waiting()


def test_a_reminder_is_sent_before_each_payment_and_says_nothing(mailoutbox):
    asked_to_remind(email="kari@example.no")
    deliver_waiting()
    assert mailoutbox == [], "not before it is time"
    _all_due()
    assert len(mailoutbox) == 3
    for mail in mailoutbox:
        assert mail.to == ["kari@example.no"]
        assert mail.subject == "Du har en ny beskjed"
        assert mail.body == "Dette er påminnelsen du ba om. Se i brevet fra oss hva du skal gjøre."


def test_nobody_is_reminded_who_did_not_ask_or_has_paid_or_has_no_plan_any_more(mailoutbox, pay):
    received("silent")
    asked_to_remind("withdrawn", email="kari@example.no").withdraw(by=None)
    asked_to_remind("paid", email="kari@example.no")
    deliver_waiting()
    pay("b1;7788;;3000,00;2026-12-10")
    _all_due()
    assert mailoutbox == []


def test_reminders_go_three_working_days_before_at_nine():
    request = asked_to_remind(email="kari@example.no")
    at = sorted(Message.objects.filter(kind="invoices.remind").values_list("due_at", flat=True))
    dues = [payment.due for payment in request.latest.answer.payments]
    for when, due in zip(at, dues, strict=True):
        assert timezone.localtime(when).hour == 9
        assert 3 <= (due - timezone.localdate(when)).days <= 12
