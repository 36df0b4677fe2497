"""The states of a family's and a carer's pages that the whole story does not come by, in a real browser."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework import messages
from casework.drafts import Draft
from services import carers
from services.journeys import KIND
from services.models import CareApplication, CarerApplication, SecondGuardian
from services.models.guardian import KEPT
from tests.accessibility import violations
from tests.accounts.sign_in import citizen, signed_in_citizen, staff
from tests.services.applications import an_application
from tests.services.filling_in import ANSWERS
from tests.services.test_jobs import ANSWERS as JOB

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = [{"width": 320, "height": 700}, {"width": 1280, "height": 900}]
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def parent():
    return citizen()


@pytest.fixture
def is_fine(browser, live_server, browser_context_args, parent):
    """Opens an address as the parent; axe finds nothing, and nothing is wider than the screen."""
    cookie = signed_in_citizen(parent).cookies["session"].value
    context = browser.new_context(**browser_context_args | {"base_url": live_server.url})
    context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
    page = context.new_page()

    def judge(address="", press=""):
        if address:
            page.goto(address)
        if press:
            page.get_by_role("button", name=press, exact=True).click()
        for size in SIZES:
            page.set_viewport_size(size)
            assert not page.evaluate(TOO_WIDE), page.url
        assert violations(page) == [], page.url
        return page

    yield judge
    context.close()


def posted(steps: dict) -> dict:
    return {
        slug: {name: value if isinstance(value, list) else [value] for name, value in step.items()}
        for slug, step in steps.items()
    }


def test_the_pages_of_work_as_carer(is_fine, parent):
    draft = Draft.objects.create(user=parent, kind=carers.KIND, answers=posted(JOB))
    for address in (reverse("services:jobs"), reverse("services:begin_job"), "/minside/"):
        is_fine(address)
    for slug in (*JOB, "kontroller"):
        is_fine(reverse("services:job_step", args=[draft.pk, slug]))
    empty = Draft.objects.create(user=parent, kind=carers.KIND)
    is_fine(reverse("services:job_step", args=[empty.pk, "wish"]), "Neste steg")
    case = CarerApplication.receive(posted(JOB), "key", citizen=parent)
    messages.post_from_desk(case, "Kom til samtale.", by=staff("recruiter", "Rekruttering"))
    mine = reverse("services:my_job", args=[case.pk])
    is_fine(mine)
    is_fine(mine, "Send beskjeden")
    is_fine(mine, "Trekk søknaden")


def test_the_rarer_states_of_an_application(is_fine, parent, asker, settings):
    settings.ALLOW_SYNTHETIC_IDS = True
    wish = ANSWERS["wish"] | {"services": ["support_contact", "after_school"]}
    draft = Draft.objects.create(user=parent, kind=KIND, answers=posted(ANSWERS | {"wish": wish}))
    step = lambda slug: reverse("services:application_step", args=[draft.pk, slug])  # noqa: E731
    is_fine(step("age"))
    is_fine(step("age"), "Neste steg")
    page = is_fine(step("health"))
    Draft.objects.get().keep("health", {"health": ["Fra den andre fanen"]})
    page.get_by_label("Hva gjør at det trengs hjelp?").fill("Fra denne")
    is_fine(press="Neste steg")
    page.goto(step("health"))
    page.get_by_label("Hva gjør at det trengs hjelp?").fill("Skrevet for sent")
    Draft.objects.get().throw_away()
    is_fine(press="Neste steg")
    is_fine(reverse("services:begin_application"))

    named = {"guardian": {"second": "named"}, "child": {"child_name": "Ola", "pid": "05841290056"}}
    case = an_application(parent, content=named)
    mine = reverse("services:my_application", args=[case.pk])
    with time_machine.travel(timezone.now() - KEPT):
        SecondGuardian.invite(case, by=parent)
    assert is_fine(mine).get_by_text("uten at noen svarte").is_visible()
    is_fine(reverse("services:withdraw_application", args=[case.pk]), "Ja, trekk søknaden")
    is_fine(reverse("services:withdraw_application", args=[case.pk]))
    Status = CareApplication.Status
    for status in (Status.DECIDED, Status.FORWARDED, Status.CLOSED):
        CareApplication.objects.update(status=status)
        is_fine(mine)
