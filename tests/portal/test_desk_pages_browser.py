"""The desk's own pages, beside the areas': each as it comes, and with a mistake in its form."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from casework.replies import ReplyTemplate
from tests.accessibility import violations
from tests.accounts.sign_in import signed_in, staff
from tests.invoices.asking import received

pytestmark = pytest.mark.django_db(transaction=True)

TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
AS_THEY_COME = ("index", "first_day", "absence", "conflicts", "load", "auth_group_changelist")
# The page, and the button that sends its form as it stands: empty, or not as it must be.
WITH_A_MISTAKE = {
    "absence": "Lagre",
    "conflicts": "Lagre",
    "accounts_user_add": "Lagre",
    "casework_replytemplate_add": "Lagre",
    "invoices_invoicerule_add": "Lagre",
}


@pytest.fixture
def page(browser, live_server, browser_context_args):
    call_command("sync_roles", verbosity=0)
    user = staff("alle", "Faktura", "Systemforvalter", "Velferdsforvaltning")
    ReplyTemplate.objects.create(case_kind="invoices.invoicerequest", name="Mal", text_nb="Hei.")
    received()
    phone = {"base_url": live_server.url, "viewport": {"width": 390, "height": 844}}
    context = browser.new_context(**browser_context_args | phone)
    cookie = signed_in(user).cookies["session"].value
    context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    yield context.new_page()
    context.close()


def is_fine(page):
    assert violations(page) == [], page.url
    assert not page.evaluate(TOO_WIDE), page.url


def test_the_desks_own_pages_can_be_used_by_all(page):
    addresses = [reverse(f"admin:{name}") for name in AS_THEY_COME]
    lists = ("accounts_user", "casework_replytemplate")
    for name in lists:
        address = reverse(f"admin:{name}_changelist")
        page.goto(address)
        is_fine(page)
        addresses.append(page.locator("#result_list a").first.get_attribute("href"))
    for address in (*addresses, reverse("sign_ins")):
        page.goto(address)
        is_fine(page)


@pytest.mark.parametrize("name", WITH_A_MISTAKE)
def test_a_mistake_is_said_where_all_find_it(page, name):
    page.goto(reverse(f"admin:{name}"))
    page.get_by_role("button", name=WITH_A_MISTAKE[name]).first.click()
    page.locator(".errornote, .errorlist, [aria-invalid=true]").first.wait_for()
    is_fine(page)
