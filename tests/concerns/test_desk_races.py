"""Fifty colleagues at once: one of them gets the case, and each of the others is told."""

import pytest
from django.db import connection

from casework.events import Event
from concerns.models import ConcernReport
from tests.concerns.desk import verb
from tests.concerns.reports import child_welfare_worker, received
from tests.concerns.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("name", "fields"),
    [("take", {}), ("decide", {"outcome": "unfounded"}), ("note", {"text": "Ringte skolen."})],
)
def test_of_many_at_once_one_is_obeyed(at_the_desk, name, fields):
    many = 50 if connection.vendor == "postgresql" else 8  # SQLite lets one write after the other
    report = received()
    desks = [at_the_desk(child_welfare_worker(f"barnevern-{number}")) for number in range(many)]
    answers = all_at_once(lambda desk: desk.post(verb(report, name), {"version": 0} | fields), desks)
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (many - 1)
    report.refresh_from_db()
    assert report.version == 1
    assert Event.objects.exclude(name="received").count() == 1
    assert report.notes.count() == (name == "note")
    assert ConcernReport.objects.get().decisions.count() == (name == "decide")
