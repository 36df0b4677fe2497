"""Applications that citizen service enters for others, and reports that a caseworker goes on to write."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from casework.access import AccessEntry
from casework.events import Event
from casework.outbox import deliver_waiting
from concerns.models import ConcernReport
from services import blank_form, decisions
from services.forms import entering
from services.journeys import every_step
from services.models import CareApplication, ServiceType
from tests.accounts.sign_in import staff
from tests.concerns.filling_in import code_on, go_through, hidden, post
from tests.concerns.kinds import KINDS
from tests.services.desk import Desk
from tests.services.filling_in import ANSWERS

pytestmark = pytest.mark.django_db
ENTRY = reverse("admin:application_entry")
DUTY = reverse("admin:duty_report")
DUTY_STEPS = ("who", "agency", "child-1", "guardian-1", "worry", "more", "files", "notice")
REACH = {"name": "Kari Granskog", "protected": "False", "address": "Lauvveien 2"}
PHONE = {"entered": {"how": "phone"}}
PAST = timezone.localdate() - timedelta(days=3)
PAPER = {
    "entered": {
        "how": "paper",
        "came_on_day": str(PAST.day),
        "came_on_month": str(PAST.month),
        "came_on_year": str(PAST.year),
    }
}


@pytest.fixture
def clerk(asker, at_the_desk):
    return at_the_desk(staff("innbyggerservice-1", "Innbyggerservice"))


def entered(client, how, **changed):
    """The receipt's page, after each step has been answered as the family says it."""
    page = client.get(ENTRY)
    for answers in (how | ANSWERS | {"contact": REACH} | changed).values():
        page = client.post(ENTRY, hidden(page) | answers)
    return client.post(ENTRY, hidden(page) | {"go": "send"})


def test_an_application_is_entered_for_a_caller_and_is_like_any_other(clerk, worker, at_the_desk):
    receipt = entered(clerk, PHONE)
    case = CareApplication.objects.get()
    assert case.reference in receipt.text
    assert (case.source, case.citizen_id, case.contact) == ("phone", None, {})
    assert case.content["services"] == ANSWERS["wish"]["services"]
    assert Event.objects.of(case).get(name="received").by == "innbyggerservice-1"
    desk = Desk(at_the_desk(worker), case)
    assert "Søkeren ser ikke saken der" in desk.page().text
    assert "Lauvveien 2" in decisions.addressee_of(case)
    desk.did("message", text="Vi ringer deg.")
    deliver_waiting()
    assert mail.outbox == []


def test_a_paper_counts_from_the_day_it_came(clerk):
    entered(clerk, PAPER)
    case = CareApplication.objects.get()
    assert (case.source, timezone.localdate(case.received_at)) == ("paper", PAST)


def test_the_day_it_came_is_asked_for_and_cannot_be_ahead(clerk):
    page = clerk.get(ENTRY)
    refused = clerk.post(ENTRY, hidden(page) | {"how": "paper"})
    assert "Fristen regnes fra da" in refused.text
    ahead = PAPER["entered"] | {"came_on_year": str(PAST.year + 1)}
    assert "ikke vært ennå" in clerk.post(ENTRY, hidden(page) | ahead).text


def test_sent_twice_is_one_and_whoever_entered_it_cannot_read_it(clerk):
    page = clerk.get(ENTRY)
    for answers in (PHONE | ANSWERS | {"contact": REACH}).values():
        page = clerk.post(ENTRY, hidden(page) | answers)
    receipts = [clerk.post(ENTRY, hidden(page) | {"go": "send"}).text for _press in range(2)]
    case = CareApplication.objects.get()
    assert all(case.reference in each for each in receipts)
    for name, args in (("changelist", []), ("change", [case.pk])):
        address = reverse(f"admin:services_careapplication_{name}", args=args)
        assert clerk.get(address).status_code in (403, 404)
    assert case.reference not in clerk.get(reverse("admin:index")).text
    assert not AccessEntry.objects.filter(case_id=case.pk, action="opened").exists()


def test_a_wrong_age_is_explained_to_the_caller_too(clerk):
    page = clerk.get(ENTRY)
    wish = ANSWERS["wish"] | {"services": ["support_contact", "after_school"]}
    for answers in (PHONE | ANSWERS | {"contact": REACH, "wish": wish}).values():
        page = clerk.post(ENTRY, hidden(page) | answers)
        if answers is wish:
            break
    assert "For elever i videregående skole" in page.text


@pytest.mark.parametrize("groups", [[], ["Barnevern"], ["Kommunikasjon"]])
def test_no_other_employee_enters_applications(at_the_desk, groups):
    client = at_the_desk(staff("other", *groups, is_superuser=True))
    assert client.get(ENTRY).status_code == 403
    assert ENTRY not in client.get(reverse("admin:index")).text


# --- the duty to report ---------------------------------------------------------------------------------
def test_a_report_is_started_from_a_case_and_carries_nothing_along(desk):
    verb = reverse("admin:services_careapplication_verb", args=[desk.case.pk, "report-concern"])
    desk.page()
    asked = desk.client.get(verb)
    assert "barnevernsloven § 13-2" in asked.text
    led = desk.did("report-concern")
    assert led.url == DUTY
    started = Event.objects.of(desk.case).get(name="report_started")
    assert (started.by, started.detail) == ("worker", "")
    page = desk.client.get(DUTY)
    for word in ("Granskog", desk.case.reference, str(desk.case.pk)):
        assert word not in page.text


def test_the_report_reaches_child_welfare_with_its_writer_and_no_trace_of_the_case(desk):
    desk.did("report-concern")
    answers = {"who": {"who": "professional"}} | KINDS["professional"][1]
    page = go_through(desk.client, desk.client.get(DUTY), *(answers[slug] for slug in DUTY_STEPS))
    receipt = post(desk.client, page, go="send")
    report = ConcernReport.behind(code_on(receipt))
    assert report.content["who"]["who"] == "professional"
    assert desk.case.reference not in str(report.content)
    assert not Event.objects.filter(case_id=desk.case.pk, name="report_sent").exists()


# --- on paper -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_blank_form_asks_all_that_the_steps_ask(language, monkeypatch):
    monkeypatch.setattr(blank_form, "letter", lambda name, data, **about: data)
    with override(language):
        data = blank_form.blank_form.__wrapped__(language)
        asked = {one["label"] or one["options"][0] for part in data["parts"] for one in part["questions"]}
        for step in every_step():
            if step.slug not in {"age", "files", "child"}:
                form = entering.FORMS.get(step.form, step.form)
                assert {str(field.label) for field in form.base_fields.values()} <= asked, step.slug


def test_the_blank_form_is_a_tagged_pdf_that_the_pages_lead_to(client, asker):
    address = reverse("services:blank_form")
    pdf = client.get(address)
    assert pdf["Content-Type"] == "application/pdf"
    assert b"/StructTreeRoot" in pdf.content
    assert b"pdfuaid" in pdf.content
    slugs = ServiceType.objects.published().values_list("slug", flat=True)
    for page in ("/soknad/", *(reverse("services:service", args=[slug]) for slug in slugs)):
        assert address in client.get(page).text, page
