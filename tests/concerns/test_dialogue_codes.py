"""A code that was read aloud to a caller: exchanged at its first use, by one, and by nobody else."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from concerns import dialogue, receipts
from concerns.models import ConcernReport, ReportMessage
from tests.accounts.sign_in import staff
from tests.concerns.filling_in import code_on, heading, hidden
from tests.concerns.reports import ANSWERS
from tests.concerns.test_races import AT_ONCE, all_at_once

ANSWER = "/bekymringsmelding/svar/"
NEW, OPEN, ASK = (
    "Skriv ned den nye koden din",
    "Meldingen din er mottatt",
    "Bruk koden fra kvitteringen",
)


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


@pytest.fixture
def aloud(db):
    """The code that Innbyggerservice read to a caller."""
    return ConcernReport.receive(ANSWERS, "a caller's", by=staff("innbyggerservice-1", "Innbyggerservice"))


def enter(code, client=None):
    return (client or Client()).post(ANSWER, {"code": code})


def confirm(page, client=None):
    return (client or Client()).post(ANSWER, hidden(page) | {"go": "confirm"})


def opens(code) -> bool:
    return heading(enter(code)) == OPEN


def test_the_first_use_gives_a_new_code_and_the_confirmation_exchanges_it(aloud):
    page = enter(aloud)
    assert heading(page) == NEW
    assert not opens(code_on(page)), "until it is confirmed the new code opens nothing"
    assert heading(confirm(page)) == OPEN
    assert opens(code_on(page))
    assert heading(enter(aloud)) == ASK
    assert ConcernReport.behind(aloud) is None
    assert ConcernReport.behind(code_on(page)).content == ANSWERS


def test_an_answer_that_never_arrived_locks_nobody_out(aloud):
    enter(aloud)  # the line broke before the new code was read
    page = enter(aloud)
    assert heading(page) == NEW
    confirm(page)  # the line broke before the dialogue was seen
    assert opens(code_on(page))


def test_each_visit_gets_a_code_that_the_other_visits_do_not_know(aloud):
    first, second = enter(aloud), enter(aloud)
    assert code_on(first) != code_on(second)
    confirm(second)
    page = confirm(first)
    assert "er brukt før" in page.content.decode()
    assert not opens(code_on(first))
    assert opens(code_on(second))


def test_a_confirmation_pressed_twice_is_one(aloud):
    page = enter(aloud)
    assert [heading(confirm(page)) for _press in range(2)] == [OPEN, OPEN]
    assert opens(code_on(page))


def test_what_is_on_the_way_to_a_new_code_opens_no_dialogue(aloud):
    page = enter(aloud)
    for act in ({"text": "Hei"}, {"go": "forget"}, {"go": "add"}):
        assert heading(Client().post(ANSWER, hidden(page) | act)) == ASK
    assert not ReportMessage.objects.exists()


def test_a_confirmation_after_half_an_hour_begins_anew(aloud, time_machine):
    time_machine.move_to("2026-11-24T09:00:00+00:00", tick=False)
    page = enter(aloud)
    time_machine.shift(30 * 60 + 1)
    assert heading(confirm(page)) == ASK
    assert not opens(code_on(page))
    assert heading(enter(aloud)) == NEW


def test_an_ordinary_code_is_not_exchanged(db):
    code = ConcernReport.receive(ANSWERS, "from the web")
    assert heading(enter(code)) == OPEN
    assert dialogue.exchange(code, dialogue.code_instead_of(code, "key")) is None
    assert opens(code)


def test_a_code_like_any_other(aloud):
    page = enter(aloud)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}", code_on(page))
    assert receipts.signs(aloud) not in page.content.decode().replace("-", "")


@pytest.mark.django_db(transaction=True)
def test_of_many_callers_with_the_same_code_one_gets_in(aloud):
    pages = [enter(aloud) for _caller in range(AT_ONCE)]
    answers = all_at_once(confirm, pages)
    assert sorted(heading(answer) for answer in answers) == sorted([OPEN] + [ASK] * (AT_ONCE - 1))
    assert sum(opens(code_on(page)) for page in pages) == 1
    assert ConcernReport.objects.get().code_is_spent_once is False


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_pressed_many_times_at_once_lets_each_of_them_in(aloud):
    page = enter(aloud)
    assert {heading(answer) for answer in all_at_once(confirm, [page] * AT_ONCE)} == {OPEN}


@pytest.mark.django_db(transaction=True)
def test_an_answer_pressed_many_times_at_once_is_one_message():
    page = enter(ConcernReport.receive(ANSWERS, "from the web"))
    posted = hidden(page) | {"text": "Hei"}
    pages = all_at_once(lambda client: client.post(ANSWER, posted), [Client() for _press in range(AT_ONCE)])
    assert {"Det du skrev, er sendt" in page.content.decode() for page in pages} == {True}
    assert ReportMessage.objects.count() == 1
