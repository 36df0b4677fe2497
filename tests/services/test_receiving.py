"""An application is called received once it is: one press or two, one case, read back after the commit."""

import pytest
from django.core import mail

from casework import messages
from casework.cases import ChangedMeanwhile
from casework.events import Event
from casework.outbox import deliver_waiting
from services.models import CareApplication
from tests.accounts.sign_in import staff
from tests.services.applications import a_citizen, an_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def parent():
    return a_citizen()


@pytest.fixture
def worker():
    return staff("worker", "Velferdsforvaltning")


def test_the_same_sent_twice_is_one_application(parent):
    assert an_application(parent) == an_application(parent)
    assert CareApplication.objects.count() == 1
    assert Event.objects.filter(name="received").count() == 1


def test_changed_and_sent_again_is_a_second_one(parent):
    first = an_application(parent)
    second = an_application(parent, content={"need": {"night": "Sover godt"}})
    assert first != second


def test_the_same_words_from_somebody_else_are_their_own(parent):
    assert an_application(parent) != an_application(a_citizen("c-other"))


def test_what_was_written_comes_back_and_lies_in_no_column(parent):
    case = CareApplication.objects.get(pk=an_application(parent).pk)
    assert case.content["child"] == {"child_name": "Ola Granskog"}
    assert list(case.applied.values_list("key", flat=True)) == ["individual_respite", "support_contact"]
    assert not any("Granskog" in str(row) for row in CareApplication.objects.values_list())


def test_a_row_that_fails_on_the_way_leaves_nothing(parent, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Event.objects, "create", broken)
    with pytest.raises(RuntimeError):
        an_application(parent)
    assert not CareApplication.objects.exists()


# --- messages -------------------------------------------------------------------------------------------
def test_a_message_to_the_citizen_is_told_of_without_a_word_of_it(parent, worker):
    case = an_application(parent)
    messages.post_from_desk(case, "Send legeerklæringen.", by=worker)
    deliver_waiting()
    [told] = mail.outbox
    assert told.to == ["forelder@demo.invalid"]
    assert "/minside/" in told.body
    assert not {"Send", "legeerklæringen", case.reference} & set(told.body.split())


def test_the_second_of_two_writers_at_the_desk_is_told(parent, worker):
    case = an_application(parent)
    mine, theirs = (CareApplication.objects.get(pk=case.pk) for _ in range(2))
    messages.post_from_desk(theirs, "Hei.", by=worker)
    with pytest.raises(ChangedMeanwhile):
        messages.post_from_desk(mine, "Hallo.", by=worker)
    assert [text for _message, text, _files in messages.thread(case)] == ["Hei."]


def test_a_citizens_message_never_loses_to_the_desk_and_makes_the_case_unread(parent, worker):
    case = an_application(parent)
    case.mark_opened(by=worker)
    messages.post_from_desk(CareApplication.objects.get(), "Hei.", by=worker)
    messages.post_from_citizen(case, "Hallo.", by=parent, submission_key="a")
    assert CareApplication.objects.get().unread
    stale = CareApplication.objects.get(pk=case.pk)
    stale.version -= 1
    with pytest.raises(ChangedMeanwhile):
        messages.post_from_desk(stale, "Jeg så det ikke.", by=worker)


def test_the_same_message_pressed_twice_is_one(parent):
    case = an_application(parent)
    for _ in range(2):
        messages.post_from_citizen(case, "Hallo.", by=parent, submission_key="a")
    assert case.messages.count() == 1


def test_nobody_floods_a_case(parent):
    case = an_application(parent)
    for number in range(messages.MOST_AN_HOUR):
        messages.post_from_citizen(case, "Hallo.", by=parent, submission_key=str(number))
    with pytest.raises(messages.TooMany):
        messages.post_from_citizen(case, "Hallo.", by=parent, submission_key="one more")
