"""Replies written beforehand: who writes them, what they may name, and how one comes into a message."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from asker_portal import demo_replies
from casework.replies import ReplyTemplate
from concerns import receipts
from concerns.models import ConcernReport
from tests.accounts.sign_in import staff
from tests.concerns.reports import ANSWERS
from tests.services.applications import a_citizen, an_application

pytestmark = pytest.mark.django_db

KIND, OTHER_KIND = "services.careapplication", "invoices.invoicerequest"
LIST, ADD = (reverse(f"admin:casework_replytemplate_{page}") for page in ("changelist", "add"))
TEXT = {"text_nb": "Saken er {referanse}.", "text_nn": "", "text_en": "Your case is {referanse}."}


@pytest.fixture
def worker(at_the_desk):
    return at_the_desk(staff("worker", "Velferdsforvaltning"))


@pytest.fixture
def case():
    return an_application(a_citizen())


@pytest.fixture
def template():
    return ReplyTemplate.objects.create(case_kind=KIND, name="Mangler noe", **TEXT)


def edit(template) -> str:
    return reverse("admin:casework_replytemplate_change", args=[template.pk])


def test_a_leader_writes_for_their_own_kind_alone(worker, template):
    said = {"case_kind": KIND, "name": "Ny", **TEXT}
    assert worker.post(ADD, said | {"case_kind": OTHER_KIND}).status_code == 200
    assert worker.post(ADD, said).status_code == 302
    assert [one.case_kind for one in ReplyTemplate.objects.all()] == [KIND, KIND]
    other = ReplyTemplate.objects.create(case_kind=OTHER_KIND, name="Fremmed", **TEXT)
    assert "Fremmed" not in worker.get(LIST).text
    worker.post(edit(other), said | {"name": "Tatt"})
    worker.post(edit(template), said | {"name": "Tatt", "case_kind": OTHER_KIND})
    assert not ReplyTemplate.objects.filter(name="Tatt").exists()


def test_a_role_that_is_gone_closes_the_open_page(at_the_desk, template):
    user = staff("worker", "Velferdsforvaltning")
    client = at_the_desk(user)
    assert client.get(edit(template)).status_code == 200
    user.groups.clear()
    assert client.post(edit(template), {"case_kind": KIND, "name": "Tatt", **TEXT}).status_code == 403
    template.refresh_from_db()
    assert template.name == "Mangler noe"


@pytest.mark.parametrize("braces", ["{barnets navn}", "{case.content}", "{}", "{referanse.__class__}"])
def test_only_what_is_on_the_list_may_be_named(worker, braces):
    answer = worker.post(ADD, {"case_kind": KIND, "name": "Ny", **TEXT, "text_nn": f"Hei {braces}"})
    assert f"«{braces}» kjenner vi ikke" in answer.text
    assert not ReplyTemplate.objects.exists()


@pytest.mark.parametrize(
    ("language", "begins"), [("en", "Your case"), ("nn", "Saken er"), ("nb", "Saken er")]
)
def test_it_speaks_the_citizens_language_or_bokmal(case, template, language, begins):
    case.language = language
    (chosen,) = template.languages_for(case)
    assert template.filled_for(case, chosen).startswith(begins)
    assert case.reference in template.filled_for(case, chosen)


def test_braces_that_were_never_checked_stay_as_they_are(case):
    assert (
        ReplyTemplate(text_nb="{content} {referanse}").filled_for(case, "nb")
        == f"{{content}} {case.reference}"
    )


def test_a_template_is_put_in_without_sending_and_keeps_what_was_written(worker, case, template):
    verb = reverse("admin:services_careapplication_verb", args=[case.pk, "message"])
    other = ReplyTemplate.objects.create(case_kind=OTHER_KIND, name="Fremmed", text_nb="Fremmed tekst")
    worker.post(reverse("admin:services_careapplication_open", args=[case.pk]), {"purpose": "caseworker"})
    page = worker.post(verb, {"version": case.version, "text": "Hei.", "template": f"{template.pk} nb"})
    assert page.status_code == 200
    assert f"Hei.\n\nSaken er {case.reference}." in page.text
    for strange in (f"{other.pk} nb", f"{template.pk} xx", template.pk, "x", ""):
        page = worker.post(verb, {"version": case.version, "text": "Hei.", "template": str(strange)})
        assert "Hei." in page.text
        assert "Fremmed" not in page.text
    assert not case.messages.exists()
    behind = worker.post(verb, {"version": 99, "text": "Hei.", "template": f"{template.pk} nb"})
    assert behind.status_code == 409
    assert "Hei." in behind.text


# --- to whoever reports a concern -------------------------------------------------------------------------
REPORT_KIND = "concerns.concernreport"


@pytest.fixture
def report():
    code = ConcernReport.receive(ANSWERS, "reply")
    return ConcernReport.objects.get(receipt_digest=receipts.digest(code))


def test_the_leader_of_child_welfare_writes_templates_that_lead_to_no_page_of_a_person(at_the_desk):
    leader = at_the_desk(staff("leader", "Barnevern – leder"))
    said = {"case_kind": REPORT_KIND, "name": "Takk", "text_nn": "", "text_en": ""}
    refused = leader.post(ADD, said | {"text_nb": "Se {minside}."})
    assert "«{minside}» kjenner vi ikke" in refused.text
    assert leader.post(ADD, said | {"text_nb": "Svar på {svarside}."}).status_code == 302
    member = at_the_desk(staff("member", "Barnevern"))
    assert member.get(LIST).status_code == 403


def test_a_template_comes_into_the_message_to_a_reporter_and_is_not_sent(at_the_desk, report, settings):
    settings.SITE_URL = "https://portal.example"
    template = ReplyTemplate.objects.create(
        case_kind=REPORT_KIND, name="Takk", text_nb="Svar på {svarside}, {minside}."
    )
    client = at_the_desk(staff("member", "Barnevern"))
    client.post(reverse("admin:concerns_concernreport_open", args=[report.pk]), {"purpose": "control"})
    assert "Takk" in client.get(reverse("admin:concerns_concernreport_change", args=[report.pk])).text
    report.refresh_from_db()
    verb = reverse("admin:concerns_concernreport_verb", args=[report.pk, "answer"])
    posted = {"version": report.version, "text": "Hei.", "template": f"{template.pk} nb"}
    page = client.post(verb, posted)
    assert "Hei.\n\nSvar på https://portal.example/bekymringsmelding/svar/, {minside}." in page.text
    assert not report.messages.exists()


def test_of_a_reporter_whose_language_nobody_keeps_the_caseworker_chooses_it(at_the_desk, report):
    """What language somebody wrote in would point at them; whoever reads the report sees it."""
    template = ReplyTemplate.objects.create(
        case_kind=REPORT_KIND, name="Takk", text_nb="Hei, {dato}.", text_en="Thank you, {dato}."
    )
    report.assign(staff("member", "Barnevern"), by=staff("leader", "Barnevern – leder"))
    client = at_the_desk(report.assigned_to)
    page = client.get(reverse("admin:concerns_concernreport_change", args=[report.pk])).text
    offered = re.findall(f'value="{template.pk} ([a-z]+)".+?>Takk, </span>(.+?)</button>', page)
    assert offered == [("nb", "bokmål"), ("en", "engelsk")]
    verb = reverse("admin:concerns_concernreport_verb", args=[report.pk, "answer"])
    posted = {"version": report.version, "text": "", "template": f"{template.pk} en"}
    page = client.post(verb, posted).text
    assert "Thank you, " in page
    assert f"{timezone.localdate():%B}" in page, "and its dates in that language"
    strange = client.post(verb, posted | {"template": f"{template.pk} nn"})
    assert (strange.status_code, "Hei, " in strange.text) == (200, False)


def test_the_demos_templates_name_what_their_kind_has(db):
    demo_replies.write_all()
    demo_replies.write_all()
    for template in ReplyTemplate.objects.all():
        template.full_clean()
    assert ReplyTemplate.objects.count() == sum(map(len, demo_replies.TEMPLATES.values()))
