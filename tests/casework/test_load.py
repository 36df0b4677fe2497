"""The leader's overview: each number is the length of its list; nobody else has the page or its filters."""

import re

import pytest
from django.urls import reverse

from casework.bars import bar
from concerns.models import CHILD_WELFARE, CHILD_WELFARE_LEADER, ConcernReport
from invoices.models import INVOICING, InvoiceRequest
from tests.accounts.sign_in import signed_in, staff
from tests.casework.test_case_lists import in_bulk, references, requests
from tests.concerns.reports import received
from tests.queries import asked

pytestmark = pytest.mark.django_db

LOAD = reverse("admin:load")
INVOICES = reverse("admin:invoices_invoicerequest_changelist")
REPORTS = reverse("admin:concerns_concernreport_changelist")


def cells(page: str) -> list[tuple[str, str, str]]:
    """Each number with its address and what a screen reader says."""
    found = re.findall(r'<td><a href="([^"]+)"><b>([^<]+)</b><span[^>]*>([^<]+)<', page)
    return [(address.replace("&amp;", "&"), count, said) for address, count, said in found]


@pytest.fixture
def team(db):
    """Two colleagues with cases, somebody who has left, and a leader barred from one case of each."""
    leader, busy = staff("faktura-1", INVOICING), staff("faktura-2", INVOICING, first_name="Kari")
    gone = staff("sluttet", INVOICING, is_active=False)
    mine, late = requests(20, assigned_to=busy), requests(2, assigned_to=gone)
    requests(4, assigned_to=busy, status="granted")
    requests(5)
    InvoiceRequest.objects.filter(pk__in=[one.pk for one in late]).update(first_due="2026-01-01")
    for case in (mine[0], late[0]):
        bar(case, leader, by=leader)
    return leader, busy, gone


def test_each_number_is_the_length_of_the_list_it_leads_to(team):
    leader, _busy, _gone = team
    browser = signed_in(leader)
    assert LOAD in browser.get(reverse("admin:index")).content.decode()
    shown = {said: (count, address) for address, count, said in cells(browser.get(LOAD).content.decode())}
    assert shown[", Åpne saker, Kari"][0] == "19"
    assert shown[", Åpne saker, faktura-1"][0] == "0"
    assert shown[", Over fristen, Noen som ikke er i gruppen"][0] == "1"
    assert 0 < int(shown[", Frist innen en uke, Kari"][0]) < 19
    for said, (count, address) in shown.items():
        page = browser.get(address)
        assert len(page.context_data["cl"].result_list) == int(count), said
        assert page.context_data["cl"].count_in_words == count


def test_more_colleagues_and_cases_ask_no_more_questions(team):
    browser = signed_in(team[0])
    browser.get(LOAD)
    few = asked(browser, LOAD), asked(browser, INVOICES)
    for number in range(9):
        requests(3, assigned_to=staff(f"ny-{number}", INVOICING))
    assert (asked(browser, LOAD), asked(browser, INVOICES)) <= few
    assert max(few) <= 12


def test_a_leader_sees_the_areas_they_lead_and_a_member_none(team):
    received()
    leader, worker = staff("leder", CHILD_WELFARE_LEADER), staff("barnevern-1", CHILD_WELFARE)
    ConcernReport.objects.update(assigned_to=worker)
    page = signed_in(leader).get(LOAD).content.decode()
    assert f"{REPORTS}?caseworker={worker.pk}&amp;open=yes" in page
    assert "Kari" not in page
    for member in (worker, staff("leser", "Kommunikasjon"), staff("root", is_superuser=True)):
        browser = signed_in(member)
        assert browser.get(LOAD).status_code == 403
        assert LOAD not in browser.get(reverse("admin:index")).content.decode()


def test_a_crafted_address_gives_nothing_more(team):
    """A member cannot ask whose cases are whose; a leader gets none but the members as choices."""
    hidden = received("hidden")
    leader, worker = staff("leder", CHILD_WELFARE_LEADER), staff("barnevern-1", CHILD_WELFARE)
    ConcernReport.objects.update(assigned_to=worker)
    bar(hidden, leader, by=leader)
    member, lead = signed_in(worker), signed_in(leader)
    assert "caseworker=" not in member.get(REPORTS).content.decode()
    for query in (f"caseworker={worker.pk}", "open=yes", "caseworker__in=1"):
        assert member.get(f"{REPORTS}?{query}").status_code in (302, 400), query
    for value in (worker.pk, team[1].pk, "x", "%00", "gone"):
        page = lead.get(f"{REPORTS}?caseworker={value}")
        assert page.status_code == 200
        assert references(page) == []
    choices = re.findall(r"caseworker=(\w+)", lead.get(REPORTS).content.decode())
    assert set(choices) == {str(leader.pk), str(worker.pk), "gone"}


def test_a_leader_gives_cases_that_somebody_has_to_another(team):
    """The bulk action above the list is how a leader moves some of a colleague's cases."""
    leader, busy, _gone = team
    browser = signed_in(leader)
    browser.user = leader
    first, second, third = requests(3, assigned_to=busy)
    colleague = staff("faktura-3", INVOICING)
    bar(second, colleague, by=leader)
    page = in_bulk(browser, "assign", (first, second), person=colleague.pk)
    assert "Fordel: 1 sak." in page
    assert f"{second.reference} (passer ikke for saken nå)" in page
    owners = dict(InvoiceRequest.objects.values_list("pk", "assigned_to"))
    assert [owners[one.pk] for one in (first, second, third)] == [colleague.pk, busy.pk, busy.pk]
