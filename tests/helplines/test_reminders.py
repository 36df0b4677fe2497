"""The owner of a line that nobody confirms gets one mail a month, which says nothing of the line."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from casework.outbox import deliver_waiting
from helplines.reminders import remind_owners
from tests.helplines.desk import a_line

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
OWNER = "eier@example.org"


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOON)


def test_the_owner_of_a_stale_line_gets_a_mail_with_a_link(mailoutbox):
    line = a_line(owner_email=OWNER, confirmed_at=NOON - timedelta(days=31))
    call_command("remind_owners")
    deliver_waiting()
    (mail,) = mailoutbox
    assert mail.to == [OWNER]
    assert f"http://testserver/admin/helplines/helpline/{line.pk}/change/" in mail.body
    assert line.name_nb not in mail.body + mail.subject
    assert "66715059" not in mail.body.replace(" ", "")


def test_a_second_run_in_the_same_month_asks_for_nothing():
    a_line(owner_email=OWNER)
    assert [remind_owners(NOON), remind_owners(NOON + timedelta(days=7))] == [1, 0]


def test_the_month_is_oslos():
    a_line(owner_email=OWNER)
    # 23.30 on the last of November in London is December in Oslo.
    assert remind_owners(NOON) == 1
    assert remind_owners(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"owner_email": ""},
        {"confirmed_at": NOON - timedelta(days=29)},
        {"acute_order": 1},
        {"national": True},
        {"shown_to": NOON.date() - timedelta(days=1)},
    ],
    ids=["no owner", "confirmed", "acute", "national", "ended"],
)
def test_nobody_is_reminded_of_what_needs_no_confirmation(fields):
    a_line(**{"owner_email": OWNER} | fields)
    assert remind_owners(NOON) == 0


def test_no_mail_when_somebody_confirms_before_it_leaves(mailoutbox, django_user_model):
    line = a_line(owner_email=OWNER)
    remind_owners(NOON)
    line.confirm(by=django_user_model.objects.create_user("redaktor"))
    deliver_waiting()
    assert mailoutbox == []
