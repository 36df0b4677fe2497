"""Publishing, history and restoring; and loading a content set any number of times."""

from datetime import date, time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from helplines import content_sets, snapshots
from helplines.directory import directory
from helplines.models import Helpline, HoursException, InfoPage, Number, Revision
from tests.helplines.lines import make_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich_line(admin_user):
    """A line that uses every part of a snapshot."""
    other = make_line("other")
    line = make_line(
        "rich", publish=False, name_nb="Linja", name_nn="Linja vår", name_en="The line", closed_months="7,12"
    )
    line.supplements.add(other)
    chat = line.numbers.create(kind="chat", note_nb="På nett", note_en="Online", own_hours=True, order=1)
    line.hours.create(number=chat, weekdays="56", opens=None, closes="02:00", valid_from=date(2026, 1, 1))
    line.exceptions.create(
        first=date(2026, 12, 24), last=date(2026, 12, 26), closed=True, reason_nb="Jul", reason_en="Christmas"
    )
    line.exceptions.create(
        number=chat, first=date(2026, 5, 17), last=date(2026, 5, 17), opens="10:00", closes="12:00"
    )
    line.publish(by=admin_user, comment="Ny")
    return line


def test_restore_brings_back_every_part(rich_line, admin_user):
    before = rich_line.published
    rich_line.name_nb = rich_line.name_en = "Noe annet"
    rich_line.closed_months = ""
    rich_line.save()
    rich_line.supplements.clear()
    rich_line.numbers.all().delete()
    rich_line.exceptions.all().delete()
    changed = rich_line.publish(by=admin_user)
    restored = rich_line.restore(before, by=admin_user)
    assert restored.pk > changed.pk > before.pk
    assert restored.content == before.content == snapshots.of(Helpline.objects.get(slug="rich"))
    chat = Number.objects.get(kind="chat")
    assert (chat.note_en, chat.hours_set.get().closes) == ("Online", time(2))
    assert HoursException.objects.get(number=chat).first == date(2026, 5, 17)


def test_restore_changes_what_citizens_see_at_once(rich_line, admin_user):
    before = rich_line.published
    rich_line.numbers.filter(kind="phone").update(digits="66715049")
    rich_line.publish(by=admin_user)
    rich_line.restore(before, by=admin_user)
    assert directory().get("rich").numbers[0].digits == "66715059"


def test_a_revision_is_never_written_over(rich_line, admin_user):
    first = rich_line.published
    rich_line.order = 7
    rich_line.save()
    rich_line.publish(by=admin_user)
    assert Revision.objects.get(pk=first.pk).content == first.content
    assert [each.created_by for each in rich_line.revisions.all()] == [admin_user, admin_user]


def test_publishing_what_is_published_makes_no_revision(rich_line, admin_user):
    assert rich_line.publish(by=admin_user) == rich_line.published
    assert rich_line.revisions.count() == 1


def test_restore_keeps_the_address_and_refuses_another_lines_revision(rich_line, admin_user):
    before = rich_line.published
    Helpline.objects.filter(pk=rich_line.pk).update(slug="renamed")
    rich_line.refresh_from_db()
    rich_line.restore(before, by=admin_user)
    assert Helpline.objects.get(pk=rich_line.pk).slug == "renamed"
    with pytest.raises(ValueError, match="another line"):
        Helpline.objects.get(slug="other").restore(before, by=admin_user)


def test_failed_publish_changes_nothing(rich_line, admin_user, monkeypatch):
    before = rich_line.published_id
    rich_line.order = 3
    rich_line.save()
    monkeypatch.setattr(Helpline, "save", lambda self, **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rich_line.publish(by=admin_user)
    assert Helpline.objects.get(pk=rich_line.pk).published_id == before
    assert Revision.objects.filter(helpline=rich_line).count() == 1


def test_confirming_is_not_a_revision(rich_line, admin_user):
    rich_line.confirm(by=admin_user)
    assert (rich_line.confirmed_by, rich_line.revisions.count()) == (admin_user, 1)
    assert Helpline.objects.all().confirm(by=admin_user) == 2


# --- The content set ------------------------------------------------------------------------------
def load(*args, **options):
    out = StringIO()
    call_command("load_content", *args, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("name", content_sets.names())
def test_loading_again_changes_nothing(name):
    first = load(name)
    revisions = list(Revision.objects.values_list("pk", "digest"))
    assert load(name) == first
    assert list(Revision.objects.values_list("pk", "digest")) == revisions
    assert len(revisions) == Helpline.objects.count() == len(content_sets.lines(name))


@pytest.mark.parametrize("name", content_sets.names())
def test_rows_say_what_the_file_says(name):
    load(name)
    for content in content_sets.lines(name):
        assert Helpline.objects.get(slug=content["slug"]).published.content == content


def test_what_staff_have_changed_is_left_alone_and_named(admin_user):
    load("asker")
    line = Helpline.objects.get(slug="innbyggerservice")
    line.name_nb = "Torget"
    line.save()
    line.publish(by=admin_user)
    InfoPage.objects.filter(slug="familieveiledning").update(by_staff=True, title_nb="Vår egen")
    assert "innbyggerservice, familieveiledning" in load("asker")
    assert Helpline.objects.get(slug="innbyggerservice").name_nb == "Torget"
    assert InfoPage.objects.get(slug="familieveiledning").title_nb == "Vår egen"


def test_loading_claims_no_confirmation_unless_told():
    load("asker")
    assert not Helpline.objects.exclude(confirmed_at=None).exists()
    load("asker", as_of=date(2026, 11, 1))
    assert {line.confirmed_at.date() for line in Helpline.objects.all()} == {date(2026, 11, 1)}


def test_a_persons_confirmation_is_not_replaced(admin_user):
    load("asker")
    Helpline.objects.filter(slug="innbyggerservice").confirm(by=admin_user)
    confirmed = Helpline.objects.get(slug="innbyggerservice").confirmed_at
    load("asker", as_of=date(2026, 1, 1))
    assert Helpline.objects.get(slug="innbyggerservice").confirmed_at == confirmed


@pytest.mark.parametrize("name", content_sets.names())
def test_the_demo_leaves_one_line_stale(name):
    load(name, leave_stale=True)
    found = directory()
    assert [line.slug for line in found.lines if line.stale(found.at)] == [
        content_sets.read(name)["stale_in_demo"]
    ]


def test_unknown_set_is_named_with_those_that_exist():
    with pytest.raises(CommandError, match="asker, harstad"):
        load("oslo")
