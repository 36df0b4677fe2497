"""Whoever is barred from a volunteer or a request meets them nowhere at the desk; the others still do."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from casework.access import AccessEntry
from casework.bars import bar
from tests.volunteers.people import coordinator, help_request, volunteer
from tests.volunteers.test_desk import BOARD, told
from tests.volunteers.test_journey import act, address, open_case
from volunteers import asking
from volunteers.models import Ask, Block

pytestmark = pytest.mark.django_db

BLOCKS = reverse("admin:volunteers_block_changelist")
NAME, NUMBER, WHY = "Kari Lyngmo", "x" * 64, "Har truet en som ba om hjelp."


@pytest.fixture
def me(db):
    call_command("sync_roles", verbosity=0)
    return coordinator()


@pytest.fixture
def colleague(me):
    return coordinator("kollega")


@pytest.fixture
def desk(at_the_desk, me):
    return at_the_desk(me)


@pytest.fixture
def helper(me, colleague):
    """One whom a colleague alone may know of."""
    helper = volunteer(content={"name": NAME})
    bar(helper, me, by=colleague)
    return helper


def listed(user, case) -> bool:
    return AccessEntry.objects.filter(who=user.username, action="listed", case_id=case.pk).exists()


def test_a_suggestion_and_the_board_name_nobody_one_is_barred_from(desk, at_the_desk, me, colleague, helper):
    request = help_request()
    for page in (open_case(desk, request), desk.get(address(request, "verb", "ask")), desk.get(BOARD)):
        assert NAME not in told(page)
        assert str(helper.pk) not in told(page)
    assert not listed(me, helper)
    theirs = at_the_desk(colleague)
    assert NAME in told(open_case(theirs, request))
    assert NAME in told(theirs.get(BOARD))


def test_nobody_one_is_barred_from_can_be_asked(desk, helper):
    request = help_request()
    sent = {"version": request.version, "volunteers": [str(helper.pk)]}
    assert desk.post(address(request, "verb", "ask"), sent).status_code == 400
    desk.post(BOARD, {"line": [f"{request.pk}:{request.version}:{helper.pk}"]})
    assert not Ask.objects.exists()


def test_the_others_are_suggested_still(desk, helper):
    other, request = volunteer(), help_request()
    page = told(open_case(desk, request))
    assert other.reference in page
    assert helper.reference not in page


def test_who_was_asked_leaves_out_whom_one_is_barred_from(desk, me, colleague, helper):
    other = volunteer(content={"name": "Per Granli"})
    request = help_request(contact_hash=NUMBER)
    for ask in asking.ask(request, [helper, other], by=colleague):
        asking.reserve(ask) if ask.volunteer == other else asking.decline(ask)
    for page in (open_case(desk, request), desk.get(address(request, "verb", "keep-apart"))):
        assert "Per Granli" in told(page)
        assert NAME not in told(page)
        assert helper.reference not in told(page), "neither in the list nor in what has happened"
    request.refresh_from_db()
    sent = {"version": request.version, "volunteer": str(helper.pk), "reason": WHY}
    assert desk.post(address(request, "verb", "keep-apart"), sent).status_code == 400
    assert not listed(me, helper)


def test_what_happened_meanwhile_names_nobody_one_is_barred_from(desk, colleague, helper):
    request = help_request()
    [ask] = asking.ask(request, [helper], by=colleague)
    asking.decline(ask)
    open_case(desk, request)
    page = desk.post(address(request, "verb", "cancel"), {"version": 0})
    assert page.status_code == 409
    assert "Takket nei" in told(page)
    assert helper.reference not in told(page)


def test_the_events_name_who_answered_to_the_others(at_the_desk, colleague, helper):
    request = help_request()
    [ask] = asking.ask(request, [helper], by=colleague)
    asking.decline(ask)
    assert told(open_case(at_the_desk(colleague), request)).count(helper.reference) == 2


def test_a_volunteers_page_leaves_out_requests_one_is_barred_from_and_logs_the_rest(desk, me, colleague):
    helper, hidden, seen = volunteer(), help_request(), help_request()
    for request in (hidden, seen):
        asking.ask(request, [helper], by=colleague)
    bar(hidden, me, by=colleague)
    page = told(open_case(desk, helper))
    assert seen.reference in page
    assert hidden.reference not in page
    assert listed(me, seen)
    assert not listed(me, hidden)


def test_the_pages_that_name_volunteers_are_logged(desk, me, colleague):
    """Each time, and not while they only ask why."""
    helper, request = volunteer(content={"name": NAME}), help_request(contact_hash=NUMBER)
    asking.ask(request, [volunteer()], by=colleague)
    for verb in ("ask", "keep-apart"):
        assert desk.get(address(request, "verb", verb)).status_code == 302
    assert not AccessEntry.objects.filter(action="listed").exists()
    open_case(desk, request)
    for verb in ("ask", "keep-apart"):
        before = AccessEntry.objects.filter(action="listed").count()
        assert (NAME in told(desk.get(address(request, "verb", verb)))) == (verb == "ask")
        assert AccessEntry.objects.filter(action="listed").count() == before + 1
    assert listed(me, helper)


# --- the block list ---------------------------------------------------------------------------------------
def block_page(desk, block):
    return desk.get(reverse("admin:volunteers_block_change", args=[block.pk]), follow=True)


def test_a_block_of_a_volunteer_is_hidden_with_the_volunteer(desk, at_the_desk, me, colleague, helper):
    act(at_the_desk(colleague), helper, "block", reason=WHY)
    block = Block.objects.get()
    assert WHY not in told(block_page(desk, block))
    assert helper.reference not in told(desk.get(BLOCKS))
    assert not listed(me, helper)
    assert WHY in told(block_page(at_the_desk(colleague), block))


def test_a_block_of_a_number_is_hidden_with_the_requests_from_it(desk, at_the_desk, me, colleague):
    request = help_request(contact_hash=NUMBER)
    act(at_the_desk(colleague), request, "block-number", reason=WHY)
    bar(request, me, by=colleague)
    block = Block.objects.get()
    assert WHY not in told(block_page(desk, block))
    assert "Telefonnummer sperret" not in told(desk.get(BLOCKS))
    desk.post(reverse("admin:volunteers_block_delete", args=[block.pk]), {"post": "yes"})
    assert Block.objects.exists()


def test_other_blocks_are_shown_and_logged(desk, at_the_desk, me, colleague, helper):
    seen, request = volunteer(), help_request(contact_hash=NUMBER)
    bar(help_request(), me, by=colleague)  # without a number: no block is hidden for it
    act(desk, seen, "block", reason=WHY)
    act(desk, request, "block-number", reason="Annen grunn.")
    assert not listed(me, seen)
    page = told(desk.get(BLOCKS))
    assert seen.reference in page
    assert "Telefonnummer sperret" in page
    assert listed(me, seen)
    assert "Annen grunn." in told(block_page(desk, Block.objects.get(volunteer=None)))
    assert listed(me, request)
