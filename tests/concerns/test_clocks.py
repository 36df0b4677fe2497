"""The deadlines of a report, against dates counted by hand from the law's words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.clocks import Clock, months_after
from casework.office_hours import OSLO
from concerns import clocks
from concerns.models import ConcernReport

Status = ConcernReport.Status

# Received in Oslo: a week, three weeks, and three and six months from the end of the week.
DATES = """
2026-11-24T09:00  2026-12-01  2026-12-15  2027-03-01  2027-06-01  an ordinary Tuesday
2026-11-28T21:30  2026-12-05  2026-12-19  2027-03-05  2027-06-05  a Saturday evening: never moved to Monday
2026-11-29T12:00  2026-12-06  2026-12-20  2027-03-06  2027-06-06  a Sunday
2024-02-22T12:00  2024-02-29  2024-03-14  2024-05-29  2024-08-29  the week ends on a leap day
2028-02-22T12:00  2028-02-29  2028-03-14  2028-05-29  2028-08-29  and the next one
2028-02-29T12:00  2028-03-07  2028-03-21  2028-06-07  2028-09-07  received on a leap day
2027-02-22T12:00  2027-03-01  2027-03-15  2027-06-01  2027-09-01  the same in a year without
2027-08-24T08:00  2027-08-31  2027-09-14  2027-11-30  2028-02-29  31 August: six months on is a leap day
2026-08-24T08:00  2026-08-31  2026-09-14  2026-11-30  2027-02-28  31 August: six months on is the 28th
2026-11-23T08:00  2026-11-30  2026-12-14  2027-02-28  2027-05-30  30 November: no 30 February
2027-11-23T08:00  2027-11-30  2027-12-14  2028-02-29  2028-05-30  30 November: the leap day instead
2026-01-24T08:00  2026-01-31  2026-02-14  2026-04-30  2026-07-31  31 January: April has 30 days
2026-03-24T08:00  2026-03-31  2026-04-14  2026-06-30  2026-09-30  31 March: June and September have 30
2026-05-24T08:00  2026-05-31  2026-06-14  2026-08-31  2026-11-30  31 May: November has 30
2026-12-24T16:00  2026-12-31  2027-01-14  2027-03-31  2027-06-30  Christmas Eve, over the year's end
2026-12-31T23:59  2027-01-07  2027-01-21  2027-04-07  2027-07-07  the year's last minute
2027-01-01T00:00  2027-01-08  2027-01-22  2027-04-08  2027-07-08  and the next
2027-03-24T10:00  2027-03-31  2027-04-14  2027-06-30  2027-09-30  Wednesday before Easter: the holidays count
2027-03-25T10:00  2027-04-01  2027-04-15  2027-07-01  2027-10-01  Maundy Thursday
2026-04-05T10:00  2026-04-12  2026-04-26  2026-07-12  2026-10-12  Easter Sunday
2027-03-28T01:59  2027-04-04  2027-04-18  2027-07-04  2027-10-04  the minute before the clock goes forward
2026-03-29T03:00  2026-04-05  2026-04-19  2026-07-05  2026-10-05  the minute after: due on Easter Sunday
2026-10-25T02:30  2026-11-01  2026-11-15  2027-02-01  2027-05-01  the hour that comes twice
2026-10-24T23:30  2026-10-31  2026-11-14  2027-01-31  2027-04-30  the evening before
2026-06-30T23:30  2026-07-07  2026-07-21  2026-10-07  2027-01-07  half past eleven in the evening is that day
2026-07-01T00:30  2026-07-08  2026-07-22  2026-10-08  2027-01-08  half past midnight is the next
2027-01-31T23:30  2027-02-07  2027-02-21  2027-05-07  2027-08-07  in winter as well
2027-05-17T12:00  2027-05-24  2027-06-07  2027-08-24  2027-11-24  Constitution Day
""".strip().splitlines()
TABLE = [line.split(maxsplit=5) for line in DATES]
ENDED = [
    ("2026-12-20T12:00", date(2027, 1, 10), "over the year's end"),
    ("2028-02-10T12:00", date(2028, 3, 2), "over a leap day"),
    ("2027-02-10T12:00", date(2027, 3, 3), "and without one"),
    ("2026-10-24T22:00", date(2026, 11, 14), "a Saturday evening, over the clock's change"),
    ("2027-03-08T23:30", date(2027, 3, 29), "ends on Easter Monday"),
    ("2027-03-09T00:30", date(2027, 3, 30), "after midnight"),
]
MONTHS = [
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2028, 1, 31), 1, date(2028, 2, 29)),
    (date(2026, 12, 31), 2, date(2027, 2, 28)),
    (date(2026, 2, 28), 1, date(2026, 3, 28)),
    (date(2028, 2, 29), 12, date(2029, 2, 28)),
    (date(2026, 10, 31), 1, date(2026, 11, 30)),
    (date(2026, 12, 1), 1, date(2027, 1, 1)),
    (date(2026, 6, 15), 0, date(2026, 6, 15)),
]


def oslo(text, fold=0):
    """An instant as the database gives it back: in UTC, where the date may be another."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO, fold=fold).astimezone(UTC)


