"""The calendar of opening hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from tests.helplines.instants import CHRISTMAS_EVE_NOON

FEED = "/hjelpetelefoner/kalender.ics"


def events(response):
    return Calendar.from_ical(response.content).walk("VEVENT")


def of(response, day):
    return next(event for event in events(response) if event.decoded("dtstart").date() == day)


def test_each_stretch_of_hours_is_an_event_at_the_right_instant(asker, client):
    response = client.get(FEED, {"linje": "hjelpetelefonen-barn-og-unge"})
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(events(response)) == 20  # four weeks of five days
    event = of(response, date(2026, 11, 23))
    assert event.decoded("dtstart") == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # 10.00 in Oslo
    assert event.decoded("dtend") == datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert "66 71 50 59" in str(event["summary"])


def test_summer_time_moves_the_instant_and_not_the_clock(asker, client):
    asker.move_to(datetime(2026, 3, 23, 12, tzinfo=UTC))
    response = client.get(FEED, {"linje": "barneverntjenesten"})
    assert of(response, date(2026, 3, 27)).decoded("dtstart").hour == 7
    assert of(response, date(2026, 4, 7)).decoded("dtstart").hour == 6


def test_a_day_nobody_is_sure_of_is_tentative(asker, client):
    asker.move_to(CHRISTMAS_EVE_NOON - timedelta(days=3))
    event = of(client.get(FEED, {"linje": "barneverntjenesten"}), date(2026, 12, 24))
    assert event["status"] == "TENTATIVE"
    assert "ring for å sjekke" in str(event["summary"])


def test_the_feed_has_all_lines_with_hours_and_no_event_twice(asker, client):
    uids = [str(event["uid"]) for event in events(client.get(FEED))]
    assert len(uids) == len(set(uids)) > 80
    assert not any("alarmtelefonen" in uid for uid in uids)  # always open: nothing to note


def test_the_same_day_gives_the_same_feed(asker, client):
    first = client.get(FEED).content
    asker.shift(timedelta(hours=3))
    assert client.get(FEED).content == first


@pytest.mark.parametrize(("query", "status"), [("?linje=finnes-ikke", 404), ("?linje=a&linje=b", 400)])
def test_what_cannot_be_answered_is_a_problem(asker, client, query, status):
    response = client.get(FEED + query)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
