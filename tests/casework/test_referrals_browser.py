"""Word of a case to another desk in a browser, on a phone: sent, read with a purpose, taken, sent back."""

import pytest

from services.models import CareApplication
from tests.accessibility import violations
from tests.accounts.sign_in import signed_in, staff
from tests.casework.test_referrals import page_of as address_of
from tests.casework.test_referrals import sent
from tests.services.applications import a_citizen, an_application

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page_of(browser, live_server, browser_context_args):
    """A page for an employee, on a phone."""
    contexts = []

    def page(user):
        known = {"base_url": live_server.url, "viewport": PHONE}
        contexts.append(context := browser.new_context(**browser_context_args | known))
        cookie = signed_in(user).cookies["session"].value
        context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        return context.new_page()

    yield page
    for context in contexts:
        context.close()


def is_fine(page):
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_case_is_sent_over_and_comes_back(page_of):
    worker, case = staff("omsorg", "Velferdsforvaltning"), an_application(a_citizen())
    case.assign(worker, by=worker)
    desk = page_of(worker)
    desk.goto(f"/admin/services/careapplication/{case.pk}/change/")
    desk.get_by_role("link", name="Send over til et annet fagområde").click()
    is_fine(desk)
    desk.get_by_label("Hva trenger de å vite?").fill("Mor vil selv bli støttekontakt.")
    desk.get_by_role("button", name="Send over til et annet fagområde").click()
    desk.get_by_text("Velg grunnlaget.").wait_for()
    is_fine(desk)
    desk.get_by_label("Rekruttering").check()
    desk.get_by_label("Den det gjelder, har bedt om det").check()
    desk.get_by_role("button", name="Send over til et annet fagområde").click()
    desk.get_by_text("Det er sendt over.").wait_for()

    other = page_of(staff("rekruttering", "Rekruttering"))
    other.goto("/admin/")
    is_fine(other)
    other.get_by_role("link", name="1 Venter på å bli tatt").click()
    is_fine(other)
    other.get_by_role("link", name=case.reference).click()
    other.get_by_label("Fordeler saker").wait_for()
    is_fine(other)
    other.get_by_label("Fordeler saker").check()
    other.get_by_role("button", name="Åpne").click()
    other.get_by_text("Mor vil selv bli støttekontakt.").wait_for()
    is_fine(other)
    other.get_by_role("button", name="Ta den").click()
    other.get_by_role("button", name="Send tilbake").click()
    other.get_by_text("Skriv hvorfor.").wait_for()
    is_fine(other)
    other.get_by_label("Hvorfor sender du det tilbake?").fill("Vi når ikke fram.")
    other.get_by_role("button", name="Send tilbake").click()
    other.get_by_text("Den er sendt tilbake.").wait_for()

    desk.reload()
    desk.get_by_text("Vi når ikke fram.").wait_for()
    is_fine(desk)
    assert CareApplication.objects.get().status == "received", "the case itself stays"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_warnings_of_a_protected_address_can_be_read(page_of, colours):
    worker, case = staff("omsorg", "Velferdsforvaltning"), an_application(a_citizen())
    case.change(by=worker, event="assigned", assigned_to=worker, address_is_protected=True)
    desk, other = page_of(worker), page_of(staff("faktura", "Faktura"))
    desk.emulate_media(color_scheme=colours)
    desk.goto(f"/admin/services/careapplication/{case.pk}/refer/do/")
    desk.get_by_text("Adressen er sperret. Skriv verken").wait_for()
    is_fine(desk)

    other.emulate_media(color_scheme=colours)
    other.goto(address_of(sent(case, "invoices")))
    other.get_by_label("Fordeler saker").check()
    other.get_by_role("button", name="Åpne").click()
    other.get_by_text("Adressen er sperret. Fortell ingen").wait_for()
    is_fine(other)