def report(received="2026-11-24T09:00", **fields):
    given = {"status": Status.RECEIVED, "reporter": "private"} | fields
    return ConcernReport(received_at=oslo(received), **given)


def words(one, today):
    return [(clock.words, clock.state) for clock in clocks.running(one, today)]


def test_the_table_is_long_enough():
    assert len(TABLE) * 4 + len(ENDED) + len(MONTHS) >= 60


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]} {row[5]}")
def test_a_report_received_then_is_due(row):
    one = report(row[0])
    due = [one.review_due, one.feedback_due, one.investigation_due]
    extended = report(row[0], is_extended=True).investigation_due
    assert [str(day) for day in (*due, extended)] == row[1:5]


def test_both_of_the_hours_that_come_twice_are_the_same_day():
    first, second = (oslo("2026-10-25T02:30", fold) for fold in (0, 1))
    assert first < second
    assert clocks.REVIEW.due(first) == clocks.REVIEW.due(second) == date(2026, 11, 1)


@pytest.mark.parametrize(("ended", "due", "why"), ENDED)
def test_three_weeks_after_the_end(ended, due, why):
    one = report(reporter="professional", concluded_at=oslo(ended), closed_at=oslo(ended))
    assert one.conclusion_feedback_due == due, why
    assert one.reopens_until == due, "another rule of the same length"


@pytest.mark.parametrize(("start", "months", "end"), MONTHS)
def test_a_month_without_that_day_ends_on_its_last(start, months, end):
    assert months_after(start, months) == end


def test_a_rule_counts_from_the_day_it_came_into_force():
    law = {"law": "§ 1", "source": "", "verified": False}
    old = Clock("old", **law, valid_from=date(2000, 1, 1), days=14)
    new = Clock("new", **law, valid_from=date(2027, 1, 1), days=7, replaces=old)
    assert new.due(date(2026, 12, 31)) == date(2027, 1, 14)
    assert new.due(date(2027, 1, 1)) == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("today", "said", "state"),
    [
        (date(2026, 11, 24), "Gjennomgang: 7 dager igjen", "ok"),
        (date(2026, 11, 28), "Gjennomgang: 3 dager igjen", "ok"),
        (date(2026, 11, 29), "Gjennomgang: 2 dager igjen", "soon"),
        (date(2026, 11, 30), "Gjennomgang: 1 dag igjen", "soon"),
        (date(2026, 12, 1), "Gjennomgang: siste dag i dag", "soon"),
        (date(2026, 12, 2), "Gjennomgang: 1 dag over fristen", "late"),
        (date(2026, 12, 3), "Gjennomgang: 2 dager over fristen", "late"),
    ],
)
def test_the_nearest_deadline_is_said_in_words(today, said, state):
    assert words(report(), today)[0] == (said, state)


def test_what_has_been_done_runs_no_longer():
    today, done = date(2026, 12, 1), oslo("2026-12-01T10:00")
    told = {"feedback_sent_at": done}
    assert len(words(report(), today)) == 2
    assert words(report(**told), today) == [("Gjennomgang: siste dag i dag", "soon")]
    investigated = report(status=Status.INVESTIGATING, reviewed_at=done, **told)
    assert words(investigated, today) == [("Undersøkelse: 90 dager igjen", "ok")]
    assert words(report(status=Status.CLOSED, reviewed_at=done, **told), today) == []
    assert words(report(status=Status.IN_REVIEW, reviewed_at=done, **told), today) == [], "taken up again"


def test_a_duty_reporter_is_told_once_more_when_the_investigation_is_over():
    told, over = oslo("2026-12-01T10:00"), oslo("2027-02-01T10:00")
    ended = {"status": Status.CLOSED, "reviewed_at": told, "concluded_at": over, "feedback_sent_at": told}
    assert words(report(reporter="professional", **ended), date(2027, 2, 20)) == [
        ("Tilbakemelding om slutten: 2 dager igjen", "soon")
    ]
    assert words(report(**ended), date(2027, 2, 20)) == [], "a private reporter is not"
    again = ended | {"feedback_sent_at": over + timedelta(hours=1)}
    assert words(report(reporter="professional", **again), date(2027, 2, 20)) == []
