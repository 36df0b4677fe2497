"""Drafts: kept after every step, on any device, until they are sent or nobody touches them for 30 days."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from casework import drafts
from casework.drafts import Draft, DraftFile
from casework.storage import keep, sealed_storage
from casework.uploads import prune

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return Draft.objects.create(user=User.objects.create_user("c-1", kind="citizen"), kind="test")


def a_file(draft):
    stored, key = keep(b"bytes")
    draft.add_files([{"stored": stored, "size": 5, "name": "a.pdf", "type": "application/pdf", "key": key}])
    return stored


def test_two_tabs_on_different_steps_both_keep_their_answers(draft):
    other_tab = Draft.objects.get(pk=draft.pk)
    draft.keep("child", {"name": ["Ola"]})
    other_tab.keep("need", {"text": ["Hver natt"]})
    assert Draft.objects.get().answers == {"child": {"name": ["Ola"]}, "need": {"text": ["Hver natt"]}}


def test_what_a_page_has_seen_changes_with_its_own_step_alone(draft):
    before = draft.seen("child")
    draft.keep("need", {"text": ["Hver natt"]})
    assert draft.seen("child") == before
    draft.keep("child", {"name": ["Ola"]})
    assert draft.seen("child") != before


def test_the_days_count_from_the_last_change(draft):
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        draft.keep("child", {"name": ["Ola"]})
    with time_machine.travel(timezone.now() + timedelta(days=58), tick=False):
        assert drafts.throw_away_expired() == 0
    with time_machine.travel(timezone.now() + timedelta(days=60), tick=False):
        assert not Draft.objects.of(draft.user, "test").exists()
        assert drafts.throw_away_expired() == 1


def test_an_expired_draft_takes_its_files_along(draft, django_capture_on_commit_callbacks):
    stored = a_file(draft)
    with (
        time_machine.travel(timezone.now() + timedelta(days=31), tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        drafts.throw_away_expired()
    assert not DraftFile.objects.exists()
    assert not sealed_storage().exists(stored)


def test_the_clean_up_of_unsent_files_leaves_a_drafts_files_alone(draft):
    stored = a_file(draft)
    with time_machine.travel(timezone.now() + timedelta(hours=5), tick=False):
        prune(all_hours=True)
    assert sealed_storage().exists(stored)


def test_handed_over_the_files_stay(draft, django_capture_on_commit_callbacks):
    stored = a_file(draft)
    with django_capture_on_commit_callbacks(execute=True):
        draft.hand_over()
    assert not Draft.objects.exists()
    assert sealed_storage().exists(stored)
