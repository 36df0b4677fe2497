"""Many at once, each on a connection of its own: one place, one helper; and nobody over what they said."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from casework.outbox import Message
from tests.concerns.test_races import all_at_once
from tests.volunteers.people import area, coordinator, help_request, task, volunteer
from volunteers import asking, links, receiving
from volunteers.models import Ask, HelpRequest, Match, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)

HUNDRED, A_FEW = 100, 10  # SQLite lets one write at a time, whoever asks
AT_ONCE = 10  # connections: a database takes only so many


def press(ask):
    """«Ja, jeg kan» on the page behind the link."""
    page = Client().post(reverse("volunteers:ask", args=[links.token("ask", ask.pk)]), {"go": "reserve"})
    return page.status_code, "Plassen er din" in page.content.decode()


def in_groups(things):
    return [things[at : at + AT_ONCE] for at in range(0, len(things), AT_ONCE)]


def test_of_a_hundred_who_say_yes_at_once_one_gets_the_place():
    request, many = help_request(), HUNDRED if connection.vendor == "postgresql" else A_FEW
    asks = Ask.objects.bulk_create(
        Ask(request=request, volunteer=volunteer(), wave=1, by="koordinator") for _ in range(many)
    )
    HelpRequest.objects.update(status=HelpRequest.Status.ASKED)
    answers = [match for group in in_groups(asks) for match in all_at_once(asking.reserve, group)]
    assert sum(match is not None for match in answers) == 1
    assert Match.objects.count() == 1
    assert Ask.objects.filter(answer=Ask.Answer.WAITING).count() == many - 1
    assert HelpRequest.objects.get().status == HelpRequest.Status.RESERVED


def test_whoever_says_yes_to_many_at_once_gets_as_many_as_they_want():
    helper = volunteer(capacity=2)
    asks = [asking.ask(help_request(), [helper], by=coordinator(f"k{n}"))[0] for n in range(6)]
    answers = all_at_once(press, asks)
    assert {status for status, _won in answers} == {200}
    assert sum(won for _status, won in answers) == 2
    assert Match.objects.filter(volunteer=helper).count() == 2


def test_the_last_step_back_and_the_next_in_line_never_leave_two_in_a_place():
    request, helpers = help_request(), [volunteer() for _ in range(6)]
    asks = asking.ask(request, helpers, by=coordinator())
    first = asking.reserve(asks[0])
    for ask in asks[1:4]:
        asking.reserve(ask)

    def do(thing):
        return asking.step_back(thing) if isinstance(thing, Match) else asking.reserve(thing)

    all_at_once(do, [first, asks[4], asks[5]])
    assert Match.objects.holding().count() == 1


def test_a_request_sent_many_times_at_once_is_one():
    task(), area()
    answers = {
        "what": {
            "task": "handle",
            "text": "Mat",
            "concerns_child": False,
            "languages": [],
            "needs_car": False,
            "places": 1,
        },
        "when": {"urgency": 2, "wanted_on": None, "minutes": "60", "recurring": "once", "parts": ["0"]},
        "you": {
            "name": "Per",
            "phone": "400 20 222",
            "notice": "sms",
            "area": "solbygda",
            "address": "Vei 1",
        },
    }
    all_at_once(lambda _: receiving.ask_for_help(answers, "a key"), range(AT_ONCE))
    assert HelpRequest.objects.count() == 1
    assert Message.objects.filter(kind="volunteers.tell_seeker").count() == 1
    assert not Volunteer.objects.exists()
