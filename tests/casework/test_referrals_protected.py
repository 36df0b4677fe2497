"""Where an address is protected, both who sends word of the case and who reads it are warned."""

import re

import pytest
from django.urls import reverse

from casework.disposal import erase
from tests.accounts.sign_in import citizen, signed_in, staff
from tests.casework.test_referrals import opened, page_of, refer, sent
from tests.invoices.asking import load_rules
from tests.invoices.asking import received as an_invoice
from tests.services.applications import an_application
from tests.volunteers.people import help_request, volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]

WARNING = "Adressen er sperret."
# By the desk's admin page: a case, whether its address is protected or not.
MAKERS = {
    "services_careapplication": lambda hidden: an_application(citizen(), address_is_protected=hidden),
    "volunteers_volunteer": lambda hidden: volunteer(protected=hidden),
    "volunteers_helprequest": lambda hidden: help_request(protected=hidden),
}


def form_of(case, desk, **posted):
    """The form by which whoever has the case sends it over: fresh, or as it comes back."""
    worker = staff("avsender", case.groups_that_may_open[0])
    case.assign(worker, by=worker)
    client = signed_in(worker)
    if posted:
        return refer(client, case, desk, **posted)
    return client.get(reverse(f"admin:{desk}_verb", args=[case.pk, "refer"]))


def hints(page: str) -> list[str]:
    """The warnings of a page, without their marks, in their order."""
    found = re.findall(r'class="desk-hint">(.*?)</p>', page, re.S)
    return [one for one in found if WARNING in one]


@pytest.mark.parametrize("hidden", [True, False], ids=["protected", "known"])
@pytest.mark.parametrize("desk", MAKERS)
def test_the_sender_is_warned_above_the_text(desk, hidden):
    page = form_of(MAKERS[desk](hidden), desk).text
    (said,) = hints(page) or [""]
    assert ("Skriv verken adressen eller noe annet" in said) == hidden
    assert not hidden or page.index(said) < page.index("<textarea")
    assert "De ser bare dette, ikke saken." in page, "what the field asks for is said as before"


def test_the_warning_belongs_to_the_field_and_stays_when_something_is_missing():
    case = MAKERS["services_careapplication"](True)
    page = form_of(case, "services_careapplication", text="").text
    described = re.search(r'id="refer_text_helptext">(.*?)</div>', page, re.S)
    assert described, "the form came back"
    assert WARNING in described[1]
    assert re.search(r'aria-describedby="refer_text_helptext refer_text_error" id="refer_text"', page)


def test_an_area_that_never_asks_warns_of_nothing():
    load_rules()
    assert hints(form_of(an_invoice(), "invoices_invoicerequest").text) == []


@pytest.mark.parametrize("hidden", [True, False], ids=["protected", "known"])
@pytest.mark.parametrize("desk", MAKERS)
def test_the_receiver_is_warned_once_it_is_opened(desk, hidden):
    referral = sent(MAKERS[desk](hidden), "invoices")
    client = signed_in(staff("faktura", "Faktura"))
    assert hints(client.get(page_of(referral)).text) == [], "what is unopened tells nothing of anybody"
    page = opened(client, referral).text
    (said,) = hints(page) or [""]
    assert ("heller ikke i svaret" in said) == hidden
    assert not hidden or page.index(said) < page.index(referral.text)


def test_it_follows_the_case_as_it_is_now():
    case = MAKERS["services_careapplication"](False)
    referral, client = sent(case, "invoices"), signed_in(staff("faktura", "Faktura"))
    opened(client, referral)
    type(case).objects.update(address_is_protected=True)
    assert hints(client.get(page_of(referral)).text)


def test_of_a_case_that_is_gone_nothing_is_shown():
    case = MAKERS["services_careapplication"](True)
    referral, client = sent(case, "invoices"), signed_in(staff("faktura", "Faktura"))
    opened(client, referral)
    erase(case)
    assert client.get(page_of(referral)).status_code == 404
