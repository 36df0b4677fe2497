"""Letters from the report's page, and the desk's word that the case system has the report."""

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.access import AccessEntry
from casework.events import Event
from concerns.models import Handover
from tests.concerns.desk import act, open_case, page_of
from tests.concerns.kinds import received
from tests.concerns.reports import child_welfare_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at_the_desk):
    return at_the_desk(child_welfare_worker())


def letter(desk, report, kind="receipt"):
    return desk.post(reverse("admin:concerns_concernreport_letter", args=[report.pk, kind]))


def test_a_letter_is_printed_and_both_logs_say_so(desk):
    report = received("private, named")
    assert "Brev til melderen" in open_case(desk, report).text
    answer = letter(desk, report)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'attachment; filename="{report.reference}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert Event.objects.of(report).filter(name="letter_printed", detail="receipt").count() == 1
    assert AccessEntry.objects.filter(action="downloaded", purpose="caseworker").count() == 1
    assert "Brev skrevet ut" in desk.get(page_of(report)).text


def test_reading_the_address_prints_nothing(desk):
    report = received("private, named")
    open_case(desk, report)
    assert (
        desk.get(reverse("admin:concerns_concernreport_letter", args=[report.pk, "receipt"])).status_code
        == 405
    )


def test_without_a_purpose_no_letter(desk):
    report = received("private, named")
    assert letter(desk, report).url == page_of(report)
    assert not Event.objects.of(report).filter(name="letter_printed").exists()


@pytest.mark.parametrize("kind", ["concluded", "nonsense"])
def test_a_letter_nobody_is_owed_is_not_found(desk, kind):
    report = received("private, named")
    open_case(desk, report)
    assert letter(desk, report, kind).status_code == 404


def test_an_anonymous_reporter_is_offered_no_letter(desk):
    report = received("private, anonymous")
    assert "Brev til melderen" not in open_case(desk, report).text
    assert letter(desk, report).status_code == 404


def test_the_desk_confirms_a_transfer_with_the_case_number(desk):
    report = received("private, named")
    assert "Bekreft overføringen" not in open_case(desk, report).text
    Handover.objects.create(report=report, transferred_at=timezone.now(), manifest_digest="a" * 64)
    assert "Bekreft overføringen" in desk.get(page_of(report)).text
    act(desk, report, "confirm-transfer", case_reference="2026/1")
    handover = Handover.objects.get()
    assert (handover.case_reference, handover.confirmed_at is not None) == ("2026/1", True)
