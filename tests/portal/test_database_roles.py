"""Which tables the public face's database role may touch is written down for each of them."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from asker_portal import database_roles


def test_every_model_has_been_thought_about():
    """A new table is closed to the public role until somebody writes down why it may be open."""
    known = set(database_roles.PUBLIC) | database_roles.CLOSED
    assert {model._meta.label for model in database_roles.all_models()} == known


def test_the_command_says_what_it_cannot_do(db):
    missing = "No such role" if connection.vendor == "postgresql" else "nothing to do"
    with pytest.raises(CommandError, match=missing):
        call_command("database_roles", public="nobody_here", desk="nor_here")
