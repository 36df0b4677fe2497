"""How long cases wait and answers take, counted without persons."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from casework import waiting
from casework.admin import CaseAdmin
from casework.events import Event
from invoices.models import INVOICING, InvoiceRequest
from tests.accounts.sign_in import signed_in, staff
from tests.casework.test_case_lists import requests

pytestmark = pytest.mark.django_db
DESKS = [desk for desk in admin.site._registry.values() if isinstance(desk, CaseAdmin)]
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("length", "name"),
    [
        (timedelta(), "week"),
        (7 * DAY, "week"),
        (7 * DAY + SECOND, "fortnight"),
        (14 * DAY, "fortnight"),
        (14 * DAY + SECOND, "month"),
        (31 * DAY, "month"),
        (31 * DAY + SECOND, "longer"),
    ],
)
def test_a_band_ends_with_its_last_day(length, name):
    assert waiting.band(length) == name


@pytest.mark.parametrize("desk", DESKS, ids=lambda desk: desk.opts.model_name)
def test_every_type_of_case_says_what_answers_it(desk):
    known = desk.event_labels.keys()
    assert desk.model.answers_by
    assert desk.model.answers_by <= known


def answer(case, after, name="granted"):
    event = case.note_event(name, by=None)
    Event.objects.filter(pk=event.pk).update(at=case.received_at + after)


def test_the_first_answer_counts_and_open_cases_by_how_long_they_have_waited():
    now = timezone.now()
    open_, answered = requests(1), requests(2, status="granted")
    InvoiceRequest.objects.filter(pk=open_[0].pk).update(received_at=now - 20 * DAY)
    InvoiceRequest.objects.filter(pk__in=[one.pk for one in answered]).update(received_at=now - 40 * DAY)
    for case in answered:
        case.refresh_from_db()
        case.note_event("opened", by=None)
    answer(answered[0], 10 * DAY)
    answer(answered[0], 35 * DAY, "refused")
    cases = InvoiceRequest.objects.all()
    assert waiting.waited(cases, now) == {("waiting", "month"): 1}
    month = timezone.localdate(now - 30 * DAY).replace(day=1)
    assert waiting.answered(cases, now - 365 * DAY) == {(month, "fortnight"): 1}
    assert waiting.answered(cases, now - 20 * DAY) == {}  # a second answer is no first


def test_the_page_draws_three_tables_and_hides_what_is_rare():
    requests(13)
    requests(3, status="granted")
    client = signed_in(staff("faktura-9", INVOICING))
    page = client.get(reverse("admin:invoices_invoicerequest_numbers")).content.decode()
    assert page.count("desk-chart") == 3
    assert page.count("<caption") == 3
    assert "<td>15</td>" in page  # what waits, rounded
    assert "<td>3</td>" not in page
