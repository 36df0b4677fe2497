import io
import json

import pytest
from django.core.management import call_command

from services import letters
from tests.accounts.sign_in import staff
from tests.services.applications import a_citizen, an_application
from tests.services.desk import Desk


@pytest.fixture
def asker(db):
    """Asker's services as shipped."""
    call_command("load_services", "asker", stdout=io.StringIO())


@pytest.fixture
def editor(db):
    """Somebody from communications, who may change everything about the services."""
    call_command("sync_roles")
    return staff("redaktor", "Kommunikasjon")


@pytest.fixture
def worker():
    return staff("worker", "Velferdsforvaltning")


@pytest.fixture
def case(asker):
    need = {"times": ["night"], "night_what": "Våken tre ganger hver natt"}
    return an_application(a_citizen(), content={"need": need})


@pytest.fixture
def desk(case, worker, at_the_desk):
    return Desk(at_the_desk(worker), case)


@pytest.fixture
def words(monkeypatch):
    """What a letter says, as the words that are set."""

    def of(decision):
        with monkeypatch.context() as patch:
            said = lambda name, data, title, at: json.dumps([title, data], ensure_ascii=False)  # noqa: E731
            patch.setattr(letters, "letter", said)
            return letters.render(decision)

    return of
