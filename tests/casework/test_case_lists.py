"""Lists of cases: every page once and in order, counts that are lengths, and crafted addresses."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from asker_portal.roles import ROLES
from casework import counting
from casework.access import AccessEntry
from casework.admin import CaseAdmin
from casework.admin.keyset import page_after, page_before, place_of, token
from casework.admin.start import COLUMNS
from casework.bars import bar
from casework.referrals import Referral
from invoices.models import INVOICING, InvoiceRequest
from tests.accounts.sign_in import signed_in, staff
from tests.queries import asked

pytestmark = pytest.mark.django_db

LIST = reverse("admin:invoices_invoicerequest_changelist")
DESKS = [desk for desk in admin.site._registry.values() if isinstance(desk, CaseAdmin)]


def requests(count: int, **fields) -> list[InvoiceRequest]:
    now = timezone.now()
    return InvoiceRequest.objects.bulk_create(
        InvoiceRequest(
            received_at=now - timedelta(hours=number // 3),  # three came in each hour
            source="web",
            language="nb",
            content={},
            contact={},
            submission_digest=uuid.uuid4().hex,
            wish="delay",
            first_due=timezone.localdate() + timedelta(days=number),
            kinds=[],
            **{"status": "waiting", **fields},
        )
        for number in range(count)
    )


@pytest.fixture
def client(db):
    user = staff("faktura-1", INVOICING)
    client = signed_in(user)
    client.user = user
    return client


def references(page) -> list[str]:
    return re.findall(r"/change/[^>]*>([A-Z0-9-]{11})<", page.content.decode())


def link(page, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page.content.decode())
    return LIST + found[1].replace("&amp;", "&") if found else ""


# --- pages ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "order", [("-unread", "received_at", "id"), ("-received_at", "-id"), ("status", "unread", "-id")]
)
def test_pages_hold_every_row_once_in_order_there_and_back(order):
    """Also where many rows have the same values."""
    requests(7, unread=True)
    requests(7, unread=False, status="granted")
    rows = InvoiceRequest.objects.all()
    whole, place, there = list(rows.order_by(*order)), None, []
    while page := page_after(rows, order, place, 3):
        there += page
        place = place_of(InvoiceRequest, order, token(page[-1], order))
    assert there == whole
    for at, row in enumerate(whole):
        place = place_of(InvoiceRequest, order, token(row, order))
        assert page_before(rows, order, place, 3) == whole[max(at - 3, 0) : at]


def test_the_list_leads_to_its_next_page_and_back(client, monkeypatch):
    monkeypatch.setattr("invoices.admin.requests.InvoiceRequestAdmin.list_per_page", 4)
    requests(10)
    pages = [client.get(LIST)]
    while address := link(pages[-1], "next"):
        pages.append(client.get(address))
    shown = [references(page) for page in pages]
    assert [len(each) for each in shown] == [4, 4, 2]
    assert len({one for each in shown for one in each}) == 10
    back = client.get(link(pages[2], "prev"))
    assert references(back) == shown[1]
    assert references(client.get(link(back, "prev"))) == shown[0]


def test_one_case_leads_to_the_next_of_the_list_it_was_reached_from(client):
    requests(3)
    client.get(LIST, {"status__exact": "waiting"})
    first, second, third = InvoiceRequest.objects.order_by("-received_at", "-id")
    address = reverse("admin:invoices_invoicerequest_change", args=[second.pk])
    page = client.get(address).content.decode()
    for rel, case in (("prev", first), ("next", third)):
        assert re.search(rf'rel="{rel}" href="[^"]*{case.pk}/change/">[^<]*{case.reference}', page)
    bar(third, client.user, by=client.user)
    assert str(third.pk) not in client.get(address).content.decode()


def test_a_page_of_the_list_asks_no_more_than_twelve_questions(client):
    requests(3)
    client.get(LIST)
    few = asked(client, LIST)
    requests(60)
    assert asked(client, LIST) <= max(few, 12)
    assert asked(client, reverse("admin:index")) <= 12


# --- counts -----------------------------------------------------------------------------------------------
def test_a_filter_says_how_many_each_choice_leaves_with_the_other_filters_as_they_are(client):
    requests(3, assigned_to=client.user)
    requests(2)
    requests(4, status="granted", unread=False)
    page = client.get(LIST).content.decode()
    for words in ("Mine saker (3)", "Ikke tatt av noen (2)", "Innvilget (4)", "Nytt som ingen har lest (5)"):
        assert words in page
    filtered = client.get(LIST, {"assigned": "me"}).content.decode()
    assert "Innvilget (0)" in filtered
    assert "Venter på svar (3)" in filtered


def test_many_counts_are_one_query_and_stop_at_a_thousand(monkeypatch):
    monkeypatch.setattr(counting, "MOST", 3)
    requests(5)
    rows = InvoiceRequest.objects.order_by("received_at")
    with CaptureQueriesContext(connection) as asked:
        counts = counting.counted_all([rows, rows.none(), rows.filter(status="refused"), rows.order_by("id")])
    assert counts == [4, 0, 0, 4]
    assert len(asked) == 1


# --- the start page ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [*ROLES, "superuser"])
def test_each_count_of_the_start_page_is_the_length_of_the_list_it_leads_to(role):
    """And no role is shown an area it may not open."""
    user = staff("one", is_superuser=True) if role == "superuser" else staff("one", role)
    browser = signed_in(user)
    requests(3, assigned_to=user)
    requests(2, unread=False)
    for area in ("care", "recruitment", "volunteers"):
        case = InvoiceRequest.objects.first()
        Referral.refer(case, by=user, to_area=area, text="Les.", ground="consent")
    start = browser.get(reverse("admin:index")).content.decode()
    links = re.findall(r'href="(/admin/[^"]+\?[^"]+)"><b>([^<]+)</b>', start)
    mine = [desk for desk in DESKS if desk.model.may_be_opened_by(user)]
    assert bool(mine) == ("desk-board" in start)
    for desk in DESKS:
        assert (f"/{desk.opts.app_label}/{desk.opts.model_name}/" in start) == (desk in mine)
    for address, count in links:
        page = browser.get(address.replace("&amp;", "&"))
        if (of_cases := page.context_data.get("cl")) is None:
            assert len(page.context_data["referrals"]) == int(count), address
        elif hasattr(of_cases, "count_in_words"):
            assert of_cases.count_in_words == count, address
            assert len(of_cases.result_list) == int(count), address


def test_every_column_of_the_start_page_names_a_choice_of_a_filter():
    for desk in DESKS:
        assert desk.desk_lists.keys() <= COLUMNS.keys()
        queries = {f"{one.parameter_name}={value}" for one in desk.filters() for value in one.choices_of_rows}
        assert set(desk.desk_lists.values()) <= queries, desk


# --- several at once --------------------------------------------------------------------------------------
def in_bulk(client, action: str, cases, **answers):
    """Choose the cases, and say yes on the page that asks; the messages that came."""
    chosen = {"action": action, "_selected_action": [str(case.pk) for case in cases]}
    page = client.post(LIST, chosen | {"index": "0"}, follow=True)
    named = re.findall(r'name="(version-[^"]+)" value="(\d+)"', page.content.decode())
    return client.post(LIST, chosen | dict(named) | answers | {"sure": "1"}, follow=True).content.decode()


def test_several_cases_are_distributed_at_once_and_those_that_refuse_are_named(client):
    """Not to whom is barred from one of them, and never a case that the leader does not see."""
    colleague = staff("faktura-2", INVOICING)
    first, second, done, hidden = requests(4)
    InvoiceRequest.objects.filter(pk=done.pk).update(status="granted")
    bar(second, colleague, by=client.user)
    bar(hidden, client.user, by=client.user)
    page = in_bulk(client, "assign", (first, second, done, hidden), person=colleague.pk)
    owners = dict(InvoiceRequest.objects.values_list("pk", "assigned_to"))
    assert owners == {first.pk: colleague.pk, second.pk: None, done.pk: None, hidden.pk: None}
    assert "Fordel: 1 sak." in page
    for case, named in ((second, True), (done, True), (hidden, False)):
        assert (f"{case.reference} (passer ikke for saken nå)" in page) == named


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"unread": True}, "ulest"), ({"assigned": True}, "en kollega har den"), ({}, "")],
)
def test_closing_several_refuses_what_is_unread_or_a_colleagues(db, fields, why):
    from tests.volunteers.people import help_request

    browser = signed_in(staff("frivillig-1", "Frivilligkoordinator"))
    case = help_request()
    changes = {"unread": False, "status": "done"} | fields
    if changes.pop("assigned", False):
        changes["assigned_to"] = staff("frivillig-2", "Frivilligkoordinator")
    type(case).objects.filter(pk=case.pk).update(**changes)
    address = reverse("admin:volunteers_helprequest_changelist")
    chosen = {"action": "close", "_selected_action": str(case.pk), f"version-{case.pk}": case.version}
    page = browser.post(address, chosen | {"sure": "1"}, follow=True).content.decode()
    case.refresh_from_db()
    assert (case.status == "closed") == (not why)
    assert (f"{case.reference} ({why})" in page) == bool(why)


def test_a_crafted_choice_of_cases_changes_nothing(client):
    (case,) = requests(1)
    for posted in (
        {"action": "assign", "_selected_action": "x"},
        {"action": "delete_selected", "_selected_action": str(case.pk)},
        {"action": "close", "_selected_action": str(case.pk), "select_across": "1"},
        {"action": "assign", "_selected_action": str(case.pk), "sure": "1", "person": "x"},
    ):
        assert client.post(LIST, posted | {"index": "0"}, follow=True).status_code == 200
    case.refresh_from_db()
    assert (case.status, case.assigned_to, case.version) == ("waiting", None, 0)


# --- numbers ------------------------------------------------------------------------------------------------
def test_numbers_name_nobody_and_their_file_is_in_the_access_log(client):
    requests(12)
    requests(3, status="granted")
    requests(20, status="refused")
    address = reverse("admin:invoices_invoicerequest_numbers")
    page = client.get(address).content.decode()
    assert "<td>skjult</td>" in page
    assert "<td>3</td>" not in page
    assert not AccessEntry.objects.exists()
    file = client.post(address).getvalue().decode("utf-8-sig")
    assert file.startswith("Mottatte saker;Venter på svar;Innvilget;")
    assert ";3;" not in file
    assert AccessEntry.objects.get().action == "downloaded"
    assert signed_in(staff("other", "Kommunikasjon")).post(address).status_code == 403


# --- bad input --------------------------------------------------------------------------------------------
CRAFTED = (
    "after=x&before=y",
    "after=WyJ4Il0:1abc:xyz",
    "assigned=%00",
    "status__exact=%00",
    "status__regex=(",
    "status__exact=a&status__exact=b",
    "assigned_to__password__startswith=a",
    "content__contains=a",
    "id__in=1,2",
    "o=1.-2",
    "o=x",
    "p=99999",
    "all=",
    "q=%00",
    "_popup=1",
    "_facets=True",
    "e=1",
    "liste=x",
)


@pytest.mark.parametrize("desk", DESKS, ids=lambda desk: desk.opts.model_name)
def test_a_crafted_address_is_refused_or_answered(desk):
    browser = signed_in(staff("one", desk.model.groups_that_may_open[0]))
    stranger = signed_in(staff("other", "Kommunikasjon"))
    address = reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_changelist")
    for query in CRAFTED:
        assert browser.get(f"{address}?{query}").status_code in (200, 302, 400), query
        assert stranger.get(f"{address}?{query}").status_code == 403, query
