import io

import pytest
from django.core.management import call_command

from tests.accounts.sign_in import staff


@pytest.fixture
def asker(db):
    """Asker's services as shipped."""
    call_command("load_services", "asker", stdout=io.StringIO())


@pytest.fixture
def editor(db):
    """Somebody from communications, who may change everything about the services."""
    call_command("sync_roles")
    return staff("redaktor", "Kommunikasjon")
