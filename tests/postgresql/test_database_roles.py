"""What the public face's database role can reach: a sealed row by its hash, and no list of them."""

from contextlib import contextmanager

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.membership import Membership
from accounts.models import User
from asker_portal import database_roles
from casework import access
from casework.access import AccessEntry
from casework.doorway import presenting
from casework.events import Event
from casework.log_chain import RETENTION_ROLE, LogSeal
from concerns import receipts
from concerns.models import ConcernReport, ReportMessage
from concerns.models.report import to_the_hour
from tests.accounts.conftest import demo, entra, roles_synced  # noqa: F401 - fixtures
from tests.accounts.sign_in import staff
from tests.concerns.filling_in import code_on, send
from tests.concerns.reports import ANSWERS
from tests.portal.test_doors import FORMS, READ_BY_ALL

PUBLIC, DESK = "portal_public_test", "portal_desk_test"


@pytest.fixture
def roles(db):
    """All three roles, with their rights, in the test's own transaction."""
    with connection.cursor() as cursor:
        for role in (PUBLIC, DESK, RETENTION_ROLE):
            cursor.execute(f"CREATE ROLE {role} NOLOGIN")
    call_command("createcachetable", verbosity=0)
    call_command("database_roles", public=PUBLIC, desk=DESK, verbosity=0)


@contextmanager
def as_role(name: str):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {name}")
        yield
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def refused(query) -> bool:
    try:
        with transaction.atomic():
            query()
    except DatabaseError as error:
        return "permission denied" in str(error) or "row-level security" in str(error)
    return False


@pytest.fixture
def reports(roles) -> list[str]:
    """Two reports; their codes."""
    return [ConcernReport.receive(ANSWERS, key) for key in ("one", "two")]


def test_the_public_role_sees_no_report_at_all(reports):
    with as_role(PUBLIC):
        assert ConcernReport.objects.count() == 0


def test_it_sees_the_one_whose_hash_it_presents(reports):
    with as_role(PUBLIC):
        assert ConcernReport.behind(reports[0]).content == ANSWERS
        with presenting(receipts.digest(reports[0])):
            assert ConcernReport.objects.count() == 1
        with presenting("0" * 64, ""):
            assert ConcernReport.objects.count() == 0


def test_it_takes_a_report_in_and_reads_it_back(roles):
    with as_role(PUBLIC):
        code = code_on(send(Client()))
        assert ConcernReport.receive(ANSWERS, "same") == ConcernReport.receive(ANSWERS, "same")
    assert ConcernReport.objects.count() == 2
    assert ConcernReport.objects.filter(receipt_digest=receipts.digest(code)).exists()


def test_messages_follow_their_report(reports):
    def write(report):
        now, digest = to_the_hour(timezone.now()), report.receipt_digest
        ReportMessage.objects.create(
            report=report, author="reporter", at=now, submission_digest=digest, text="a"
        )

    mine, other = map(ConcernReport.behind, reports)
    for report in (mine, other):
        write(report)
    with as_role(PUBLIC), presenting(mine.receipt_digest):
        assert [message.report_id for message in ReportMessage.objects.all()] == [mine.pk]
        assert refused(lambda: write(other))


@pytest.mark.parametrize("changes", [{"status": "closed"}, {"keys": {}}, {"unread": False}], ids=str)
def test_it_changes_nothing_of_a_report_but_the_code(reports, changes):
    with as_role(PUBLIC), presenting(receipts.digest(reports[0])):
        assert refused(lambda: ConcernReport.objects.update(**changes))
        assert refused(lambda: ConcernReport.objects.all()._raw_delete("default"))


def test_a_code_can_be_exchanged_by_who_presents_the_old_and_the_new(reports):
    report = ConcernReport.behind(reports[0])
    old = report.receipt_digest
    report.bind_to("NEW1-" * 5 + "NEW1")
    with as_role(PUBLIC), presenting(old, report.receipt_digest):
        ConcernReport.objects.filter(receipt_digest=old).update(
            receipt_digest=report.receipt_digest, key_for_code=report.key_for_code
        )
    assert ConcernReport.behind(reports[0]) is None
    assert ConcernReport.behind("NEW1-" * 5 + "NEW1").content == ANSWERS


@pytest.mark.parametrize("label", sorted(database_roles.CLOSED))
def test_closed_tables_cannot_even_be_read(roles, label):
    model = next(one for one in database_roles.all_models() if one._meta.label == label)
    with as_role(PUBLIC):
        assert refused(lambda: list(model._base_manager.values_list("pk")[:1]))


