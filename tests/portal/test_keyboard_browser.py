"""A caseworker with three areas clears ten cases from the start page, and never touches the mouse.

What holds the focus is read from the page; nothing is clicked or filled in behind the keyboard's back.
"""

import pytest
from django.core.management import call_command

from concerns.models import CHILD_WELFARE, ConcernReport
from invoices.models import INVOICING, InvoiceRequest
from tests.accessibility import violations
from tests.accounts.sign_in import signed_in, staff
from tests.concerns.reports import received as a_report
from tests.invoices.asking import received as an_invoice_request
from tests.volunteers.people import help_request
from volunteers.models import COORDINATOR, HelpRequest

pytestmark = pytest.mark.django_db(transaction=True)

REPORTS, INVOICES, HELP = 4, 3, 3
MOST_PRESSES = 25  # for one case, the way from the start page shared by all
FOCUS = """() => {
  const at = document.activeElement, label = at.labels && at.labels[0];
  const said = at.getAttribute('aria-label') || (label && label.innerText) || at.value || at.innerText || '';
  const drawn = getComputedStyle(at), box = at.getBoundingClientRect();
  return {
    name: said.replace(/\\s+/g, ' '), tag: at.localName,
    seen: drawn.outlineStyle !== 'none' && box.bottom > 0 && box.top < innerHeight,
  };
}"""


class Keyboard:
    """A page, and what it takes to use it: keys pressed, pages loaded."""

    def __init__(self, page, checks: bool):
        self.page, self.checks = page, checks
        self.presses = self.loads = 0
        self.checked: set[str] = set()

    def press(self, key: str) -> dict:
        self.page.keyboard.press(key)
        self.presses += 1
        return self.page.evaluate(FOCUS)

    def to(self, name: str, tag: str = "") -> None:
        """Tab until what has this in its name has the focus, where one can see it."""
        passed = []
        for _step in range(40):
            at = self.press("Tab")
            if name in at["name"] and tag in ("", at["tag"]):
                assert at["seen"], at
                return
            passed.append(at["name"])
        raise AssertionError(f"no way by Tab to «{name}», only past {passed}")

    def into(self, name: str, tag: str = "") -> None:
        """Tab to it, and open what it leads to."""
        self.to(name, tag)
        self.enter()

    def enter(self) -> None:
        with self.page.expect_navigation(wait_until="load", timeout=6000):
            self.page.keyboard.press("Enter")
        self.presses += 1
        self.loads += 1
        self._look()

    def skip(self, name: str) -> None:
        self.to(name)
        self.press("Enter")

    def choose(self, steps: int = 0) -> None:
        """In the group of answers that comes next: the first, or as many steps up from it."""
        at = self.press("Tab")
        assert at["tag"] == "input", at
        for _step in range(steps):
            self.press("ArrowUp")
        if not steps:
            self.press("Space")

    def stands_at(self, name: str) -> None:
        at = self.page.evaluate(FOCUS)
        assert name in at["name"], at
        assert at["seen"], at

    def _look(self) -> None:
        """axe, once for each kind of page: by its heading without the case's own reference."""
        kind = self.page.title().split(" – ")[0].rstrip("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ-")
        if self.checks and kind not in self.checked:
            self.checked.add(kind)
            assert violations(self.page) == [], kind


@pytest.fixture
def cases():
    call_command("sync_roles", verbosity=0)
    for number in range(REPORTS):
        a_report(f"report {number}")
    for number in range(INVOICES):
        an_invoice_request(key=f"invoice {number}")
    for _number in range(HELP):
        help_request()


@pytest.fixture
def keyboard(browser, live_server, browser_context_args, cases, request):
    script = request.param
    client = signed_in(staff("alle", CHILD_WELFARE, INVOICING, COORDINATOR))
    context = browser.new_context(
        **browser_context_args | {"base_url": live_server.url, "java_script_enabled": script}
    )
    cookie = client.cookies["session"].value
    context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto("/admin/")
    keys = Keyboard(page, checks=script)
    keys._look()
    yield keys
    context.close()


@pytest.mark.parametrize("keyboard", [True, False], ids=["script", "no script"], indirect=True)
def test_ten_cases_of_three_kinds_are_cleared_by_keyboard(keyboard, capsys):
    to_first_case(keyboard, "bekymringsmeldinger")
    missing_answer(keyboard)
    for number in range(REPORTS):
        take(keyboard)
        keyboard.into("Avgjør gjennomgangen")
        keyboard.choose(2)
        keyboard.into("Avgjør gjennomgangen")
        go_on(keyboard, last=number == REPORTS - 1)
    to_first_case(keyboard, "spørsmål om fakturaer")
    for number in range(INVOICES):
        take(keyboard)
        keyboard.into("Avslå")
        keyboard.choose()
        keyboard.into("Avslå")
        go_on(keyboard, last=number == INVOICES - 1)
    to_first_case(keyboard, "forespørsler om hjelp")
    for number in range(HELP):
        take(keyboard)
        keyboard.into("Avslutt")
        keyboard.into("Avslutt")
        go_on(keyboard, last=number == HELP - 1)
    assert {one.status for one in ConcernReport.objects.all()} == {ConcernReport.Status.CLOSED}
    assert {one.status for one in InvoiceRequest.objects.all()} == {InvoiceRequest.Status.REFUSED}
    assert {one.status for one in HelpRequest.objects.all()} == {HelpRequest.Status.CLOSED}
    cleared = REPORTS + INVOICES + HELP
    with capsys.disabled():
        print(f"\n{cleared} cases: {keyboard.presses} key presses, {keyboard.loads} pages")
    assert keyboard.presses <= MOST_PRESSES * cleared


def to_first_case(keys: Keyboard, area: str) -> None:
    """From the start page by the list of what nobody has taken."""
    keys.skip("hovedinnhold")
    keys.into(f"Ikke tatt av noen, {area}", "a")
    keys.skip("Hopp til sakene")
    keys.into("", "a")
    keys.skip("Hopp til det du kan gjøre")


def missing_answer(keys: Keyboard) -> None:
    """Without a purpose the case stays closed; the focus is where that is said."""
    keys.into("Åpne saken")
    keys.stands_at("Noe mangler")


def take(keys: Keyboard) -> None:
    keys.into("Ta saken")
    keys.stands_at("Beskjed")


def go_on(keys: Keyboard, last: bool) -> None:
    """What was done has the focus, and the next thing is one key from it."""
    keys.stands_at("Beskjed")
    keys.into("Til oversikten" if last else "Neste sak")
