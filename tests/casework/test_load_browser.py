"""A leader's way through load, absence and hand-over in a real browser, on a phone and at a desk."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from invoices.models import INVOICING, InvoiceRequest
from tests.accessibility import violations
from tests.accounts.sign_in import signed_in, staff
from tests.casework.test_case_lists import requests

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[390, 1280])
def page(request, browser, live_server, browser_context_args):
    leader, kari = staff("faktura-1", INVOICING), staff("kari", INVOICING, first_name="Kari")
    staff("ola", INVOICING, first_name="Ola")
    requests(3, assigned_to=kari)
    size = {"width": request.param, "height": 900}
    context = browser.new_context(**browser_context_args | {"base_url": live_server.url, "viewport": size})
    cookie = signed_in(leader).cookies["session"].value
    context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    yield context.new_page()
    context.close()


def is_fine(page):
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_leader_sees_the_load_writes_an_absence_and_hands_over(page):
    page.goto("/admin/")
    is_fine(page)
    page.get_by_role("link", name="Oversikt over saksmengde").click()
    is_fine(page)
    assert page.get_by_role("link", name="Åpne saker, Kari").inner_text().startswith("3")
    page.get_by_role("link", name=re.compile("Skriv fravær ?, Kari")).click()
    page.get_by_role("button", name="Lagre fraværet").click()
    is_fine(page)
    today = timezone.localdate()
    page.get_by_label("Fra og med").fill(today.isoformat())
    page.get_by_label("Til og med").fill((today + timedelta(days=3)).isoformat())
    page.get_by_label("Hvem er vikar?").select_option(label="Ola")
    page.get_by_role("button", name="Lagre fraværet").click()
    page.get_by_role("heading", name="Skrevet fra før").wait_for()
    is_fine(page)
    page.goto("/admin/saksmengde/")
    assert "vikar: Ola" in page.get_by_role("table").inner_text()
    page.get_by_role("link", name=re.compile("Overlat saker ?, Kari")).click()
    page.get_by_role("button", name="Se hva som skjer").click()
    is_fine(page)
    page.get_by_label("Ola").check()
    page.get_by_role("button", name="Se hva som skjer").click()
    page.get_by_role("heading", name="Ola får 3 saker").wait_for()
    is_fine(page)
    page.get_by_role("button", name="Overlat sakene").click()
    page.get_by_text("Fordel: 3 saker.").wait_for()
    assert InvoiceRequest.objects.filter(assigned_to__username="ola").count() == 3
