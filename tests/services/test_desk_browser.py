"""Care services' desk and the citizen's decision in a real browser, on a phone and on a screen."""

import pytest
from django.utils import timezone

from services import decisions
from services.models import CarerApplication, PoolEntry
from tests.accessibility import violations
from tests.accounts.sign_in import signed_in, staff
from tests.services.applications import a_citizen, an_application

pytestmark = pytest.mark.django_db(transaction=True)

LINE = {"outcome": "granted", "what": "Assistanse", "amount": "10", "unit": "hours_a_week", "reasons": "Ja."}
ENTRIES = ("soknad-for-innringer/", "meldeplikt/")
SIZES = [{"width": 390, "height": 844}, {"width": 1280, "height": 900}]


@pytest.fixture
def worker():
    return staff("worker", "Velferdsforvaltning")


@pytest.fixture
def case(worker):
    case = an_application(a_citizen(), content={"services": ["bpa"]})
    case.assign(worker, by=worker)
    decisions.write(case, by=worker, key="bpa", starts=timezone.localdate().isoformat(), **LINE)
    decisions.send(case, by=worker)
    decisions.appeal(case, by=case.citizen, text="Jeg trenger mer.")
    decisions.plan(case, by=worker, review_on=timezone.localdate(), contact="K", participants="S", goals="M")
    decisions.write(case, by=worker, key="bpa", starts=timezone.localdate().isoformat(), **LINE)
    return case


@pytest.fixture
def somebody():
    """Whom the pool offers for a child."""
    about = {"name": "Nora Vikeby", "areas": ["asker"]}
    carer = CarerApplication.receive({"about": about}, "pool", citizen=a_citizen("c-carer"))
    return PoolEntry.objects.create(
        carer=carer, contact={"name": "Nora Vikeby", "mobile": "40000020"}, hours=4
    )


@pytest.fixture
def page_for(browser, live_server, browser_context_args):
    contexts = []

    def start(client, **options):
        options |= {"base_url": live_server.url, "java_script_enabled": True}
        context = browser.new_context(**browser_context_args | options)
        contexts.append(context)
        cookie = client.cookies["session"].value
        context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        return context.new_page()

    yield start
    for context in contexts:
        context.close()


def is_fine(page, address):
    page.goto(address)
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("size", SIZES, ids=["390", "1280"])
def test_the_desk_breaks_no_rule(page_for, worker, case, somebody, size):
    page = page_for(signed_in(worker), viewport=size)
    is_fine(page, "/admin/services/careapplication/")
    is_fine(page, f"/admin/services/careapplication/{case.pk}/change/")
    for verb in ("decide", "interim", "map", "ask-more", "date", "plan", "uphold", "report-concern"):
        is_fine(page, f"/admin/services/careapplication/{case.pk}/{verb}/do/")
    for address in ("", "services/poolentry/", f"services/poolentry/{somebody.pk}/change/", *ENTRIES):
        is_fine(page, f"/admin/{address}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_citizens_page_breaks_no_rule(page_for, worker, case, scheme):
    decisions.send(case, by=worker)
    client = signed_in(case.citizen)
    session = client.session
    session["citizen_level"] = "high"
    session.save()
    page = page_for(client, viewport={"width": 320, "height": 700}, color_scheme=scheme)
    is_fine(page, f"/minside/soknad/{case.pk}/vedtak/")
