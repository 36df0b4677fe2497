"""The directory: what is published and nothing else, in two queries, and without a database too."""

import json
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from helplines import directory as directories
from helplines import static_copy
from helplines.directory import directory, preview
from helplines.hours import OSLO
from helplines.models import Helpline, Notice
from tests.helplines.lines import make_line, make_many

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=OSLO)


@pytest.fixture(autouse=True)
def own_copy(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "copy" / "helplines.json"


@pytest.fixture(params=[OperationalError, InterfaceError])
def no_database(request, monkeypatch):
    """Calling it takes the database away, whichever kind it is."""

    def refuse(*args, **kwargs):
        raise request.param("the database is away")

    return lambda: monkeypatch.setattr(BaseDatabaseWrapper, "cursor", refuse)


@pytest.fixture
def new_process(monkeypatch):
    """A process that has read no content yet."""
    monkeypatch.setattr(directories, "_contents", {})


@pytest.mark.usefixtures("new_process")
@pytest.mark.django_db
@pytest.mark.parametrize("count", [8, 800])
def test_query_count_does_not_grow_with_the_lines(count, django_assert_num_queries):
    make_many(count)
    with django_assert_num_queries(3):  # content this process has not seen is read once
        assert len(directory().lines) == count
    with django_assert_num_queries(2):
        directory()


@pytest.mark.django_db
def test_what_is_not_published_is_not_seen():
    line = make_line("a", name="Før")
    line.name_nb = "Etter"
    line.save()
    Helpline.objects.create(slug="b", name="Kladd", for_everyone=True)
    assert [each.name for each in directory().lines] == ["Før"]
    line.publish()
    assert [each.name for each in directory().lines] == ["Etter"]


@pytest.mark.django_db
def test_texts_in_the_readers_language_with_bokmal_where_there_is_none():
    make_line("a", name_nb="Ring oss", name_nn="Ring oss no", name_en="")
    assert [directory(language=code).lines[0].name for code in ("nb", "nn", "en")] == [
        "Ring oss",
        "Ring oss no",
        "Ring oss",
    ]


@pytest.mark.django_db
def test_lines_outside_their_dates_are_left_out():
    make_line("over", shown_to=date(2026, 11, 22))
    make_line("today", shown_from=date(2026, 11, 23), shown_to=date(2026, 11, 23))
    make_line("coming", shown_from=date(2026, 11, 24))
    assert [line.slug for line in directory(at=MONDAY_NOON).lines] == ["today"]


@pytest.mark.django_db
def test_number_and_hours_change_on_their_dates_by_themselves():
    line = make_line("a", publish=False)
    line.numbers.update(valid_to=date(2026, 11, 30))
    line.numbers.create(digits="66715049", valid_from=date(2026, 12, 1))
    line.hours.update(valid_to=date(2026, 11, 30))
    line.hours.create(weekdays="01234", opens="12:00", closes="14:00", valid_from=date(2026, 12, 1))
    line.publish()
    [shown] = directory().lines
    assert [each.grouped for each in shown.numbers_on(date(2026, 11, 30))] == ["66 71 50 59"]
    assert [each.grouped for each in shown.numbers_on(date(2026, 12, 1))] == ["66 71 50 49"]
    assert shown.status(datetime(2026, 11, 30, 10, tzinfo=OSLO)).open is True
    assert shown.status(datetime(2026, 12, 1, 10, tzinfo=OSLO)).opens_at.hour == 12


@pytest.mark.django_db
def test_channel_with_its_own_hours_follows_the_lines_exceptions():
    line = make_line("a", publish=False)
    chat = line.numbers.create(kind="chat", note="Chat på nettsiden", own_hours=True, order=1)
    line.hours.create(number=chat, weekdays="01234", opens="16:15", closes="22:45")
    line.exceptions.create(first=date(2026, 11, 24), last=date(2026, 11, 24), closed=True)
    line.publish()
    [shown] = directory().lines
    phone, chat = shown.numbers
    evening = datetime(2026, 11, 23, 20, tzinfo=OSLO)
    assert (shown.channel_status(phone, evening).open, shown.channel_status(chat, evening).open) == (
        False,
        True,
    )
    assert shown.channel_status(chat, evening + timedelta(days=1)).open is False
    assert shown.status(MONDAY_NOON).open is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "confirmed", "stale"),
    [
        ({}, None, True),
        ({}, MONDAY_NOON - timedelta(days=31), True),
        ({}, MONDAY_NOON - timedelta(days=29), False),
        ({"acute_order": 1}, None, False),
        ({"national": True}, None, False),
    ],
)
def test_stale_after_thirty_days_but_not_emergency_and_national_lines(line, confirmed, stale):
    make_line("a", **line)
    Helpline.objects.confirm(by=None, at=confirmed) if confirmed else None
    assert directory().lines[0].stale(MONDAY_NOON) is stale


