"""Status moves by the table, by one person at a time, and never without a trace."""

import pytest

from casework.cases import ChangedMeanwhile, TransitionRefused
from casework.events import Event
from concerns.models import ConcernReport
from tests.concerns.reports import child_welfare_worker, received

pytestmark = pytest.mark.django_db


def test_every_status_is_in_the_lifecycle_table_and_can_be_reached():
    reached, todo = {ConcernReport.Status.RECEIVED}, [ConcernReport.Status.RECEIVED]
    while todo:
        for status in ConcernReport.transitions[todo.pop()] - reached:
            reached.add(status)
            todo.append(status)
    assert set(ConcernReport.transitions) == set(ConcernReport.Status) == reached


def test_a_case_is_spoken_of_by_its_reference_alone():
    report = received()
    assert str(report) == report.reference


def test_the_review_is_started_with_a_trace():
    report, worker = received(), child_welfare_worker()
    report.start_review(by=worker)
    assert ConcernReport.objects.get().status == "in_review"
    assert Event.objects.of(report).last().by == worker.username


def test_a_step_the_table_does_not_have_is_refused():
    report, worker = received(), child_welfare_worker()
    report.start_review(by=worker)
    with pytest.raises(TransitionRefused):
        report.start_review(by=worker)


def test_without_its_trace_nothing_changes(monkeypatch):
    report, worker = received(), child_welfare_worker()

    def broken(**fields):
        raise RuntimeError

    monkeypatch.setattr(Event.objects, "create", broken)
    with pytest.raises(RuntimeError):
        report.assign(worker, by=worker)
    assert ConcernReport.objects.get().assigned_to is None


def test_the_second_of_two_writers_is_told():
    received()
    first, second = ConcernReport.objects.get(), ConcernReport.objects.get()
    one, other = child_welfare_worker("barnevern-1"), child_welfare_worker("barnevern-2")
    first.assign(one, by=one)
    with pytest.raises(ChangedMeanwhile):
        second.assign(other, by=other)
    assert ConcernReport.objects.get().assigned_to == one
    assert Event.objects.filter(name="assigned").count() == 1


def test_the_trace_cannot_be_changed():
    event = Event.objects.of(received()).get()
    event.name = "something else"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
