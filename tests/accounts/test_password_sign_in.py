"""The second way in: a local user, who must set up two factors before anything opens."""

import base64
import io
import logging

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache, caches
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from tests.accounts.sign_in import signed_in, staff

pytestmark = pytest.mark.django_db

PASSWORD = "tre gule hester i regn"
ADDRESS = "203.0.113.77"


def code_of(secret: str) -> str:
    now = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(secret, now))


@pytest.fixture
def local(monkeypatch, roles_synced):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    call_command("staff", "lokal", "--group", "Kommunikasjon")
    return User.objects.get()


def give_password(client, password=PASSWORD, username="lokal", **kwargs):
    return client.post("/ansatt/", {"login": username, "password": password, "next": "/admin/"}, **kwargs)


def set_up_app(client) -> str:
    secret = client.get("/ansatt/to-trinn/app/").context["form"].secret
    answer = client.post("/ansatt/to-trinn/app/", {"code": code_of(secret)})
    assert answer.url == "/ansatt/to-trinn/reservekoder/"
    return secret


def test_password_then_app_then_admin(client, local):
    assert give_password(client).url == "/admin/"
    led = client.get("/admin/", follow=True)
    assert led.redirect_chain[-1][0] == "/ansatt/to-trinn/?next=%2Fadmin%2F"
    assert "Et passord alene er ikke nok" in led.text
    secret = set_up_app(client)
    asked = client.get("/admin/", follow=True).redirect_chain[-1][0]
    assert asked == "/ansatt/to-trinn/bekreft/?next=%2Fadmin%2F"
    assert client.post(asked, {"code": code_of(secret), "next": "/admin/"}).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_next_sign_in_asks_for_the_code(client, local, django_user_model):
    give_password(client)
    secret = set_up_app(client)
    cache.clear()  # the code just used would not count again
    other = Client()
    assert give_password(other).url == "/ansatt/to-trinn/kode/"
    assert other.get("/admin/").status_code == 302
    assert "_auth_user_id" not in other.session
    assert "feil" in other.post("/ansatt/to-trinn/kode/", {"code": "000000"}).text
    assert other.post("/ansatt/to-trinn/kode/", {"code": code_of(secret)}).url == "/admin/"
    assert other.get("/admin/").status_code == 200


def test_recovery_code_opens_once(client, local):
    give_password(client)
    secret = set_up_app(client)
    codes = "/ansatt/to-trinn/reservekoder/"
    asked = client.get(codes).url  # the password alone shows none
    assert client.post(asked, {"code": code_of(secret), "next": codes}).url == codes
    code = client.get(codes).context["unused_codes"][0]
    for opens in (True, False):
        other = Client()
        give_password(other)
        other.post("/ansatt/to-trinn/kode/", {"code": code})
        assert (other.get("/admin/").status_code == 200) is opens


def test_password_alone_opens_no_page_of_the_admin(client, local):
    give_password(client)
    local.is_superuser = True
    local.save()
    for page in ("/admin/", "/admin/accounts/user/", "/admin/jsi18n/", "/admin/password_change/"):
        assert client.get(page).url.startswith("/admin/login/"), page


def test_secret_of_the_app_lies_encrypted(client, local):
    give_password(client)
    secret = set_up_app(client)
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert stored.wrap().validate_code("0") is False


def test_citizen_gets_no_further_than_no(client):
    citizen = staff("innbygger", kind=User.Kind.CITIZEN)
    assert signed_in(citizen, client).get("/admin/", follow=True).status_code == 403


# --- Guessing -------------------------------------------------------------------------------------
def test_unknown_user_and_wrong_password_read_the_same(client, local):
    texts = [give_password(client, "galt", name).context["form"].errors for name in ("lokal", "finnes-ikke")]
    assert texts[0] == texts[1]
    assert "Brukernavnet eller passordet er feil" in str(texts[0])


def test_guessing_is_stopped(client, local):
    for _try in range(5):
        give_password(client, "galt")
    assert "for mange ganger" in give_password(client, PASSWORD).text


def test_flood_from_one_place_is_answered_kindly(client):
    for number in range(31):
        answer = give_password(client, "galt", f"navn-{number}")
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert "Vent fem minutter" in answer.text


def test_no_address_is_stored_or_logged(client, local, caplog):
    """The limits count by a hash that is another one tomorrow."""
    caplog.set_level(logging.DEBUG)
    give_password(client, "galt", REMOTE_ADDR=ADDRESS)
    counted = " ".join(caches["default"]._cache)
    assert ":ip:" in counted
    assert ADDRESS not in f"{counted}{caplog.text}"
    assert "galt" not in caplog.text


# --- The operator's command -----------------------------------------------------------------------
def test_command_refuses_a_weak_password(monkeypatch, db):
    monkeypatch.setattr("sys.stdin", io.StringIO("kort\n"))
    with pytest.raises(CommandError, match="12"):
        call_command("staff", "ny")
    assert not User.objects.exists()


def test_command_refuses_a_group_that_does_not_exist(monkeypatch, db):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    with pytest.raises(CommandError, match="Barnevern"):
        call_command("staff", "ny", "--group", "Barnvern")
    assert not User.objects.exists()


def test_command_takes_no_password_as_an_argument(local):
    with pytest.raises((CommandError, TypeError)):
        call_command("staff", "ny", "--password", PASSWORD)


def test_command_forgets_a_lost_phone(client, local, monkeypatch):
    give_password(client)
    set_up_app(client)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    call_command("staff", "lokal", "--forget-second-factor")
    assert not Authenticator.objects.exists()
    assert User.objects.get().in_group("Kommunikasjon")


def test_no_browser_keeps_a_page_of_sign_in(client, local):
    give_password(client)
    for page in ("", "to-trinn/", "to-trinn/app/", "to-trinn/nokler/ny/", "passord/"):
        assert "no-store" in client.get(f"/ansatt/{page}").headers["Cache-Control"], page


# --- What does not exist --------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["signup", "email", "reset_password", "set_password"])
def test_no_page_for_what_the_operator_does(name):
    from django.urls import NoReverseMatch, reverse

    with pytest.raises(NoReverseMatch):
        reverse(f"account_{name}")


def test_secrets_of_authenticators_move_to_a_new_key(settings, capsys):
    """A key can be taken away without locking out everybody with an authenticator app."""
    old, new = (f"{name}:" + base64.b64encode(name[0].encode() * 32).decode() for name in ("old", "new"))
    settings.ENCRYPTION_KEYS = [old]
    app = TOTP.activate(staff("ansatt"), "A" * 32).instance
    settings.ENCRYPTION_KEYS = [new, old]
    call_command("rotate_keys")
    assert "mfa.Authenticator.data: 1 rotated, 0 unreadable" in capsys.readouterr().out
    settings.ENCRYPTION_KEYS = [new]
    app.refresh_from_db()
    assert get_adapter().decrypt(app.data["secret"]) == "A" * 32
