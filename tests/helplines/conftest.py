import io

import pytest
import time_machine
from django.core.management import call_command

from helplines.directory import directory
from helplines.models import Helpline, Hours, HoursException, InfoPage, Number, Revision
from tests.accounts.sign_in import staff
from tests.helplines.instants import MONDAY_NOON
from tests.rows import Remembered


def load() -> None:
    call_command("load_content", "asker", "--leave-stale", stdout=io.StringIO())


LINKS = Helpline.supplements.through
CONTENT = Remembered(load, Helpline, Revision, Number, Hours, HoursException, LINKS, InfoPage)


@pytest.fixture
def monday_noon():
    """The clock stands still on an ordinary Monday at noon."""
    with time_machine.travel(MONDAY_NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def asker(db, settings, tmp_path, monday_noon):
    """Asker's own content on that Monday, all confirmed the same day but one line."""
    settings.VAR_DIR = tmp_path
    CONTENT.put()
    directory()  # what a process reads once, it has read
    return monday_noon


@pytest.fixture
def editor(db):
    """Somebody from communications, who may change everything about the helplines."""
    call_command("sync_roles")
    return staff("redaktor", "Kommunikasjon")
