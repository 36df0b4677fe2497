"""The queue, one request, and the answers a person gives: each with its reason, kept and told on."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.access import AccessEntry
from casework.outbox import deliver_waiting
from invoices.models import InvoiceRequest, InvoiceRule, RulesVersion
from tests.accounts.sign_in import citizen
from tests.invoices.asking import content, in_days, load_rules, received
from tests.invoices.desk import ALLOWED, LIST, SEARCH, STATISTICS, act, clerk, open_case, page_of, verb

pytestmark = pytest.mark.django_db
Status = InvoiceRequest.Status
MANY = {"wish": {"wish": "split", "parts": 6, "until": None, "why": ""}}  # more than the rules give


@pytest.fixture(autouse=True)
def rules(db):
    load_rules()


@pytest.fixture
def desk():
    return clerk()


@pytest.fixture
def waiting():
    return received("waiting", content=content(**MANY))


def text(page) -> str:
    return page.content.decode().replace("\u00a0", " ")


def test_the_queue_shows_what_waits_without_a_word_of_content(desk, waiting):
    page = text(desk.get(f"{LIST}?waits=waiting"))
    assert waiting.reference in page
    assert "For mange deler" in page
    assert "Lyngmo" not in page
    assert "7788" not in page


def test_what_the_rules_granted_waits_for_nobody(desk):
    granted = received()
    assert granted.reference not in text(desk.get(f"{LIST}?waits=waiting"))
    assert granted.reference not in text(desk.get(f"{LIST}?assigned=nobody"))
    assert granted.reference in text(desk.get(LIST))


def test_the_most_urgent_are_counted_on_the_first_page(desk):
    received("soon", content=content({"due": in_days(3)}, **MANY))
    received("late", content=content({"due": in_days(-3)}, **MANY))
    received("later", content=content({"due": in_days(30)}, **MANY))
    cases = InvoiceRequest.objects.all()
    assert cases.waiting().count() == 3
    assert cases.due_before(timezone.localdate()).count() == 1
    assert "waits=week" in text(desk.get("/admin/"))


def test_the_page_shows_question_answer_and_plan_and_is_logged(desk, waiting):
    assert "Lyngmo" not in text(desk.get(page_of(waiting))), "not before somebody says why"
    page = text(open_case(desk, waiting))
    for words in ("Kari Lyngmo", "7788", "3 000,00 kr", "Regelen gir høyst 3 deler.", "utgave"):
        assert words in page
    assert AccessEntry.objects.filter(case_id=waiting.pk, action="opened").count() == 1


def test_requests_about_the_same_invoice_stand_side_by_side(desk, waiting):
    twin = received("twin", content=content(name="Per Lyngmo"))
    other = received("other", content=content({"number": "1", "kid": ""}))
    deliver_waiting()
    page = text(open_case(desk, waiting))
    assert "Samme faktura i flere spørsmål" in page
    assert twin.reference in page
    assert "Per Lyngmo" in page
    assert other.reference not in page
    assert AccessEntry.objects.filter(case_id=twin.pk, action="opened").exists(), "the twin was read too"


def test_an_invoice_is_found_by_its_number_or_kid(desk, waiting):
    deliver_waiting()
    for words in ("7788", "2345 676", waiting.reference):
        assert waiting.reference in text(desk.post(SEARCH, {"words": words}))
    assert waiting.reference not in text(desk.post(SEARCH, {"words": "7789"}))


# --- answers ------------------------------------------------------------------------------------------
def test_a_person_grants_what_was_asked(desk, waiting):
    open_case(desk, waiting)
    page = text(desk.get(verb(waiting, "grant")))
    assert "Reglene i dag sier: En saksbehandler avgjør. For mange deler." in page
    assert act(desk, waiting, "grant", terms="asked", text="Hilsen oss.").status_code == 302
    waiting.refresh_from_db()
    decision = waiting.latest
    assert (waiting.status, decision.by, decision.reasons) == (Status.GRANTED, "faktura", ["discretion"])
    assert len(decision.answer.payments) == 6
    assert decision.text == "Hilsen oss."
    assert list(waiting.ledger.values_list("kind", flat=True)) == ["hold", "plan"]


def test_a_person_grants_something_else(desk, waiting):
    act(desk, waiting, "grant", terms="split", parts="2")
    assert [one.parts for one in waiting.latest.answer.payments] == [2, 2]
    assert waiting.latest.reasons == ["within_rules"]
    other = received("other", content=content(**MANY))
    act(desk, other, "grant", terms="defer", until=in_days(40).isoformat())
    assert len(other.latest.answer.payments) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Velg ett av svarene."),
        ({"terms": "split"}, "Skriv hvor mange deler det skal være."),
        ({"terms": "split", "parts": "1"}, "større"),
        ({"terms": "split", "parts": "100"}, "mindre"),
        ({"terms": "defer"}, "Skriv hvilken dag det skal betales."),
        ({"terms": "defer", "until": "2020-01-01"}, "Velg en dag fra i dag til om et år."),
        ({"terms": "defer", "until": "0001-01-01"}, "Velg en dag fra i dag til om et år."),
        ({"terms": "defer", "until": "tull"}, "gyldig dato"),
    ],
)
def test_a_grant_that_cannot_be_is_refused_with_a_sentence(desk, waiting, fields, sentence):
    open_case(desk, waiting)
    page = act(desk, waiting, "grant", text="Beholdes.", **fields)
    assert page.status_code == 400
    assert sentence in text(page)
    assert "Beholdes." in text(page)
    waiting.refresh_from_db()
    assert waiting.status == Status.WAITING


def test_a_deferral_to_before_the_due_date_is_none(desk, waiting):
    open_case(desk, waiting)
    page = act(desk, waiting, "grant", terms="defer", until=in_days(2).isoformat())
    assert "Velg en dag etter forfallet." in text(page)


def test_a_no_has_a_reason_and_a_way_on(desk, waiting):
    assert act(desk, waiting, "refuse").status_code == 400, "no no without a reason"
    act(desk, waiting, "refuse", reason="not_found", text="Se etter fakturanummeret.")
    waiting.refresh_from_db()
    assert (waiting.status, waiting.reasons) == (Status.REFUSED, ["not_found"])
    assert list(waiting.ledger.values_list("kind", flat=True)) == ["hold", "release"]
    assert act(desk, waiting, "reopen").status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == Status.WAITING


def test_a_yes_that_rests_on_what_is_not_so_is_taken_back(desk):
    granted = received()
    act(desk, granted, "revoke", reason="paid")
    granted.refresh_from_db()
    assert granted.status == Status.REVOKED
    assert granted.ledger.last().kind == "release"


def test_a_request_is_withdrawn_for_whoever_calls(desk):
    granted = received()
    act(desk, granted, "withdraw")
    granted.refresh_from_db()
    assert granted.status == Status.WITHDRAWN


def test_the_second_of_two_answers_is_refused_and_kept(desk, waiting):
    act(desk, waiting, "grant", terms="asked")
    page = act(desk, waiting, "refuse", version=0, reason="not_found", text="Mitt brev.")
    assert page.status_code == 409
    assert "Mitt brev." in text(page)
    assert waiting.decisions.filter(outcome="no").count() == 0


def test_whoever_signed_in_is_told_that_there_is_an_answer_and_not_which(desk, mailoutbox):
    asked = content(**MANY) | {"reminder": {"remind": "email", "email": "kari@example.no", "mobile": ""}}
    mine, theirs = received("mine", content=asked, citizen=citizen()), received("theirs", content=asked)
    for one in (mine, theirs):
        act(desk, one, "refuse", reason="not_found")
    deliver_waiting()
    [mail] = mailoutbox
    assert mail.to == ["kari@example.no"]
    assert "faktura" not in mail.body.lower()


def test_the_letter_is_printed_by_whoever_has_the_case_open(desk, waiting):
    letter = reverse("admin:invoices_invoicerequest_letter", args=[waiting.pk])
    assert desk.post(letter)["Location"] == page_of(waiting)
    open_case(desk, waiting, purpose="assists")
    printed = AccessEntry.objects.filter(case_id=waiting.pk, action="downloaded")
    assert not printed.exists()
    assert desk.post(letter).content.startswith(b"%PDF")
    assert printed.get().purpose == "assists"
    assert "Brev skrevet ut" in text(desk.get(page_of(waiting)))


def test_a_request_that_does_not_open_shows_so_and_harms_no_page(desk, waiting):
    other = received("other")
    InvoiceRequest.objects.filter(pk=waiting.pk).update(
        content=InvoiceRequest.objects.filter(pk=other.pk).values("content")
    )
    assert "kan ikke åpnes" in text(open_case(desk, waiting))
    assert desk.get(verb(waiting, "grant")).status_code == 200
    assert desk.get(ALLOWED).status_code == 200
    sent = {"version": waiting.version, "seen": timezone.now().isoformat(), "text": "Hei"}
    for name, fields in (("grant", {"terms": "asked"}), ("refuse", {"reason": "not_found"})):
        assert "Spørsmålet kan ikke åpnes." in text(desk.post(verb(waiting, name), sent | fields))
    letter = reverse("admin:invoices_invoicerequest_letter", args=[waiting.pk])
    assert "Spørsmålet kan ikke åpnes." in text(desk.post(letter, follow=True))
    assert not AccessEntry.objects.filter(action="downloaded").exists()
    assert InvoiceRequest.objects.waiting().filter(pk=waiting.pk).exists()


# --- together -----------------------------------------------------------------------------------------
def test_what_the_rules_come_to_allow_is_granted_together(desk, waiting):
    beyond = received("beyond", content=content(wish=MANY["wish"] | {"parts": 20}))
    assert waiting.reference not in text(desk.get(ALLOWED))
    InvoiceRule.objects.update(max_parts=6)
    RulesVersion.publish()
    page = text(desk.get(ALLOWED))
    assert waiting.reference in page
    assert beyond.reference not in page
    said = text(desk.post(ALLOWED, {"chosen": [str(waiting.pk), str(beyond.pk), "tull"]}, follow=True))
    assert "1 er innvilget. 2 er endret imens." in said
    waiting.refresh_from_db()
    assert (waiting.status, waiting.reasons) == (Status.GRANTED, ["within_rules"])
    assert waiting.latest.by == "faktura"
    assert waiting.latest.replayed() == waiting.latest.answer


def test_nothing_is_granted_by_looking(desk, waiting):
    InvoiceRule.objects.update(max_parts=6)
    RulesVersion.publish()
    desk.get(ALLOWED)
    waiting.refresh_from_db()
    assert waiting.status == Status.WAITING


# --- statistics ---------------------------------------------------------------------------------------
def test_statistics_count_by_reason_and_hide_what_is_rare(desk):
    for number in range(5):
        received(f"granted {number}")
    received("waiting", content=content(**MANY))
    page = text(desk.get(STATISTICS))
    shown = dict(_facts(page))
    assert shown["Innenfor reglene"] == "5"
    assert shown["For mange deler"] == "under 5"
    assert shown["For lang utsettelse"] == "0"
    assert "Totalt" not in page


def test_statistics_of_a_strange_period_are_a_sentence(desk):
    for asked in ("first=tull&last=2026-01-01", "first=&last=", "first=9999-12-31&last=0001-01-01"):
        assert desk.get(f"{STATISTICS}?{asked}").status_code in (200, 400)


def _facts(page: str):
    return re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)


# --- who ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("group", ["Barnevern", "Innbyggerservice", "Systemforvalter", "Personvernombud"])
def test_no_other_group_learns_that_there_is_a_request(group, waiting):
    other = clerk("other", group)
    assert other.get(LIST).status_code == 403
    assert other.get(page_of(waiting)).status_code == 404
    assert other.get(ALLOWED).status_code == 403
    assert other.get(STATISTICS).status_code == 403
    assert other.post(ALLOWED, {"chosen": [str(waiting.pk)]}).status_code == 403


def test_whoever_is_barred_does_not_see_it_among_those_to_approve(desk, waiting):
    InvoiceRule.objects.update(max_parts=6)
    RulesVersion.publish()
    colleague = clerk("colleague")
    act(colleague, waiting, "recuse")
    assert waiting.reference not in text(colleague.get(ALLOWED))
    colleague.post(ALLOWED, {"chosen": [str(waiting.pk)]})
    waiting.refresh_from_db()
    assert waiting.status == Status.WAITING


# --- budgets ------------------------------------------------------------------------------------------
def test_the_list_asks_the_same_however_many_there_are(desk):
    counts = []
    for number in range(3):
        received(f"another {number}", content=content(**MANY))
        with _counting() as asked:
            desk.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 14


def test_the_page_asks_the_same_however_many_answers_there_are(desk, waiting):
    open_case(desk, waiting)
    with _counting() as before:
        desk.get(page_of(waiting))
    for _time in range(3):
        act(desk, waiting, "refuse", reason="not_found")
        act(desk, waiting, "reopen")
    desk.get(page_of(waiting))
    with _counting() as after:
        desk.get(page_of(waiting))
    assert len(after) == len(before) <= 26


def _counting():
    return CaptureQueriesContext(connection)
