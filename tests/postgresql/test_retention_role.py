"""Deleting by retention needs its role: the operator's user has it, the desk's never."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from casework.disposal import Disposal
from casework.events import Event
from casework.log_chain import RETENTION_ROLE
from casework.retention import rules
from invoices.models import InvoiceRequest
from tests.accounts.sign_in import staff
from tests.invoices.asking import received
from tests.portal.test_retention_run import archive
from tests.postgresql.test_database_roles import DESK, roles  # noqa: F401 - a fixture

OPERATOR = "portal_operator_test"


@pytest.fixture
def approved(roles, settings, tmp_path):  # noqa: F811 - the fixture above
    settings.FILES_DIR, settings.STORAGES = tmp_path / "files", dict(settings.STORAGES)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {OPERATOR} NOLOGIN")
        cursor.execute(f"GRANT {RETENTION_ROLE} TO {OPERATOR}")
    case, then = received(), timezone.now() - timedelta(days=800)
    InvoiceRequest.objects.update(status="refused", received_at=then)
    Event.objects.update(at=then)
    archive([case])
    two = [staff(f"faktura {number}", "Faktura") for number in range(2)]
    disposal = Disposal.prepare(rules["invoices.invoicerequest"], by=two[0])
    for one in two:
        disposal.approve(by=one)


@contextmanager
def signed_in_as(role: str):
    """With the session's own user changed, so that SET ROLE asks what that user may become."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL SESSION AUTHORIZATION {role}")
        yield
        cursor.execute("RESET SESSION AUTHORIZATION")


def test_the_operator_deletes_what_was_approved(approved):
    with signed_in_as(OPERATOR):
        call_command("retention", delete=True, verbosity=0)
    assert not InvoiceRequest.objects.exists()
    assert not Event.objects.exists()


def test_the_desk_deletes_nothing(approved):
    with signed_in_as(DESK), pytest.raises(CommandError, match=RETENTION_ROLE):
        call_command("retention", delete=True, verbosity=0)
    assert InvoiceRequest.objects.exists()
