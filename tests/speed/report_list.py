"""Many invented reports, sealed as real ones are, and how long child welfare's list of them takes.

Runs inside a process of the desk, after django.setup().
"""

import itertools
import statistics
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.events import Event
from concerns import receipts
from concerns.models import CHILD_WELFARE, ConcernReport
from concerns.models.report import to_the_hour
from tests.speed.citizen import HOST

BATCH = 500
ONE_IN_UNREAD = 50  # as at a desk that keeps up: 98 of 100 have been opened, and are closed
YEARS = 5
Status = ConcernReport.Status


def fill(count: int) -> None:
    """Add `count` reports, spread over the years; each sealed under a key and bound to a row of its own."""
    made = (_invented(number, count) for number in range(count))
    while batch := list(itertools.islice(made, BATCH)):
        ConcernReport.objects.bulk_create(batch)
        Event.objects.bulk_create(_events(batch))


def _invented(number: int, count: int) -> ConcernReport:
    at = to_the_hour(timezone.now() - timedelta(days=365 * YEARS * number / count))
    unread = number % ONE_IN_UNREAD == 0
    report = ConcernReport(
        status=Status.RECEIVED if unread else Status.CLOSED,
        received_at=at,
        reporter=ConcernReport.Reporter.PRIVATE,
        identity=ConcernReport.Identity.ANONYMOUS,
        source=ConcernReport.Source.WEB,
        unread=unread,
        opened_at=None if unread else at + timedelta(hours=3),
        content={
            "who": {"who": "private"},
            "child-1": {"child_name": f"Ola Granskog {number}", "age": "8", "relation": "nabo"},
            "worry": {"text": "Han er ofte alene om kvelden. " * 20},
            "reporter": {"identity": "anonymous"},
        },
    )
    report.lock(receipts.code_for(str(uuid.uuid4()), {}))
    return report


def _events(batch: list[ConcernReport]) -> Iterator[Event]:
    for report in batch:
        yield Event(case_kind=report.kind(), case_id=report.pk, name="received", at=report.received_at)
        if report.opened_at:
            yield Event(case_kind=report.kind(), case_id=report.pk, name="opened", at=report.opened_at)


def milliseconds_of_the_list(times: int) -> tuple[float, int]:
    """The median time of the list's first page, one request after another, and its queries."""
    from tests.accounts.sign_in import signed_in, staff  # needs the apps of the desk

    client = Client(headers={"host": HOST, "x-forwarded-proto": "https"})
    signed_in(staff(f"barnevern-{uuid.uuid4().hex[:8]}", CHILD_WELFARE), client)
    address = reverse("admin:concerns_concernreport_changelist")
    queries = _asked(client, address)
    return statistics.median(_milliseconds(client, address) for _ in range(times)), queries


def _asked(client: Client, address: str) -> int:
    from django.db import connection

    with CaptureQueriesContext(connection) as asked:
        _milliseconds(client, address)
    return len(asked)


def _milliseconds(client: Client, address: str) -> float:
    begun = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"the list answers {answer.status_code}")
    return 1000 * (time.perf_counter() - begun)
