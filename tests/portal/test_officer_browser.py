"""The privacy officer's pages in a real browser: the log, deletion, and one person's data, by keyboard."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from casework import access
from casework.disposal import Disposal
from casework.drafts import Draft
from casework.events import Event
from invoices.models import InvoiceRequest
from tests.accessibility import violations
from tests.accounts.sign_in import citizen, signed_in, staff
from tests.invoices.asking import received

pytestmark = pytest.mark.django_db(transaction=True)
PID = "14838821198"


@pytest.fixture
def officer():
    call_command("sync_roles", verbosity=0)
    case = received(citizen=citizen(PID))
    access.record(staff("leser", "Faktura"), "opened", [case], purpose="control")
    then = timezone.now() - timedelta(days=800)
    InvoiceRequest.objects.update(status="refused", received_at=then)
    Event.objects.update(at=then)
    Disposal.objects.create(rule="invoices.invoicerequest", made_by="leser").items.create(
        thing=str(case.pk), reference=case.reference
    )
    Draft.objects.create(user=case.citizen, kind="a")
    return staff("ombud", "Personvernombud")


@pytest.fixture(params=[390, 1280])
def page(request, browser, live_server, browser_context_args, officer, settings):
    settings.ALLOW_SYNTHETIC_IDS = True
    size = {"width": request.param, "height": 900}
    context = browser.new_context(**browser_context_args | {"base_url": live_server.url, "viewport": size})
    cookie = signed_in(officer).cookies["session"].value
    context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    yield context.new_page()
    context.close()


def is_fine(page):
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_the_officers_pages_break_no_rule(page):
    page.goto("/admin/casework/accessentry/")
    page.locator("summary", has_text="Søk i innsynsloggen").press("Enter")
    is_fine(page)
    page.get_by_label("brukernavn").fill("leser")
    page.get_by_label("brukernavn").press("Enter")
    assert "Kontroll" in page.get_by_role("table").inner_text()
    is_fine(page)

    page.goto("/admin/casework/disposal/")
    is_fine(page)
    page.get_by_role("link", name="Spørsmål om faktura").press("Enter")
    is_fine(page)
    page.get_by_role("button", name="Godkjenn sletting").press("Enter")
    page.get_by_text("En til må godkjenne").first.wait_for()
    page.goto("/admin/casework/disposal/")
    page.get_by_role("button", name="Hold tilbake").press("Enter")
    is_fine(page)

    page.goto("/admin/innsyn/")
    is_fine(page)
    page.get_by_role("button", name="Finn").press("Enter")
    is_fine(page)
    page.get_by_label("Fødselsnummer").fill(PID)
    page.get_by_label("Fødselsnummer").press("Enter")
    page.get_by_text("Betaler").first.wait_for()
    is_fine(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned pakken").press("Enter")
    assert download.value.suggested_filename == "innsyn.zip"
