"""Who opens a sealed report: child welfare, escrow and the code; never the process that took it in."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from casework import envelope
from casework.encryption import CannotOpen, NoKey
from concerns.models import ConcernReport, NoticeAddress
from tests.concerns.reports import ANSWERS


def pair(name: str) -> tuple[str, str]:
    """A new private and public key, as the settings hold them."""
    key = X25519PrivateKey.generate()
    halves = (key.private_bytes_raw(), key.public_key().public_bytes_raw())
    return tuple(f"{name}:{base64.b64encode(half).decode()}" for half in halves)


GROUP, GROUP_PUBLIC = pair("group")
ESCROW, ESCROW_PUBLIC = pair("escrow")
NEXT, NEXT_PUBLIC = pair("next")


@pytest.fixture
def keys(settings):
    """Sets whom reports are sealed to, and what this process can open with."""

    def use(public=(GROUP_PUBLIC, ESCROW_PUBLIC), private=()):
        settings.SEALING_PUBLIC_KEYS, settings.SEALING_PRIVATE_KEYS = list(public), list(private)

    use()
    return use


@pytest.fixture
def code(keys, db) -> str:
    """The receipt code of the one report there is, taken in by a process without private keys."""
    return ConcernReport.receive(ANSWERS, "a key")


def test_the_process_that_took_a_report_in_cannot_open_it(code):
    with pytest.raises(CannotOpen):
        _ = ConcernReport.objects.get().content


@pytest.mark.parametrize("private", [GROUP, ESCROW], ids=["group", "escrow"])
def test_group_and_escrow_each_open_it(code, keys, private):
    keys(private=[private])
    assert ConcernReport.objects.get().content == ANSWERS


def test_a_strangers_private_key_under_the_same_name_does_not_open_it(code, keys):
    keys(private=[pair("group")[0]])
    with pytest.raises(CannotOpen):
        _ = ConcernReport.objects.get().content


def test_the_code_alone_opens_it(code):
    assert ConcernReport.behind(code.lower().replace("-", " ")).content == ANSWERS


def test_another_reports_code_opens_nothing_of_it(code):
    other = ConcernReport.receive(ANSWERS, "another key")
    report = ConcernReport.behind(code)
    with pytest.raises(CannotOpen):
        report.unlock(other)


def test_a_key_moved_to_another_row_does_not_open(code, keys):
    ConcernReport.receive(ANSWERS, "another key")
    one, other = ConcernReport.objects.all()
    ConcernReport.objects.filter(pk=other.pk).update(keys=one.keys, key_for_code=one.key_for_code)
    keys(private=[GROUP])
    with pytest.raises(CannotOpen):
        _ = ConcernReport.objects.get(pk=other.pk).content


def test_without_a_public_key_nothing_is_taken_in(keys, db):
    keys(public=[])
    with pytest.raises(NoKey):
        ConcernReport.receive(ANSWERS, "a key")
    assert not ConcernReport.objects.exists()


def test_rotation_wraps_to_todays_recipients_alone(code, keys, capsys):
    NoticeAddress.objects.create(report_digest="x", address=_sealed_address())
    keys(public=[NEXT_PUBLIC, ESCROW_PUBLIC], private=[NEXT, GROUP])
    call_command("rotate_keys")
    told = capsys.readouterr().out
    assert "concerns.ConcernReport.keys: 1 rotated, 0 unreadable" in told
    assert set(ConcernReport.objects.get().keys) == {"next", "escrow"}
    keys(public=[NEXT_PUBLIC, ESCROW_PUBLIC], private=[NEXT])
    assert ConcernReport.objects.get().content == ANSWERS
    assert ConcernReport.behind(code).content == ANSWERS


def test_a_lost_group_key_is_made_good_with_the_escrow(code, keys, capsys):
    keys(public=[NEXT_PUBLIC, ESCROW_PUBLIC], private=[NEXT])
    call_command("rotate_keys")
    assert "concerns.ConcernReport.keys: 0 rotated, 1 unreadable" in capsys.readouterr().out
    keys(public=[NEXT_PUBLIC, ESCROW_PUBLIC], private=[NEXT, ESCROW])
    call_command("rotate_keys")
    keys(public=[NEXT_PUBLIC, ESCROW_PUBLIC], private=[NEXT])
    assert ConcernReport.objects.get().content == ANSWERS


def test_the_rehearsal_proves_rotation_and_the_escrow(code, keys, capsys, tmp_path):
    escrow = tmp_path / "escrow"
    escrow.write_text(ESCROW)
    keys(private=[GROUP])
    call_command("rehearse_keys", escrow=str(escrow))
    told = capsys.readouterr().out
    assert told.count("ok") == 5
    assert "opens 1 of the newest 1" in told
    assert ConcernReport.objects.count() == 1


def test_the_rehearsal_fails_with_an_escrow_key_that_opens_nothing(code, keys, tmp_path):
    wrong = tmp_path / "escrow"
    wrong.write_text(pair("escrow")[0])
    keys(private=[GROUP])
    with pytest.raises(CommandError, match="escrow"):
        call_command("rehearse_keys", escrow=str(wrong))


def test_a_new_pair_writes_the_private_half_to_its_own_file(tmp_path, capsys):
    path = tmp_path / "private"
    call_command("new_sealing_key", "group-2027", str(path))
    said = capsys.readouterr().out.strip().removeprefix("SEALING_PUBLIC_KEYS=")
    name, _, public = said.partition(":")
    assert path.stat().st_mode & 0o777 == 0o600
    private = base64.b64decode(path.read_text().partition(":")[2])
    assert name == "group-2027"
    assert envelope.public_key_of(private) == base64.b64decode(public)
    with pytest.raises(CommandError):
        call_command("new_sealing_key", "group-2027", str(path))


@given(st.binary(max_size=300), st.integers(0, 10_000), st.integers(1, 255))
def test_no_changed_byte_of_what_is_sealed_to_the_group_goes_unseen(plain, place, flip):
    private = X25519PrivateKey.generate()
    to, having = {"k": private.public_key().public_bytes_raw()}, {"k": private.private_bytes_raw()}
    sealed = envelope.seal_to_group(plain, bound_to="here", to=to)
    assert envelope.open_as_group(sealed, bound_to="here", keys=having) == plain
    changed = bytearray(base64.b64decode(sealed["k"]))
    changed[place % len(changed)] ^= flip
    with pytest.raises(CannotOpen):
        envelope.open_as_group({"k": base64.b64encode(changed).decode()}, bound_to="here", keys=having)
    with pytest.raises(CannotOpen):
        envelope.open_as_group(sealed, bound_to="elsewhere", keys=having)


def _sealed_address():
    return envelope.seal_to_group(b"address", bound_to=NoticeAddress.address_is_bound_to("x"))
