"""From the first question to the receipt, without JavaScript and without login."""

import pytest

from invoices.models import InvoiceRequest, LedgerEntry
from tests.invoices.asking import (
    FORM,
    NO_REMINDER,
    YOU,
    defer,
    go_through,
    heading,
    hidden,
    in_days,
    invoice,
    load_rules,
    post,
    send,
    split,
    to_check_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]
Status = InvoiceRequest.Status


@pytest.fixture(autouse=True)
def rules(db):
    load_rules()


def text(page) -> str:
    return page.content.decode().replace("\u00a0", " ")


def test_what_the_rules_allow_gets_a_yes_with_reference_and_plan(client):
    page = send(client)
    stored = InvoiceRequest.objects.get()
    assert heading(page) == "Ja, du kan betale slik"
    assert stored.reference in text(page)
    assert text(page).count("1 000,00 kr") == 3
    assert (stored.status, stored.reasons, stored.wish) == (Status.GRANTED, ["within_rules"], "split")


def test_what_the_rules_do_not_allow_gets_its_reason_and_a_person(client):
    page = send(client, invoice(), split(12), YOU, NO_REMINDER)
    assert heading(page) == "Vi har mottatt spørsmålet ditt"
    assert "Regelen gir høyst 3 deler." in text(page)
    assert "En saksbehandler ser på spørsmålet" in text(page)
    stored = InvoiceRequest.objects.get()
    assert stored.status == Status.WAITING
    assert stored.reasons == ["too_many_parts", "small_parts"]


def test_several_invoices_go_in_one_request(client):
    steps = invoice(more="True"), invoice(number="7789", amount="900", due=in_days(20)), split()
    page = send(client, *steps, YOU, NO_REMINDER)
    stored = InvoiceRequest.objects.get()
    assert [one["number"] for one in (stored.answers["invoice-1"], stored.answers["invoice-2"])] == [
        "7788",
        "7789",
    ]
    assert "faktura 7789" in text(page)
    assert "Alle fakturaene: 3 900,00 kr" in text(page)


def test_no_more_than_six_invoices_are_asked_for(client):
    page = go_through(client, client.get(FORM), *[invoice(more="True")] * 5)
    assert heading(page) == "Faktura 6"
    assert "Gjelder det flere" not in text(page)
    assert heading(post(client, page, **invoice())) == "Senere eller i deler"


def test_the_plan_is_shown_and_changes_with_the_number_of_parts(client):
    page = go_through(client, client.get(FORM), invoice())
    assert "Høyst 3 deler" in text(page), "the rules come before the question"
    assert 'value="preview"' in text(page)
    page = post(client, page, go="preview", **split(2))
    assert text(page).count("1 500,00 kr") == 2
    page = post(client, page, go="preview", **split(3))
    assert text(page).count("1 000,00 kr") == 3
    assert heading(page) == "Senere eller i deler"
    page = post(client, page, go="preview", **split(""))
    assert "Skriv et helt tall fra 2 til 24" in text(page)
    assert InvoiceRequest.objects.count() == 0


def test_a_deferral_before_everything_falls_due_is_asked_for_anew(client):
    page = go_through(client, client.get(FORM), invoice(), defer(3))
    assert "Velg en dag etter forfallet" in text(page)
    assert heading(post(client, page, **defer(25))) == "Du som betaler"


def test_cost_and_plan_stand_beside_the_button_that_sends(client):
    page = to_check_page(client)
    assert "Sender du nå, får du ja med en gang" in text(page)
    assert "Forsinkelsesrente regnes fra det første forfallet" in text(page)
    assert "Svaret gjelder bare hvis det du skriver, stemmer" in text(page)
    assert "3 000,00 kr" in text(page)


