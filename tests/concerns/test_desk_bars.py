"""Conflicts of interest: a case is gone at once for whoever is barred, and hints reach only who may read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.access import AccessEntry
from casework.bars import bar
from casework.events import Event
from casework.outbox import deliver_waiting
from concerns.duplicates import likely_duplicates
from concerns.models import CHILD_WELFARE, CHILD_WELFARE_LEADER, ConcernReport
from tests.accounts.sign_in import staff
from tests.concerns.desk import LIST, SEARCH, act, open_case, opening, page_of, verb
from tests.concerns.reports import child_welfare_worker, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return received()


@pytest.fixture
def others(db):
    """Colleagues to whom a case is left."""
    return [staff(name, CHILD_WELFARE) for name in ("kollega-1", "kollega-2")]


@pytest.fixture
def worker(at_the_desk):
    user = child_welfare_worker()
    client = at_the_desk(user)
    client.user = user
    return client


@pytest.fixture
def leader(at_the_desk):
    return at_the_desk(staff("leder", CHILD_WELFARE_LEADER))


def start_page(client) -> str:
    return client.get(reverse("admin:index")).content.decode()


def test_whoever_is_partial_loses_the_case_at_once(worker, others, report):
    act(worker, report, "take")
    answer = act(worker, report, "recuse")
    assert answer["Location"] == LIST
    report.refresh_from_db()
    assert report.assigned_to is None
    assert [event.detail for event in Event.objects.filter(name="barred")] == ["barnevern-1"]
    assert_gone_for(worker, report)


def test_a_leader_bars_a_colleague_and_lets_them_in_again(leader, worker, report):
    open_case(worker, report)
    act(leader, report, "bar", person=worker.user.pk)
    assert_gone_for(worker, report)
    assert "barnevern-1" in open_case(leader, report).content.decode()
    act(leader, report, "lift", person=worker.user.pk)
    assert open_case(worker, report).status_code == 200


def assert_gone_for(client, report):
    deliver_waiting()
    before = max(AccessEntry.objects.values_list("pk", flat=True), default=0)
    assert report.reference not in client.get(LIST).content.decode()
    assert "0 bekymringsmeldinger" in client.get(LIST).content.decode()
    for words in (report.reference, "Ola Granskog"):
        assert "0 treff" in client.post(SEARCH, {"words": words}).content.decode()
    assert "<b>1</b>" not in start_page(client)
    pages = [
        client.get(page_of(report)),
        client.post(opening(report), {"purpose": "control"}),
        client.get(verb(report, "decide")),
        *(act(client, report, name, text="x") for name in ("take", "note", "decide", "recuse")),
    ]
    assert {page.status_code for page in pages} == {404}
    since = AccessEntry.objects.filter(pk__gt=before)
    assert since.filter(action="denied", case_id=report.pk).count() == len(pages)
    assert not since.exclude(action="denied").exists()


def test_recusing_works_however_old_the_page_is(worker, others, report):
    assert act(worker, report, "recuse", version=99).status_code == 302


@pytest.mark.parametrize("name", ["assign", "bar", "lift"])
def test_only_a_leader_distributes_and_bars(worker, report, name):
    person = staff("colleague", CHILD_WELFARE)
    assert verb(report, name) not in open_case(worker, report).content.decode()
    assert worker.get(verb(report, name)).status_code == 403
    assert act(worker, report, name, person=person.pk).status_code == 403


def test_a_case_is_given_to_a_member_who_is_not_barred_and_to_nobody_else(leader, report):
    fine, partial, outside = (
        child_welfare_worker(),
        staff("inhabil", CHILD_WELFARE),
        staff("annen", "Faktura"),
    )
    gone = staff("sluttet", CHILD_WELFARE, is_active=False)
    bar(report, partial, by=fine)
    page = leader.get(verb(report, "assign")).content.decode()
    assert f'value="{fine.pk}"' in page
    for person in (partial, outside, gone):
        assert f'value="{person.pk}"' not in page
        assert act(leader, report, "assign", person=person.pk).status_code == 400
    assert act(leader, report, "assign", person=fine.pk).status_code == 302


def test_a_leader_who_bars_herself_is_led_to_the_list(at_the_desk, others, report):
    user = staff("leder", CHILD_WELFARE_LEADER)
    assert act(at_the_desk(user), report, "bar", person=user.pk)["Location"] == LIST


# --- likely duplicates --------------------------------------------------------------------------------
def twin(key="twin", **child):
    report = received(key, child={"child_name": "Ola Granskog"} | child)
    deliver_waiting()
    return report


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Ola Granskog", True),
        ("Granskog Ola", True),
        ("OLA  GRANSKOG", True),
        ("Ola Nils Granskog", True),
        ("Ola Bjørk", False),
        ("Ola", False),
        ("", False),
    ],
)
def test_reports_on_the_same_names_are_hinted_to_each_other(name, found):
    worker, first = child_welfare_worker(), twin("first")
    other = twin("other", child_name=name)
    assert (likely_duplicates(first, worker) == [other]) is found


def test_a_first_name_alone_hints_at_nothing():
    worker, first = child_welfare_worker(), twin("first", child_name="Ola")
    twin("other", child_name="Ola")
    assert likely_duplicates(first, worker) == []


@pytest.mark.parametrize(("days", "found"), [(179, True), (181, False)])
def test_half_a_year_apart_is_too_far(days, found):
    worker, first, other = child_welfare_worker(), twin("first"), twin("other")
    ConcernReport.objects.filter(pk=other.pk).update(received_at=first.received_at - timedelta(days=days))
    assert bool(likely_duplicates(first, worker)) is found


def test_the_hint_shows_reference_and_date_and_leads_to_a_merge(worker):
    first, other = twin("first"), twin("other", place="Et helt annet sted")
    page = open_case(worker, first).content.decode()
    assert other.reference in page
    assert "Et helt annet sted" not in page
    link = f"{verb(first, 'decide')}?outcome=merged&amp;merged_into={other.reference}"
    assert link in page
    form = worker.get(link.replace("&amp;", "&")).content.decode()
    assert f'value="{other.reference}"' in form
    assert act(worker, first, "decide", outcome="merged", merged_into=other.reference).status_code == 302


def test_nobody_is_hinted_at_a_case_they_are_barred_from(worker):
    first, other = twin("first"), twin("other")
    bar(other, worker.user, by=worker.user)
    page = open_case(worker, first).content.decode()
    assert other.reference not in page
    assert "Kanskje samme barn" not in page


def test_merging_into_a_case_one_may_not_see_is_refused_as_if_it_were_not_there(worker):
    first, other = twin("first"), twin("other")
    bar(other, worker.user, by=worker.user)
    open_case(worker, first)
    refused = [
        act(worker, first, "decide", outcome="merged", merged_into=reference).content.decode()
        for reference in (other.reference, first.reference)
    ]
    for page in refused:
        assert "Vi finner ingen annen melding med denne referansen" in page
    other.delete()
    gone = act(worker, first, "decide", outcome="merged", merged_into=other.reference).content.decode()
    assert "Vi finner ingen annen melding med denne referansen" in gone
