"""Posts that no page makes, and pages that were open when a role was taken away: for every desk with cases."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from casework.admin import CaseAdmin
from casework.bars import bar
from tests.accounts.sign_in import signed_in, staff
from tests.portal.cast import Scene, set_scene

pytestmark = pytest.mark.django_db

DESKS = [desk for desk in admin.site._registry.values() if isinstance(desk, CaseAdmin)]
by_desk = pytest.mark.parametrize("desk", DESKS, ids=lambda desk: desk.opts.model_name)


class Case:
    """A case of one desk, a member of every group that opens it, and the addresses of its pages."""

    def __init__(self, desk: CaseAdmin, scene: Scene) -> None:
        self.desk, self.case = desk, scene.row(desk.opts.label_lower)
        self.user = staff("member", *desk.model.groups_that_may_open)
        self.client = signed_in(self.user)

    def address(self, page: str, *args) -> str:
        return reverse(f"admin:{self.desk.opts.app_label}_{self.desk.opts.model_name}_{page}", args=args)

    def row(self) -> dict:
        """The case as it stands in the database."""
        return self.desk.model._base_manager.filter(pk=self.case.pk).values().get()

    def pages(self) -> dict[str, str]:
        pk = self.case.pk
        return {
            "case": self.address("change", pk),
            "history": self.address("history", pk),
            "list": self.address("changelist"),
            "numbers": self.address("numbers"),
        }

    def posts(self) -> dict[str, tuple[str, dict]]:
        """Everything a page of the case can post, with the version it was made at."""
        version, pk = {"version": self.case.version, "text": "Skrevet før rollen ble borte."}, self.case.pk
        bulk = {"_selected_action": str(pk), f"version-{pk}": self.case.version, "sure": "1", "index": "0"}
        return {
            "search": (self.address("search"), {"words": self.case.reference}),
            "open": (self.address("open", pk), {"purpose": "control"}),
            "numbers as a file": (self.address("numbers"), {}),
            **{f"bulk {name}": (self.address("changelist"), bulk | {"action": name}) for name in self.desk.in_bulk},
            **{verb.name: (self.address("verb", pk, verb.name), version) for verb in self.desk.verbs},
        }


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
        {"version": made.case.version, "status": "closed", "reference": "AAAA-AAAA", "user": "root", "by": "root"},
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
        assert str(made.case.pk) not in answer.text.replace(address, "what was asked"), name
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
