"""Citizen service writes for a caller, reads the code aloud, and sees nothing of it afterwards."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from casework.events import Event
from concerns import receipts
from concerns.dialogue import exchange
from concerns.models import ConcernReport
from concerns.phone_entry import CITIZEN_SERVICE, SPOKEN, spoken
from concerns.receipts import CROCKFORD
from tests.accounts.sign_in import staff
from tests.concerns.filling_in import (
    ANONYMOUS,
    CHILD,
    NO_FILES,
    NO_NOTICE,
    PHONE_ENTRY,
    WORRY,
    begin,
    code_on,
    go_through,
    post,
    report_behind,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]


@pytest.fixture
def phone(at_the_desk):
    user = staff("innbyggerservice-1", CITIZEN_SERVICE)
    client = at_the_desk(user)
    client.user = user
    return client


def by_phone(phone):
    page = begin(phone, "private", PHONE_ENTRY)
    page = go_through(phone, page, CHILD, WORRY, NO_FILES, ANONYMOUS, NO_NOTICE)
    return post(phone, page, go="send")


def test_citizen_service_writes_for_a_caller_and_reads_the_code_aloud(phone):
    receipt = by_phone(phone)
    report = report_behind(receipt)
    assert (report.source, report.code_is_spent_once) == ("phone", True)
    assert Event.objects.of(report).get(name="received").by == phone.user.username
    for group, words in spoken(code_on(receipt)):
        assert group in receipt.content.decode()
        assert words in receipt.content.decode()


@pytest.mark.parametrize("exchanged", [False, True])
def test_sent_twice_is_one_report_also_after_the_caller_has_used_the_code(phone, exchanged):
    """The employee's back button and another press, before or after the one-time code is spent."""
    page = begin(phone, "private", PHONE_ENTRY)
    page = go_through(phone, page, CHILD, WORRY, NO_FILES, ANONYMOUS, NO_NOTICE)
    code = code_on(post(phone, page, go="send"))
    if exchanged:
        assert exchange(code, receipts.code_for("another", {}))
    assert code_on(post(phone, page, go="send")) == code
    assert ConcernReport.objects.count() == 1


def test_what_was_written_for_a_caller_is_closed_to_whoever_wrote_it(phone):
    report = report_behind(by_phone(phone))
    for page in (
        reverse("admin:concerns_concernreport_change", args=[report.pk]),
        reverse("admin:concerns_concernreport_changelist"),
    ):
        assert phone.get(page).status_code in (403, 404)
    start = phone.get(reverse("admin:index")).content.decode()
    assert report.reference not in start
    assert PHONE_ENTRY in start


@pytest.mark.parametrize("groups", [[], ["Barnevern"], ["Kommunikasjon"]])
def test_no_other_employee_enters_reports_for_callers(at_the_desk, groups):
    client = at_the_desk(staff("other", *groups, is_superuser=True))
    assert client.get(PHONE_ENTRY).status_code == 403
    assert client.post(PHONE_ENTRY, {"go": "send"}).status_code == 403
    assert PHONE_ENTRY not in client.get(reverse("admin:index")).content.decode()


def test_entering_for_a_caller_asks_for_sign_in_first(client):
    away = client.get(PHONE_ENTRY)
    assert away.status_code == 302
    assert SESSION_KEY not in client.session


def test_every_sign_of_a_code_can_be_read_aloud():
    assert set(SPOKEN) == set(CROCKFORD)
