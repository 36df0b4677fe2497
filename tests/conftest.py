"""What every test can lean on: the system's Chromium, and a cast of people that the areas share."""

import gc
import io
import logging
import os
import shutil
from pathlib import Path

import pytest

# Playwright keeps an event loop in the main thread, and Django's ORM would refuse to run beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
# No sandbox as root, and none of the calls home that a browser makes on its own.
QUIET_BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--renderer-process-limit=1",  # none started ahead for pages that no test opens
]


# The national schemas are not ours to carry along: they are read where they lie beside the checkout.
SCHEMAS = Path(__file__).resolve().parents[2] / "shared/schemas/fiks-bekymringsmelding"


def pytest_collection_modifyitems(config, items):
    """Browser tests are those that ask for `page`; without a browser they skip by name.

    Without the national schemas the tests that read them are left out; the count says so. Our own typed
    model is tested all the same.
    """
    if not SCHEMAS.is_dir():
        left_out = [item for item in items if item.get_closest_marker("schemas")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        asks_for = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & asks_for:
            item.add_marker("database")
        if {"page", "context", "browser"} & asks_for:
            item.add_marker("browser")
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_collection_finish():
    """What is loaded by now stays: the collector of garbage need not look through it a thousand times."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(autouse=True)
def bokmal():
    """A page asked for in English must not leave its language to the next test."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET_BROWSER}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "nb-NO",
        "timezone_id": "Europe/Oslo",
        "reduced_motion": "reduce",
    }


class _Undefined(str):
    """What Django puts in the place of a template variable that is not there: here, a failed test."""

    def __mod__(self, name):
        raise AssertionError(f"the template asks for {name}, which is not defined")


# What migrating wrote and no test changes: to write it anew takes longer than to empty all the rest.
KEPT = {"django_content_type", "auth_permission"}


@pytest.fixture(scope="session", autouse=True)
def flush_what_holds_rows():
    """To empty a hundred empty tables takes PostgreSQL most of a second, after each test with a browser."""
    from django.core.management.commands import flush
    from django.db import connection

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(type(connection.ops), "sql_flush", _deletes)
            patch.setattr(flush, "emit_post_migrate_signal", lambda *_: None)
        yield


def _deletes(operations, style, tables, **options):
    """Statements that empty the tables with rows, past foreign keys and the triggers of the access log."""
    from django.db import connection

    names = {operations.quote_name(table) for table in set(tables) - KEPT}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map("SELECT '{0}' WHERE EXISTS (SELECT FROM {0})".format, names)))
        deletes = ["DELETE FROM {}".format(*row) for row in cursor]  # noqa: S608 - our own tables
    return ["SET LOCAL session_replication_role = replica", *deletes]


@pytest.fixture(scope="session", autouse=True)
def remember_the_page_alone():
    """Django's test client keeps a copy of the context for every widget drawn, a thousand on a long form."""
    from django.test import client

    remember = client.store_rendered_templates

    def remember_first(store, **rendered):
        if "context" not in store:
            remember(store, **rendered)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", remember_first)
        yield


@pytest.fixture
def strict_templates(monkeypatch):
    """A template that prints an undefined variable fails the test. For our own pages, not the admin's."""
    from django.template import engines

    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", _Undefined("%s"))


@pytest.fixture
def at_the_desk():
    """A client for each employee who has signed in with two factors."""
    from tests.accounts.sign_in import signed_in

    return signed_in


@pytest.fixture
def log():
    """What the portal's own handlers write."""
    stream = io.StringIO()
    loggers = [logging.root, *(logging.getLogger(name) for name in logging.root.manager.loggerDict)]
    handlers = {h for logger in loggers for h in logger.handlers if type(h) is logging.StreamHandler}
    before = {handler: handler.setStream(stream) for handler in handlers}
    assert before, "the portal's logging is configured"
    yield stream
    for handler, old in before.items():
        handler.setStream(old)


@pytest.fixture
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path