def test_a_strange_kid_is_warned_of_and_sent_all_the_same(client):
    page = to_check_page(client, invoice(kid="2345674"), split(), YOU, NO_REMINDER)
    assert "KID ser feil ut" in text(page)
    assert heading(post(client, page, go="change:invoice-1")) == "Fakturaen"
    page = to_check_page(client, invoice(kid="100 0005-"), split(), YOU, NO_REMINDER)
    assert "KID ser feil ut" not in text(page)
    page = send(client, invoice(kid="2345674"), split(), YOU, NO_REMINDER)
    assert InvoiceRequest.objects.get().answers["invoice-1"]["kid"] == "2345674"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "0"}, "Beløpet må være mer enn null"),
        ({"amount": "-400"}, "Beløpet må være mer enn null"),
        ({"amount": "99 000 000"}, "Beløpet kan ikke være over 1 000 000,00 kr"),
        ({"amount": "1.234"}, "Skriv beløpet med kroner og øre"),
        ({"amount": "=1+1"}, "Skriv beløpet med kroner og øre"),
        ({"amount": "9" * 400}, "Skriv beløpet"),
        ({"due_year": "2099"}, "Datoen kan ikke være etter"),
        ({"due_year": "1999"}, "Datoen kan ikke være før"),
        ({"due_day": "31", "due_month": "2"}, "Datoen må være en ekte dato"),
        ({"number": ""}, "Skriv fakturanummeret"),
        ({"number": "x" * 500}, "Teksten kan ha høyst 40 tegn"),
        ({"kind": "bolig"}, "Velg et gyldig valg"),
        ({"at_collector": ""}, "Velg om fakturaen er sendt til inkasso"),
    ],
)
def test_an_invoice_that_cannot_be_is_refused_with_a_sentence_and_kept(client, changes, sentence):
    page = post(client, client.get(FORM), **invoice() | changes)
    assert page.status_code == 200
    assert sentence in text(page)
    assert "5512" in text(page), "the rest is kept"
    assert 'aria-invalid="true"' in text(page)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (split(1), "Skriv et helt tall fra 2 til 24"),
        (split(0), "Skriv et helt tall fra 2 til 24"),
        (split(-3), "Skriv et helt tall fra 2 til 24"),
        (split(100), "Skriv et helt tall fra 2 til 24"),
        (split("tre"), "Skriv et helt tall fra 2 til 24"),
        (split("3.5"), "Skriv et helt tall fra 2 til 24"),
        (split("9" * 5000), "Skriv et helt tall fra 2 til 24"),
        (defer(-1), "Datoen kan ikke være før"),
        (defer(4000), "Datoen kan ikke være etter"),
        ({"wish": "never"}, "Velg et gyldig valg"),
        ({}, "Velg om du vil betale senere eller dele opp"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_a_sentence(client, wish, sentence):
    page = go_through(client, client.get(FORM), invoice(), wish)
    assert page.status_code == 200
    assert sentence in text(page)


def test_formulas_and_markup_are_text(client):
    you = YOU | {"name": '=HYPERLINK("x")<script>alert(1)</script>'}
    page = send(client, invoice(number="=1+1", customer="@SUM(A1)"), split(), you, NO_REMINDER)
    assert "<script>alert" not in text(page)
    stored = InvoiceRequest.objects.get()
    assert stored.answers["invoice-1"]["number"] == "=1+1"
    assert stored.answers["you"]["name"] == you["name"]


def test_the_same_sent_twice_is_one_request_with_one_answer(client):
    check = to_check_page(client)
    first, second = post(client, check, go="send"), post(client, check, go="send")
    assert InvoiceRequest.objects.get().reference in text(first)
    assert InvoiceRequest.objects.get().reference in text(second)
    assert LedgerEntry.objects.count() == 1


def test_nothing_tells_whether_somebody_asked_before(client):
    first, second = send(client), send(client)
    one, other = InvoiceRequest.objects.order_by("received_at")
    assert (
        text(first).replace(one.reference, "").split("token")[0]
        == (text(second).replace(other.reference, "").split("token")[0])
    )


def test_an_address_is_asked_for_only_where_it_is_needed(client):
    page = go_through(client, client.get(FORM), invoice(), split(), YOU | {"answer_by": "letter"})
    assert "Skriv gate og nummer" in text(page)
    you = YOU | {"answer_by": "letter", "address": "Lia 3", "postcode": "3470", "city": "Slemmestad"}
    assert heading(post(client, page, **you)) == "Påminnelse"


def test_the_letter_comes_by_the_receipt_alone(client):
    page = send(client)
    token = hidden(page)["token"]
    letter = client.post("/faktura/brev/", {"token": token})
    assert letter.content.startswith(b"%PDF")
    assert letter["Content-Type"] == "application/pdf"
    assert "no-store" in letter["Cache-Control"]
    assert client.post("/faktura/brev/", {"token": token[:-6] + "AAAAAA"}).status_code == 400
    assert client.post("/faktura/brev/").status_code == 400
    assert client.get("/faktura/brev/").status_code == 405


def test_the_database_away_keeps_everything_and_says_so(client, monkeypatch):
    from django.db import DatabaseError

    def away(*args, **kwargs):
        raise DatabaseError

    check = to_check_page(client)
    monkeypatch.setattr(InvoiceRequest, "ask", away)
    page = post(client, check, go="send")
    assert page.status_code == 503
    assert "Spørsmålet er ikke sendt" in text(page)
    assert "7788" in text(page)


def test_without_rules_everything_goes_to_a_person(client):
    from invoices.models import RulesVersion

    RulesVersion.objects.all().delete()
    assert "Vi har ingen fast regel" in text(send(client))


def test_the_first_page_says_what_is_given_and_that_it_is_an_example(client):
    page = text(client.get("/faktura/"))
    assert "Utsettelse i høyst 30 dager" in page
    assert "Reglene er eksempler" in page
    assert "NAV" in page
    assert "tel:66700000" in page
