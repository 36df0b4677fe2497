"""Posts that no page makes, and pages that were open when a role was taken away: every desk with cases."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from casework.bars import bar
from tests.accounts.sign_in import signed_in, staff
from tests.portal.cast import set_scene
from tests.portal.desks import Case, by_desk
from tests.queries import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(desk):
    return Case(desk, set_scene())


@by_desk
def test_a_post_sets_no_status_owner_or_group(made):
    """Only what a verb's form asks reaches the case; the fields of the row are nobody's to post."""
    before, stranger = made.row(), staff("stranger", "Kommunikasjon")
    crafted = {
        "status": "closed",
        "assigned_to": stranger.pk,
        "assigned_to_id": stranger.pk,
        "groups_that_may_open": "Kommunikasjon",
        "reference": "AAAA-AAAA",
        "unread": "",
        "by": stranger.username,
        "person": stranger.pk,
        "_save": "1",
    }
    pk = made.case.pk
    for address, status in (
        (made.address("change", pk), 200),
        (made.address("change", pk) + "?_to_field=status", 200),
        (made.address("add"), 403),
        (made.address("delete", pk), 403),
        (made.address("verb", pk, "assign"), None),
        (made.address("verb", pk, "status"), 403),
        (made.address("changelist"), None),
    ):
        answered = made.client.post(address, crafted | {"version": before["version"]}).status_code
        assert answered in ((status,) if status else (200, 302, 400, 403)), address
    assert made.row() == before


@by_desk
def test_a_verb_takes_nothing_but_what_it_asks(made):
    made.client.post(
        made.address("verb", made.case.pk, "take"),
        {
            "version": made.case.version,
            "status": "closed",
            "reference": "AAAA-AAAA",
            "user": "root",
            "by": "root",
        },
    )
    after = made.row()
    assert after["assigned_to_id"] == made.user.pk
    assert (after["status"], after["reference"]) == (made.case.status, made.case.reference)


@by_desk
@pytest.mark.parametrize("ending", ["role taken away", "barred", "inactive"])
def test_what_was_open_when_the_right_ended_shows_and_does_nothing_more(made, ending):
    before = made.row()
    made.client.post(made.address("open", made.case.pk), {"purpose": "control"})
    opened = made.row()  # opening marks it read, for some
    _end(ending, made)
    for name, address in made.pages().items():
        answer = made.client.get(address)
        assert made.case.reference not in answer.text, name
        assert answer.status_code in (302, 403, 404) or ending == "barred", name
    for name, (address, data) in made.posts().items():
        answer = made.client.post(address, data)
        assert answer.status_code in (302, 403, 404) or ending == "barred", name
        told = answer.getvalue().decode()
        assert str(made.case.pk) not in told.replace(address, "what was asked"), name
    assert made.row() in (before, opened)


def _end(ending: str, made: Case) -> None:
    match ending:
        case "role taken away":
            made.user.groups.set(Group.objects.filter(name="Kommunikasjon"))
        case "barred":
            bar(made.case, made.user, by=made.user)
        case "inactive":
            type(made.user).objects.filter(pk=made.user.pk).update(is_active=False)


@by_desk
def test_the_start_page_counts_the_areas_of_ones_groups_and_no_others(made):
    """A count is content too. A superuser in no group has none."""
    start, link = reverse("admin:index"), f'"{made.address("changelist")}?'
    assert link in made.client.get(start).text
    for person in ("Kommunikasjon", "Systemforvalter", "Personvernombud", ""):
        groups = [person] if person else []
        client = signed_in(staff(f"not {person}", *groups, is_superuser=not person))
        assert link not in client.get(start).text, person


# Suggesting volunteers takes five. Whoever adds a query thinks of what is opened four hundred times a day.
MOST = {"helprequest": 14, "carerapplication": 10, "volunteer": 11}


@by_desk
def test_a_case_reached_from_its_list_asks_little_of_the_database(made):
    made.client.post(made.address("open", made.case.pk), {"purpose": "control"})
    made.client.get(made.address("changelist"))
    case = made.address("change", made.case.pk)
    made.client.get(case)
    assert asked(made.client, case) <= MOST.get(made.desk.opts.model_name, 12)


@by_desk
def test_the_last_case_of_a_page_that_is_not_the_last_opens(made):
    """Beside it in the list stands the next page, which is no case."""
    session, pk = made.client.session, str(made.case.pk)
    session["case_lists"] = {made.desk.model.kind(): {"ids": [pk], "next": "?after=signed"}}
    session.save()
    assert made.client.post(made.address("open", pk), {"purpose": "control"}).status_code == 302
    page = made.client.get(made.address("change", pk))
    assert page.status_code == 200
    assert "?after=signed" in page.text
