"""Many at once, each on a connection of its own: one report, one winner, nobody overwritten."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from casework.events import Event
from casework.outbox import Message, deliver_waiting
from concerns.models import ConcernReport, NameToken
from tests.concerns.filling_in import FORM, code_on, hidden, to_check_page
from tests.concerns.reports import child_welfare_worker, received

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8


def all_at_once(work, things):
    """Do `work` with each thing in a thread of its own, all starting at the same moment."""
    gate = threading.Barrier(len(things))

    def one(thing):
        try:
            gate.wait(timeout=10)
            return work(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(one, things))


def test_a_button_pressed_many_times_at_once_gives_one_report_and_one_code():
    posted = hidden(to_check_page(Client())) | {"go": "send"}
    clients = [Client() for _ in range(AT_ONCE)]
    receipts = all_at_once(lambda client: client.post(FORM, posted), clients)
    assert {receipt.status_code for receipt in receipts} == {200}
    assert len({code_on(receipt) for receipt in receipts}) == 1
    assert ConcernReport.objects.count() == 1
    assert Event.objects.filter(name="received").count() == 1
    assert Message.objects.count() == 1


def test_of_many_colleagues_who_take_a_report_at_once_one_gets_it(at_the_desk):
    report = received()
    people = [child_welfare_worker(f"barnevern-{number}") for number in range(AT_ONCE)]
    desks = [at_the_desk(person) for person in people]
    take = reverse("admin:concerns_concernreport_verb", args=[report.pk, "take"])
    answers = all_at_once(lambda desk: desk.post(take, {"version": 0}), desks)
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [302] + [409] * (AT_ONCE - 1)
    report.refresh_from_db()
    assert report.version == 1
    assert Event.objects.get(name="assigned").detail == report.assigned_to.username


def test_many_workers_share_the_outbox_without_doing_anything_twice():
    for number in range(AT_ONCE):
        received(f"key {number}")
    tried = all_at_once(lambda _: deliver_waiting(), range(4))
    assert sum(tried) == 2 * AT_ONCE  # each is made findable, and then looked through for conflicts
    assert not Message.objects.exists()
    assert NameToken.objects.count() == 2 * AT_ONCE
