"""The operator's command, and what it tells of a sealed group that it fills."""

import io

import pytest
from django.core.management import call_command

from tests.accounts.sign_in import staff
from tests.accounts.test_membership import INVOICING, OFFICER, PASSWORD

pytestmark = pytest.mark.usefixtures("roles_synced")


def test_the_operator_is_told_who_is_still_in_the_group_but_closed(monkeypatch, capsys):
    """Closing the only member may be how somebody has a friend let in."""
    staff("borte", OFFICER, is_active=False)
    staff("bortest", OFFICER, is_active=False)
    staff("faktura", INVOICING, is_active=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    call_command("staff", "ny", "--group", OFFICER, "--group", INVOICING)
    told = capsys.readouterr().out
    assert f"first member of «{OFFICER}»" in told
    assert "Still in it but closed: borte, bortest." in told
    assert "faktura" not in told