def test_it_makes_nobody_an_employee(roles):
    employee = User.objects.create(username="somebody")
    with as_role(PUBLIC):
        assert not User.objects.exists()
        assert refused(lambda: User.objects.create(username="new", kind="staff", is_staff=True))
        assert refused(lambda: User.objects.create(username="new", kind="citizen", is_superuser=True))
        assert User.objects.create(username="c-1", kind="citizen").pk
        assert refused(lambda: User.objects.filter(username="c-1").update(is_staff=True))
        assert refused(lambda: User.groups.through.objects.create(user_id=employee.pk, group_id=1))


def test_it_gives_no_employee_another_way_in(roles):
    """Whoever ties their own Entra ID to a superuser's row is that superuser at the next sign-in."""
    employee = User.objects.create(username="somebody", is_superuser=True)
    citizen = User.objects.create(username="c-1", kind="citizen")
    entra_account = SocialAccount.objects.create(user=employee, provider="entra", uid="theirs")
    with as_role(PUBLIC):
        assert not SocialAccount.objects.exists()
        for provider, user in (("entra", employee), ("entra", citizen), ("idporten", employee)):
            row = SocialAccount(user=user, provider=provider, uid="mine")
            assert refused(row.save)
        SocialAccount.objects.filter(pk=entra_account.pk).update(uid="mine")
        mine = SocialAccount.objects.create(user=citizen, provider="idporten", uid="a hash")
        assert refused(lambda: SocialAccount.objects.filter(pk=mine.pk).update(user=employee))
        assert refused(lambda: SocialAccount.objects.filter(pk=mine.pk).update(provider="entra"))
    entra_account.refresh_from_db()
    assert entra_account.uid == "theirs"


def test_the_desk_lets_people_in_and_keeps_for_ever_that_it_did(roles):
    member, person = staff("medlem", "Barnevern"), staff("person", "Rekruttering")
    with as_role(DESK):
        person.follow_entra(["ChildWelfare"])
        asked = Membership.objects.get()
        asked.approve(by=member)
        assert refused(lambda: asked.delete())
        assert refused(lambda: Membership.objects.all()._raw_delete("default"))
    with as_role(RETENTION_ROLE):
        assert refused(lambda: asked.delete())


def test_every_public_page_works_for_it(roles, settings):
    settings.FACE = "public"
    with as_role(PUBLIC):
        for path in [*READ_BY_ALL, *FORMS, "/helse/ready"]:
            assert Client().get(path).status_code in (200, 302), path


def test_a_citizen_signs_in(roles, settings, entra, monkeypatch):  # noqa: F811
    settings.FACE = "public"
    # A public process has no second factors installed, and so does not look for any.
    monkeypatch.setattr("allauth.mfa.stages.is_mfa_enabled", lambda *args, **kwargs: False)
    settings.SESSION_ENGINE = "accounts.citizen_sessions"
    browser = Client(SERVER_NAME="localhost")
    with as_role(PUBLIC):
        start = browser.post("/logg-inn/bankid/", {"next": "/minside/"}).url
        assert browser.get(browser.post(start, {"persona": "mor"}).url).url == "/minside/"
        assert browser.get("/minside/").status_code == 200
        assert browser.post("/logg-ut/").status_code == 200


def test_the_desk_sees_all_and_rewrites_no_trace(reports):
    with as_role(DESK):
        assert ConcernReport.objects.count() == 2
        assert refused(lambda: Event.objects.update(name="x"))
        assert refused(lambda: Event.objects.all().delete())
        ConcernReport.objects.update(unread=False)


def test_an_owner_past_the_policies_is_noticed(roles):
    assert database_roles.sees_everything()
    with as_role(PUBLIC):
        assert not database_roles.sees_everything()


def test_the_access_log_is_rewritten_by_nobody_and_shortened_by_retention_alone(reports):
    """Triggers hold even the owner; the desk is stopped by its rights before that."""
    report = ConcernReport.objects.first()
    with as_role(DESK):
        access.record(User.objects.create(username="a"), AccessEntry.Action.OPENED, [report])
        LogSeal.objects.create(number=1, month="2026-11", after_id=0, last_id=1, entries=1)
    rows = AccessEntry.objects.all()
    for role in (PUBLIC, DESK, RETENTION_ROLE, "postgres"):
        with as_role(role):
            assert refused_as_append_only(lambda: rows.update(who="b"))
            assert refused_as_append_only(lambda: LogSeal.objects.update(digest="b"))
    for role in (PUBLIC, DESK, "postgres"):
        with as_role(role):
            assert refused_as_append_only(rows.delete)
            assert refused_as_append_only(LogSeal.objects.all().delete)
    with as_role(RETENTION_ROLE):
        assert rows.delete()[0] == LogSeal.objects.all().delete()[0] == 1


def refused_as_append_only(query) -> bool:
    try:
        with transaction.atomic():
            query()
    except DatabaseError as error:
        return "append-only" in str(error) or "permission denied" in str(error)
    return False
