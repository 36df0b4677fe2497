"""The access log: what a hand in the database does to it is found, and what the portal writes is quick."""

import time
import uuid
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from casework import access, log_chain
from casework.access import AccessEntry
from casework.log_chain import LogSeal
from tests.accounts.sign_in import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(monkeypatch):
    """Nine entries over two months, sealed in pieces of at most three."""
    monkeypatch.setattr(log_chain, "PIECE", 3)
    start = timezone.now().replace(day=1, hour=12) - timedelta(days=70)
    for number in range(9):
        at = start + timedelta(days=0 if number < 4 else 40, minutes=number)
        AccessEntry.objects.create(at=at, who=f"ansatt {number}", action="opened", case_id=uuid.uuid4())
    assert log_chain.seal_settled() == 4  # 3 and 1 of the first month, 3 and 2 of the second
    assert log_chain.seal_settled() == 0
    return list(AccessEntry.objects.order_by("pk"))


@pytest.fixture
def owner():
    """Somebody with the whole database: on PostgreSQL the owner takes the triggers away first."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in ("casework_accessentry", "casework_logseal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")


def verify(**options):
    out = StringIO()
    call_command("verify_log", stdout=out, **options)
    return out.getvalue()


def test_an_untouched_log_verifies(log):
    AccessEntry.objects.create(who="just now", action="opened")
    assert log_chain.seal_settled() == 0  # it has not settled
    assert "4 pieces" in verify()
    assert [seal.month for seal in LogSeal.objects.all()] == sorted(
        timezone.localtime(one.at).strftime("%Y-%m") for one in (log[0], log[3], log[4], log[8])
    )


def edit(log):
    AccessEntry.objects.filter(pk=log[1].pk).update(who="somebody else")


def move_in_time(log):
    AccessEntry.objects.filter(pk=log[5].pk).update(at=F("at") + timedelta(seconds=1))


def delete(log):
    AccessEntry.objects.filter(pk=log[4].pk).delete()


def delete_the_last(log):
    AccessEntry.objects.filter(pk=log[8].pk).delete()


def reorder(log):
    first, second = log[0].pk, log[1].pk
    AccessEntry.objects.filter(pk=first).update(id=10_000)
    AccessEntry.objects.filter(pk=second).update(id=first)
    AccessEntry.objects.filter(pk=10_000).update(id=second)


def put_one_in(log):
    AccessEntry.objects.filter(pk=log[1].pk).delete()
    AccessEntry.objects.create(pk=log[1].pk, at=log[1].at, who="invented", action="opened")


def cut_out_a_piece(log):
    LogSeal.objects.filter(number=2).delete()
    AccessEntry.objects.filter(pk=log[3].pk).delete()


def cut_off_the_beginning(log):
    LogSeal.objects.filter(number=1).delete()


def cut_off_the_beginning_with_its_entries(log):
    LogSeal.objects.filter(number=1).delete()
    AccessEntry.objects.filter(pk__lte=log[2].pk).delete()


def forge_a_seal(log):
    edit(log)
    LogSeal.objects.filter(number=1).update(digest="0" * 64)


TAMPERING = (
    *(edit, move_in_time, delete, delete_the_last, reorder, put_one_in),
    *(cut_out_a_piece, cut_off_the_beginning, cut_off_the_beginning_with_its_entries, forge_a_seal),
)


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda one: one.__name__)
def test_tampering_is_found(log, owner, tamper):
    verify()
    tamper(log)
    with pytest.raises(CommandError):
        verify()


def test_an_end_that_was_cut_off_is_found_by_a_digest_kept_elsewhere(log, owner):
    digest = log_chain.head()[1]
    LogSeal.objects.filter(number=4).delete()
    AccessEntry.objects.filter(pk__gte=log[7].pk).delete()
    verify()
    with pytest.raises(CommandError, match="cut off"):
        verify(knows=digest)


def test_writing_a_page_of_the_log_takes_less_than_two_milliseconds():
    """A list's page of fifty cases. The best of many: the machine is shared."""
    user = staff("reader", "Faktura")
    user.group_names  # noqa: B018 - read once a request, and not the log's own cost
    shown = [
        SimpleNamespace(pk=uuid.uuid4(), reference="ABC", kind=lambda: "invoices.invoicerequest")
        for _place in range(50)
    ]

    def milliseconds():
        begun = time.perf_counter()
        access.record(user, AccessEntry.Action.LISTED, shown)
        return (time.perf_counter() - begun) * 1000

    assert min(milliseconds() for _time in range(30)) < 2
