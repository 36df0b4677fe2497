"""Values at rest open only where they belong, with a key that is still there."""

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from casework import encryption
from casework.encryption import CannotOpen
from casework.fields import shown
from concerns.models import ConcernReport
from tests.concerns.reports import ANSWERS

OLD = "old:b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0="
NEW = "new:bmV3LW5ldy1uZXctbmV3LW5ldy1uZXctbmV3LW5ldy0="


@given(st.binary(max_size=500), st.text(max_size=50))
def test_what_is_sealed_opens_again(plain, where):
    assert encryption.decrypt(encryption.encrypt(plain, bound_to=where), bound_to=where) == plain


@given(st.data())
def test_no_changed_byte_goes_unseen(data):
    sealed = bytearray(encryption.encrypt(b"words", bound_to="here"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen):
        encryption.decrypt(bytes(sealed), bound_to="here")


@pytest.mark.parametrize("rubbish", [b"", b"\x01", b"\x01\xff", b"\x02abc", b"plain text"])
def test_rubbish_does_not_open(rubbish):
    with pytest.raises(CannotOpen):
        encryption.decrypt(rubbish, bound_to="here")


@pytest.mark.parametrize("token", ["", "x", "æøå", "AAAA", "not base64 at all!"])
def test_a_forged_form_state_does_not_open(token):
    with pytest.raises(CannotOpen):
        encryption.unseal(token, purpose="a form")


def test_a_form_state_opens_for_its_own_purpose_only():
    token = encryption.seal({"a": ["æ"]}, purpose="one form")
    assert encryption.unseal(token, purpose="one form") == {"a": ["æ"]}
    with pytest.raises(CannotOpen):
        encryption.unseal(token, purpose="another form")


def test_a_keyed_hash_depends_on_key_and_purpose(settings):
    first = encryption.keyed_hash("name", "ola")
    assert encryption.keyed_hash("code", "ola") != first
    settings.INDEX_KEY = "another key"
    assert encryption.keyed_hash("name", "ola") != first


@pytest.fixture
def report(db):
    ConcernReport.receive(ANSWERS, "a key")
    return ConcernReport.objects.get()


def test_a_value_moved_to_another_row_does_not_open(report, caplog):
    """Row binding: whoever can write to the table cannot make one report show another's words."""
    ConcernReport.receive(ANSWERS, "another key")
    other = ConcernReport.objects.exclude(pk=report.pk).get()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE concerns_concernreport SET content = "
            "(SELECT content FROM concerns_concernreport WHERE id = %s) WHERE id = %s",
            [_pk(report), _pk(other)],
        )
    other = ConcernReport.objects.get(pk=other.pk)
    with pytest.raises(CannotOpen):
        _ = other.content
    assert shown(other, "content") is None
    assert [record.message for record in caplog.records] == ["cannot_open"]


def test_no_query_searches_an_encrypted_field(report):
    with pytest.raises(TypeError):
        ConcernReport.objects.filter(content="words").exists()


def test_rotation_moves_every_value_to_the_new_key(db, settings, capsys):
    settings.ENCRYPTION_KEYS = [OLD]
    ConcernReport.receive(ANSWERS, "a key")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    call_command("rotate_keys")
    assert "concerns.ConcernReport.content: 1 rotated, 0 unreadable" in capsys.readouterr().out
    settings.ENCRYPTION_KEYS = [NEW]
    assert ConcernReport.objects.get().content == ANSWERS


def test_a_lost_key_is_counted_and_destroys_nothing(db, settings, capsys):
    settings.ENCRYPTION_KEYS = [OLD]
    ConcernReport.receive(ANSWERS, "a key")
    settings.ENCRYPTION_KEYS = [NEW]
    call_command("rotate_keys")
    assert "0 rotated, 1 unreadable" in capsys.readouterr().out
    settings.ENCRYPTION_KEYS = [OLD]
    assert ConcernReport.objects.get().content == ANSWERS


def _pk(report):
    return report.pk if connection.vendor == "postgresql" else report.pk.hex