@pytest.mark.django_db
def test_lines_stand_in_staffs_order_and_the_acute_strip_in_its_own():
    make_line("ordinary", order=3)
    make_line("second", order=1, acute_order=2, always=True)
    make_line("first", order=2, acute_order=1, always=True)
    found = directory(at=MONDAY_NOON)
    assert [line.slug for line in found.lines] == ["second", "first", "ordinary"]
    assert [line.slug for line in found.acute] == ["first", "second"]


@pytest.mark.django_db
def test_notices_of_the_moment_gravest_first():
    hour = timedelta(hours=1)
    Notice.objects.create(text_nb="over", starts_at=MONDAY_NOON - 2 * hour, ends_at=MONDAY_NOON)
    Notice.objects.create(text_nb="nå", text_en="now", starts_at=MONDAY_NOON)
    Notice.objects.create(text_nb="fare", starts_at=MONDAY_NOON - hour, ends_at=MONDAY_NOON + hour, level=3)
    Notice.objects.create(text_nb="siden", starts_at=MONDAY_NOON + hour)
    assert [each.text for each in directory(at=MONDAY_NOON, language="en").notices] == ["fare", "now"]


@pytest.mark.django_db
def test_preview_is_what_publishing_would_show():
    from helplines import snapshots

    line = make_line("a")
    [published] = directory().lines
    shown = preview(snapshots.of(line))
    assert (shown.schedule, shown.numbers, shown.name) == (
        published.schedule,
        published.numbers,
        published.name,
    )


# --- Without the database -------------------------------------------------------------------------
@pytest.mark.django_db
def test_copy_is_served_when_the_database_is_away(no_database):
    line = make_line("a", name="Med kopi")
    line.confirm(by=None, at=MONDAY_NOON)
    Notice.objects.create(text_nb="Flom", starts_at=MONDAY_NOON)
    with time_machine.travel(MONDAY_NOON, tick=False):
        directory()
    no_database()
    found = directory(at=MONDAY_NOON + timedelta(hours=1))
    assert (found.source, found.copied_at) == ("copy", MONDAY_NOON)
    assert [(each.name, each.numbers[0].digits) for each in found.lines] == [("Med kopi", "66715059")]
    assert found.lines[0].confirmed_at == MONDAY_NOON
    assert found.lines[0].status(found.at).open is True
    assert [notice.text for notice in found.notices] == ["Flom"]


@pytest.mark.django_db
@pytest.mark.parametrize("damage", [None, "", "{", '{"rows": []}', "[]"])
def test_numbers_as_shipped_are_served_when_there_is_no_copy(no_database, own_copy, damage):
    if damage is not None:
        own_copy.parent.mkdir()
        own_copy.write_text(damage)
    no_database()
    found = directory(at=MONDAY_NOON)
    assert (found.source, found.copied_at) == ("content", None)
    assert "67504770" in {number.digits for line in found.acute for number in line.numbers}


@pytest.mark.django_db
def test_copy_is_written_when_something_is_new_and_only_then(own_copy, monkeypatch):
    line = make_line("a")
    written = []
    monkeypatch.setattr(static_copy, "_write", written.append)
    directory(), directory()
    assert len(written) == 1
    line.confirm(by=None)
    directory(), directory()
    assert len(written) == 2
    Notice.objects.create(text_nb="Flom")
    directory(), directory()
    assert len(written) == 3


@pytest.mark.django_db
def test_disk_that_cannot_be_written_stops_nobody(own_copy, caplog):
    own_copy.parent.write_text("a file where the folder should be")
    make_line("a")
    assert [line.slug for line in directory().lines] == ["a"]
    assert not own_copy.exists()


@pytest.mark.django_db
def test_copy_holds_numbers_and_no_persons(own_copy, admin_user):
    line = make_line("a", owner_email="vakt@example.test")
    line.confirm(by=admin_user)
    directory()
    text = own_copy.read_text()
    assert json.loads(text)["rows"][0][2]["numbers"][0]["digits"] == "66715059"
    assert "vakt@example.test" not in text
    assert admin_user.username not in text


@pytest.mark.django_db
def test_the_loaded_set_is_what_is_shown():
    call_command("load_content", settings.MUNICIPALITY, verbosity=0)
    found = directory(at=timezone.now())
    assert found.get("hjelpetelefonen-foresatte").supplements
    assert {line.slug for line in found.supplemented_by(found.get("barneverntjenesten"))} == {
        "hjelpetelefonen-barn-og-unge",
        "hjelpetelefonen-foresatte",
    }


def test_before_anything_is_published_the_shipped_numbers_are_shown(db):
    """A new installation must not show an empty emergency strip."""
    lines = directory()
    assert lines.source == "content"
    assert "112" in {number.digits for line in lines.acute for number in line.numbers}
