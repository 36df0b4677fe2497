"""The whole way in a real browser: asked on a phone without script, answered at the desk, told by mail."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from casework.outbox import Message, deliver_waiting
from invoices.models import INVOICING, InvoiceRequest, InvoiceRule, RulesVersion
from tests.accounts.sign_in import citizen, signed_in_citizen, staff
from tests.concerns.test_browser import DESK, PHONE, is_accessible, open_browser, signed_in  # noqa: F401 - a fixture
from tests.concerns.test_journeys_browser import answer, next_step
from tests.invoices.asking import content, in_days, load_rules, received
from tests.invoices.desk import ALLOWED, LIST, STATISTICS, page_of, verb

pytestmark = pytest.mark.django_db(transaction=True)
MANY = {"wish": {"wish": "split", "parts": 12, "until": None, "why": ""}}


def date_boxes(page, question: str, day) -> None:
    group = page.get_by_role("group", name=question)
    for label, value in (("Dag", day.day), ("Måned", day.month), ("År", day.year)):
        group.get_by_label(label).fill(str(value))


def write_invoice(page, more: str = "Nei", due=None) -> None:
    answer(
        page,
        [
            ("Hva er fakturaen for?", "Barnehage"),
            {"Fakturanummer": "7788", "KID": "2345676", "Beløp i kroner": "3 000,50"},
            ("Er fakturaen sendt til inkasso?", "Nei"),
            ("Gjelder det flere fakturaer?", more),
        ],
    )
    date_boxes(page, "Når er forfallet?", due or in_days(40))


YOU = [
    {"Hvem er fakturaen sendt til?": "Kari Lyngmo"},
    ("Hvordan kan vi svare deg hvis en saksbehandler må se på det?", "Ring meg"),
    {"Telefonnummer": "400 00 000"},
]
BY_MAIL = [
    ("Vil du ha en påminnelse før hver betaling?", "Ja, på e-post"),
    {"E-postadresse": "kari@example.no"},
]


def in_parts(page, number: int) -> None:
    answer(page, [("Hva ønsker du?", "Dele opp betalingen"), {"Hvor mange deler?": str(number)}])


@pytest.fixture(autouse=True)
def rules(db):
    load_rules()


@pytest.fixture
def desk(open_browser, live_server, at_the_desk):  # noqa: F811
    """The desk in a browser, for somebody in invoicing."""
    call_command("sync_roles", verbosity=0)
    client = at_the_desk(staff("faktura", INVOICING, first_name="Oddvar", last_name="Tveitan"))

    def start(**options):
        return signed_in(open_browser(**options), client, live_server)

    return start


def test_asked_previewed_answered_and_reminded_without_script(open_browser, mailoutbox):  # noqa: F811
    page = open_browser(java_script_enabled=False, viewport=PHONE)
    page.goto("/faktura/")
    page.get_by_role("link", name="Spør uten å logge inn").click()
    write_invoice(page)
    next_step(page)
    for number, amount in ((2, "1 500,00"), (3, "1 000,00")):
        in_parts(page, number)
        page.get_by_role("button", name="Vis planen").click()
        cell = page.get_by_role("cell", name=re.compile(amount.replace(" ", r"\s")))
        expect(cell.first).to_be_visible()
    next_step(page)
    answer(page, YOU)
    next_step(page)
    answer(page, BY_MAIL)
    next_step(page)
    expect(page.get_by_text("Sender du nå, får du ja med en gang.")).to_be_visible()
    page.get_by_role("button", name="Send spørsmålet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ja, du kan betale slik")
    expect(page.get_by_text(InvoiceRequest.objects.get().reference)).to_be_visible()
    with page.expect_download() as letter:
        page.get_by_role("button", name="Last ned brevet (PDF)").click()
    assert letter.value.suggested_filename == f"{InvoiceRequest.objects.get().reference}.pdf"
    Message.objects.filter(kind="invoices.remind").update(due_at="2020-01-01T00:00Z")
    deliver_waiting()
    assert [mail.to for mail in mailoutbox] == [["kari@example.no"]] * 3


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["390", "1280 dark"])
def test_every_page_and_its_errors_can_be_used_by_all(open_browser, size, scheme):  # noqa: F811
    page = open_browser(viewport=size, color_scheme=scheme)
    page.goto("/faktura/")
    is_accessible(page)
    page.goto("/faktura/skjema/")
    for fill in (write_invoice, lambda page: in_parts(page, 12), lambda page: answer(page, YOU)):
        is_accessible(page)
        next_step(page)
        expect(page.locator("[data-focus]")).to_be_focused()
        fill(page)
        is_accessible(page)
        if page.get_by_role("button", name="Vis planen").count():
            page.get_by_role("button", name="Vis planen").click()
            is_accessible(page)
        next_step(page)
    answer(page, BY_MAIL)
    is_accessible(page)
    next_step(page)
    is_accessible(page)
    page.get_by_role("button", name="Send spørsmålet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi har mottatt spørsmålet ditt")
    is_accessible(page)


def test_my_page_shows_every_state_to_all(open_browser, live_server):  # noqa: F811
    person, by = citizen(), staff("faktura", INVOICING)
    page = signed_in(open_browser(viewport=PHONE), signed_in_citizen(person), live_server)
    granted, waiting, refused = (
        received("granted", citizen=person),
        received("waiting", citizen=person, content=content(**MANY)),
        received("refused", citizen=person, content=content(**MANY)),
    )
    refused.refuse(by=by, reason="not_found", text="Sjekk nummeret.")
    page.goto("/minside/")
    is_accessible(page)
    for one in (granted, waiting, refused):
        page.goto(f"/minside/faktura/{one.pk}/")
        is_accessible(page)
    page.goto(f"/minside/faktura/{granted.pk}/")
    page.get_by_role("button", name="Trekk spørsmålet").click()
    expect(page.get_by_text("Du har trukket spørsmålet.")).to_be_visible()
    is_accessible(page)


def test_a_request_is_worked_from_the_queue_to_the_answer_without_script(desk):
    received("twin")
    request = received("waiting", content=content(**MANY))
    deliver_waiting()
    page = desk(viewport=PHONE, java_script_enabled=False)
    page.goto("/admin/")
    page.get_by_role("link", name="Venter på svar").click()
    page.get_by_role("link", name=request.reference).click()
    page.get_by_role("radio", name="Behandler saken").check()
    page.get_by_role("button", name="Åpne saken").click()
    expect(page.get_by_role("heading", name="Samme faktura i flere spørsmål")).to_be_visible()
    page.get_by_role("link", name="Innvilg").click()
    page.get_by_role("radio", name="Et annet antall deler").check()
    page.get_by_label("Antall deler, ved oppdeling").fill("4")
    page.get_by_role("button", name="Innvilg").click()
    expect(page.get_by_text("Spørsmålet er innvilget.")).to_be_visible()
    expect(page.locator(".desk-status")).to_have_text("Innvilget")


def test_approving_together_without_script(desk):
    request = received("waiting", content=content(wish=MANY["wish"] | {"parts": 6}))
    InvoiceRule.objects.update(max_parts=6)
    RulesVersion.publish()
    page = desk(viewport=PHONE, java_script_enabled=False)
    page.goto(LIST)
    page.get_by_role("link", name="Innenfor reglene nå").click()
    expect(page.get_by_role("checkbox", name=request.reference)).to_be_checked()
    page.get_by_role("button", name="Innvilg de valgte").click()
    expect(page.get_by_text("1 er innvilget.")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["390", "1280 dark"])
def test_every_page_of_the_desk_can_be_used_by_all(desk, size, scheme):
    received("twin")
    request = received("waiting", content=content(**MANY))
    deliver_waiting()
    page = desk(viewport=size, color_scheme=scheme)
    for address in (LIST, ALLOWED, STATISTICS, "/admin/faktura-for-innringer/", page_of(request)):
        page.goto(address)
        is_accessible(page)
    page.get_by_role("radio", name="Behandler saken").check()
    page.get_by_role("button", name="Åpne saken").click()
    is_accessible(page)
    for name in ("grant", "refuse", "withdraw"):
        page.goto(verb(request, name))
        is_accessible(page)
    page.goto(verb(request, "grant"))
    page.get_by_role("button", name="Innvilg").click()
    is_accessible(page)
    for model in ("invoicerule", "interestwaiver", "lateinterestrate", "rulesversion"):
        page.goto(f"/admin/invoices/{model}/")
        is_accessible(page)
    page.goto("/admin/invoices/invoicerule/add/")
    is_accessible(page)
    page.get_by_role("button", name="Lagre", exact=True).click()
    is_accessible(page)
