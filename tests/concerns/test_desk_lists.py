"""The lists of reports: what comes first, what each filter means, and that none grows with the table."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.counting import MOST, CappedPaginator, counted, in_words
from concerns import clocks
from concerns.models import ConcernReport, ReportMessage
from tests.concerns.desk import LIST
from tests.concerns.reports import child_welfare_worker, received

pytestmark = pytest.mark.django_db

Status = ConcernReport.Status


@pytest.fixture
def worker(at_the_desk):
    user = child_welfare_worker()
    client = at_the_desk(user)
    client.user = user
    return client


def a_report(key, days_ago=0, **fields) -> ConcernReport:
    report = received(key)
    fields.setdefault("received_at", timezone.now() - timedelta(days=days_ago))
    ConcernReport.objects.filter(pk=report.pk).update(**fields)
    report.refresh_from_db()
    return report


def wrote(report, author, number):
    ReportMessage.objects.create(
        report=report,
        author=author,
        by="barnevern-1" if author == "desk" else "",
        at=timezone.now(),
        number=number,
        submission_digest=f"{report.pk} {number}",
        text="Hei.",
    )


def references(page) -> list[str]:
    return re.findall(r"/change/[^>]*>([A-Z0-9-]{11})<", page.content.decode())


# --- order and words ------------------------------------------------------------------------------------
def test_the_unread_come_first_and_of_them_the_acute_and_then_the_oldest(worker):
    read = a_report("1", 30, unread=False)
    young, old, acute = a_report("2", 1), a_report("3", 9), a_report("4", acute=True)
    in_order = [acute, old, young, read]
    assert references(worker.get(LIST)) == [report.reference for report in in_order]
    assert references(worker.get(LIST, {"acute": "yes"})) == [acute.reference]


def test_the_start_page_begins_with_what_is_acute(worker):
    a_report("1", acute=True)
    labels = re.findall(r"<b>(\d+)</b> ([^<]+)<", worker.get(reverse("admin:index")).content.decode())
    assert labels[:2] == [("1", "Haster og er ikke åpnet"), ("1", "Ulest")]


def test_a_row_says_everything_in_words(worker):
    report = a_report("1", 9, acute=True, assigned_to=worker.user)
    wrote(report, "reporter", 1)
    page = worker.get(LIST).content.decode()
    for words in (
        "Ola Granskog",
        "Haster",
        "Ulest",
        "Privatperson, anonym",
        "Gjennomgang: 2 dager over fristen",
        "Tilbakemelding: 12 dager igjen",
        "Melder, ",
        "barnevern-1",
    ):
        assert words in page


# --- filters and worklists --------------------------------------------------------------------------------
def situations(me) -> dict[str, ConcernReport]:
    """One report in each situation that a list asks for, and some that none does."""
    now = timezone.now()
    done = {"unread": False, "opened_at": now}
    told = done | {"feedback_sent_at": now}
    closed = told | {"status": Status.CLOSED, "closed_at": now, "reviewed_at": now}
    reviewed = told | {"status": Status.INVESTIGATING, "reviewed_at": now}
    made = {
        "unread": a_report("unread", 1),
        "acute": a_report("acute", 0, acute=True),
        "acute but opened": a_report("acute but opened", 0, acute=True, **done),
        "late for review": a_report("late for review", 8, **told),
        "in time for review": a_report("in time for review", 7, **told),
        "late for feedback": a_report("late for feedback", 22, **closed | {"feedback_sent_at": None}),
        "soon for feedback": a_report("soon for feedback", 14, **closed | {"feedback_sent_at": None}),
        "late for investigation": a_report("late for investigation", 110, **reviewed),
        "extended": a_report("extended", 110, **reviewed | {"is_extended": True}),
        "late even extended": a_report("late even extended", 200, **reviewed | {"is_extended": True}),
        "mine": a_report("mine", 1, assigned_to=me, **told),
        "unanswered": a_report("unanswered", 1, **told),
        "answered": a_report("answered", 1, **told),
        "the end untold": a_report(
            "the end untold",
            200,
            **closed
            | {
                "reporter": "professional",
                "feedback_sent_at": now - timedelta(days=150),
                "concluded_at": now - timedelta(days=22),
            },
        ),
        "closed": a_report("closed", 300, **closed),
    }
    wrote(made["unanswered"], "reporter", 1)
    wrote(made["answered"], "reporter", 1)
    wrote(made["answered"], "desk", 2)
    return made


LISTS = {
    "waits=unread": {"unread", "acute"},
    "waits=acute": {"acute"},
    "waits=unanswered": {"unanswered"},
    "waits=feedback": {"late for feedback", "soon for feedback", "the end untold"},
    "late=review": {"late for review"},
    "late=feedback": {"late for feedback", "the end untold"},
    "late=investigation": {"late for investigation", "late even extended"},
    "acute=yes": {"acute", "acute but opened"},
    "assigned=me": {"mine"},
}


@pytest.mark.parametrize("query", LISTS)
def test_each_list_holds_exactly_these(worker, query):
    made = situations(worker.user)
    names = {report.reference: name for name, report in made.items()}
    assert {names[reference] for reference in references(worker.get(f"{LIST}?{query}"))} == LISTS[query]


def test_the_start_pages_counts_are_the_lengths_of_the_lists_they_lead_to(worker):
    situations(worker.user)
    start = worker.get(reverse("admin:index")).content.decode()
    links = re.findall(rf'href="{LIST}\?([^"]+)"><b>(\d+)</b>', start)
    assert {query for query, _count in links} >= LISTS.keys() - {"acute=yes"}
    for query, count in links:
        assert len(references(worker.get(f"{LIST}?{query}"))) == int(count), query


def test_the_lists_of_what_is_late_say_the_same_as_each_reports_own_clocks(worker):
    """Over a year of dates of receipt: the question to the table and the rule of one report agree."""
    made = [a_report(str(days), days) for days in (6, 7, 8, 20, 21, 22, 95, 97, 99, 101, 103, 190, 195, 200)]
    investigated = [report.pk for report in made[6:]]
    ConcernReport.objects.filter(pk__in=investigated).update(
        status=Status.INVESTIGATING, reviewed_at=timezone.now(), feedback_sent_at=timezone.now()
    )
    ConcernReport.objects.filter(pk__in=investigated[::2]).update(is_extended=True)
    now = timezone.now()
    for days, told, reporter in product((19, 20, 21, 22), (0, 60), ("professional", "private")):
        ended = {"concluded_at": now - timedelta(days=days), "feedback_sent_at": now - timedelta(days=told)}
        key = f"ended {days} {told} {reporter}"
        a_report(key, 100, status=Status.CLOSED, reporter=reporter, reviewed_at=now, **ended)
    today = timezone.localdate()
    for day in range(0, 60, 7):
        on = today + timedelta(days=day)
        late = {report.pk for report in ConcernReport.objects.all() if _late(report, on)}
        reports = ConcernReport.objects
        lists = (
            reports.review_overdue(on),
            reports.feedback_due_before(on),
            reports.investigation_overdue(on),
        )
        assert {report.pk for reports in lists for report in reports} == late


def _late(report, on) -> bool:
    return any(clock.state == "late" for clock in clocks.running(report, on))


# --- size -------------------------------------------------------------------------------------------------
def test_counting_stops_after_a_thousand(monkeypatch):
    assert (in_words(MOST), in_words(MOST + 1)) == ("1000", "1\N{NO-BREAK SPACE}000+")
    monkeypatch.setattr("casework.counting.MOST", 3)
    for number in range(5):
        received(str(number))
    reports = ConcernReport.objects.order_by("received_at")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert counted(reports) == 4
    assert "LIMIT 4" in asked.captured_queries[0]["sql"]
    pages = CappedPaginator(reports, 2)
    assert (pages.count, pages.num_pages, pages.is_capped) == (3, 2, True)


def test_a_long_list_says_so_and_how_to_find_the_rest(worker, monkeypatch):
    monkeypatch.setattr("casework.counting.MOST", 1)
    for number in range(3):
        received(str(number))
    assert "Bruk filtrene eller søk for å finne flere" in worker.get(LIST).content.decode()


def test_no_case_list_counts_its_table():
    for desk in admin.site._registry.values():
        if desk.paginator is CappedPaginator:
            assert not desk.show_full_result_count
            assert desk.show_facets is admin.ShowFacets.NEVER


def test_the_unread_first_order_is_read_from_an_index():
    """Sorting a hundred thousand rows for each look at the list would be felt."""
    reports = ConcernReport.objects.order_by(*admin.site.get_model_admin(ConcernReport).ordering)[:50]
    if connection.vendor == "sqlite":
        assert "report_unread_received" in reports.explain()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # a small table is read whole otherwise
        assert "report_unread_received" in reports.explain()
