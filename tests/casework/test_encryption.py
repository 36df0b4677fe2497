"""Values at rest open only where they belong, with a key that is still there."""

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from casework import encryption
from casework.encryption import CannotOpen, NoKey
from casework.fields import shown
from concerns.models import ConcernReport, ReportNote
from tests.concerns.reports import ANSWERS

OLD = "old:b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0="
NEW = "new:bmV3LW5ldy1uZXctbmV3LW5ldy1uZXctbmV3LW5ldy0="


@given(st.binary(max_size=500), st.text(max_size=50))
def test_what_is_sealed_opens_again(plain, where):
    sealed = encryption.encrypt(plain, bound_to=where, ring="forms")
    assert encryption.decrypt(sealed, bound_to=where, ring="forms") == plain


@given(st.data())
def test_no_changed_byte_goes_unseen(data):
    sealed = bytearray(encryption.encrypt(b"words", bound_to="here", ring="forms"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen):
        encryption.decrypt(bytes(sealed), bound_to="here", ring="forms")


@pytest.mark.parametrize("rubbish", [b"", b"\x01", b"\x01\xff", b"\x02abc", b"plain text"])
def test_rubbish_does_not_open(rubbish):
    with pytest.raises(CannotOpen):
        encryption.decrypt(rubbish, bound_to="here", ring="forms")


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


@pytest.mark.parametrize("ring", ["forms", "citizens"])
def test_what_one_ring_sealed_no_other_opens(ring):
    with pytest.raises(CannotOpen):
        encryption.decrypt(
            encryption.encrypt(b"words", bound_to="here", ring=ring), bound_to="here", ring="desk"
        )


def test_a_process_without_the_desks_keys_says_so(settings):
    settings.KEY_RINGS = settings.KEY_RINGS | {"desk": []}
    settings.INDEX_KEY = ""
    with pytest.raises(NoKey):
        encryption.encrypt(b"words", bound_to="here", ring="desk")
    with pytest.raises(NoKey):
        encryption.keyed_hash("name", "ola")


@pytest.fixture
def note(report, settings):
    def written(*keys):
        desk_keys(settings, *keys)
        return report.notes.create(text="a note", by="somebody").pk

    return written


def test_rotation_moves_every_value_to_the_new_key(note, settings, capsys):
    pk = note(OLD)
    desk_keys(settings, NEW, OLD)
    call_command("rotate_keys")
    assert "concerns.ReportNote.text: 1 rotated, 0 unreadable" in capsys.readouterr().out
    desk_keys(settings, NEW)
    assert ReportNote.objects.get(pk=pk).text == "a note"


def test_a_lost_key_is_counted_and_destroys_nothing(note, settings, capsys):
    pk = note(OLD)
    desk_keys(settings, NEW)
    call_command("rotate_keys")
    assert "concerns.ReportNote.text: 0 rotated, 1 unreadable" in capsys.readouterr().out
    desk_keys(settings, OLD)
    assert ReportNote.objects.get(pk=pk).text == "a note"


def test_rubbish_in_a_column_is_counted_too_and_stops_no_rotation(note, capsys):
    pk = note(OLD)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE concerns_reportnote SET text = %s", [b"rubbish"])
    call_command("rotate_keys")
    assert "concerns.ReportNote.text: 0 rotated, 1 unreadable" in capsys.readouterr().out
    assert shown(ReportNote.objects.get(pk=pk), "text") is None


def desk_keys(settings, *keys):
    settings.KEY_RINGS = settings.KEY_RINGS | {"desk": list(keys)}


def _pk(report):
    return report.pk if connection.vendor == "postgresql" else report.pk.hex
