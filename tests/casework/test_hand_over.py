"""A portfolio goes to colleagues as the page said it would, case by case, and nothing else moves."""

import re

import pytest
from django.urls import reverse

from casework.access import AccessEntry
from casework.bars import bar
from casework.events import Event
from concerns.models import CHILD_WELFARE
from invoices.models import INVOICING, InvoiceRequest
from tests.accounts.sign_in import signed_in, staff
from tests.casework.test_case_lists import requests

pytestmark = pytest.mark.django_db


def address(person) -> str:
    return reverse("admin:invoices_invoicerequest_hand_over", args=[person.pk])


@pytest.fixture
def leader(db):
    user = staff("faktura-1", INVOICING)
    client = signed_in(user)
    client.user = user
    return client


def planned(client, giver, cases, people) -> list[str]:
    """What the page that asks writes down of who gets what."""
    posted = {"cases": [str(one.pk) for one in cases], "people": [one.pk for one in people]}
    page = client.post(address(giver), posted)
    assert page.status_code == 200
    return re.findall(r'name="give" value="([^"]+)"', page.content.decode())


def owners() -> dict:
    return dict(InvoiceRequest.objects.values_list("pk", "assigned_to__username"))


def test_a_portfolio_is_shared_out_as_the_page_said(leader):
    giver, ola, kari = (staff(name, INVOICING) for name in ("giver", "ola", "kari"))
    cases = requests(5, assigned_to=giver)
    (done,) = requests(1, assigned_to=giver, status="granted")
    kept, *given = cases
    assert given[0].reference in leader.get(address(giver)).content.decode()
    assert AccessEntry.objects.filter(action="listed").count() == 5
    plan = planned(leader, giver, given, [ola, kari])
    assert (
        "ola får 2 saker"
        in leader.post(
            address(giver), {"cases": [str(one.pk) for one in given], "people": [ola.pk, kari.pk]}
        ).content.decode()
    )
    assert set(owners().values()) == {"giver"}
    page = leader.post(address(giver), {"sure": "1", "give": plan}, follow=True)
    assert page.request["PATH_INFO"] == reverse("admin:load")
    assert "Fordel: 4 saker." in page.content.decode()
    found = owners()
    assert [found[one.pk] for one in (kept, done)] == ["giver", "giver"]
    assert sorted(found[one.pk] for one in given) == ["kari", "kari", "ola", "ola"]
    events = Event.objects.filter(name="assigned", by="faktura-1")
    assert sorted(events.values_list("detail", flat=True)) == ["kari", "kari", "ola", "ola"]


def test_what_is_not_as_it_was_or_may_not_be_had_is_refused_by_reference(leader):
    giver, ola = staff("giver", INVOICING), staff("ola", INVOICING)
    fine, barred, changed, moved, hidden, closed = cases = requests(6, assigned_to=giver)
    bar(barred, ola, by=leader.user)
    plan = planned(leader, giver, cases, [ola])
    changed.change(by=giver, event="noted")
    moved.assign(leader.user, by=leader.user)
    bar(hidden, leader.user, by=leader.user)
    InvoiceRequest.objects.filter(pk=closed.pk).update(status="granted")
    page = leader.post(address(giver), {"sure": "1", "give": plan}, follow=True).content.decode()
    assert "Fordel: 1 sak." in page
    unfit, late = "passer ikke for saken nå", "endret imens"
    for case, why in ((barred, unfit), (closed, unfit), (changed, late), (moved, late)):
        assert f"{case.reference} ({why})" in page
    assert hidden.reference not in page
    found = owners()
    assert [pk for pk, name in found.items() if name == "ola"] == [fine.pk]
    assert (found[moved.pk], found[hidden.pk]) == ("faktura-1", "giver")


def test_a_crafted_post_moves_nothing(leader):
    giver, outside = staff("giver", INVOICING), staff("annen", CHILD_WELFARE)
    (case,), (other,) = requests(1, assigned_to=giver), requests(1)
    for give in (
        "x",
        f"{case.pk}:x:1",
        f"{case.pk}:{case.version}:{outside.pk}",
        f"{other.pk}:{other.version}:{leader.user.pk}",
        f"{case.pk}:{case.version}:99999999999999999999",
    ):
        assert leader.post(address(giver), {"sure": "1", "give": give}, follow=True).status_code == 200
    for posted in ({"cases": [str(other.pk)], "people": [leader.user.pk]}, {"cases": "x", "people": "x"}):
        assert leader.post(address(giver), posted).status_code == 400
    assert leader.get(address(outside)).status_code == 404
    assert owners() == {case.pk: "giver", other.pk: None}


def test_only_a_leader_of_the_area_hands_over(db):
    worker = staff("barnevern-1", CHILD_WELFARE)
    reports = reverse("admin:concerns_concernreport_hand_over", args=[worker.pk])
    for browser in (signed_in(worker), signed_in(staff("faktura-1", INVOICING))):
        assert (browser.get(reports).status_code, browser.post(reports).status_code) == (403, 403)
