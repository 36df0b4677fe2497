"""Second factors: none here for whoever follows Entra ID, and none changed by a password alone."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from accounts import mfa
from tests.accounts.sign_in import signed_in, staff
from tests.accounts.test_password_sign_in import PASSWORD, code_of, give_password, set_up_app

pytestmark = pytest.mark.usefixtures("roles_synced")

PROOFS = ("mfa_reauthenticate", "mfa_reauthenticate_webauthn")
PAGES = [
    *("mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn"),
]
ONE_KEY = ["mfa_edit_webauthn", "mfa_remove_webauthn"]
DESK = "/admin/concerns/concernreport/"


def address(name: str) -> str:
    return reverse(name, args=[1] if name in ONE_KEY else [])


def entra_user(**fields):
    user = staff("entra-1", "Barnevern", **fields)
    SocialAccount.objects.create(user=user, provider="entra", uid="tenant|object")
    return user


def key_of(user, monkeypatch) -> Authenticator:
    """A passkey of this person's, which the browser proves from now on."""
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    monkeypatch.setattr(AuthenticateWebAuthnForm, "clean_credential", lambda form: key)
    return key


def show_key(client):
    return client.post(reverse("mfa_login_webauthn"), {"credential": '{"id": "x"}'})


# --- whoever follows Entra ID -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", [*PAGES, *ONE_KEY, *PROOFS, "account_reauthenticate", "account_change_password"]
)
def test_whose_factor_lives_in_entra_has_no_page_for_one_here(name):
    client = signed_in(entra_user(password=PASSWORD))
    assert client.get(address(name)).status_code == 404
    assert client.post(address(name), {"code": "123456"}).status_code == 404


def test_a_passkey_here_lets_nobody_past_entra(monkeypatch):
    """Entra ID has locked the account, and the portal has not heard of it yet."""
    key_of(entra_user(), monkeypatch)
    later = Client()
    answer = show_key(later)
    assert answer.status_code == 403
    assert "Logg inn med jobbkontoen din" in answer.text
    assert "_auth_user_id" not in later.session
    assert later.get(DESK).status_code == 302


def test_a_password_here_lets_nobody_past_entra():
    entra_user(password=PASSWORD)
    client = Client()
    assert give_password(client, username="entra-1").status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_passkey_opens_the_desk_for_a_local_employee(monkeypatch):
    key_of(staff("lokal", "Barnevern"), monkeypatch)
    client = Client()
    assert show_key(client).url == "/admin/"
    assert client.get(DESK).status_code == 200


def test_a_session_opened_by_a_factor_is_weak_once_its_owner_follows_entra(monkeypatch):
    """Such a one is led to Entra ID, not round in a circle."""
    user = staff("lokal", "Barnevern")
    key_of(user, monkeypatch)
    client = Client()
    show_key(client)
    SocialAccount.objects.create(user=user, provider="entra", uid="tenant|object")
    asked = client.get(client.get(DESK).url)
    assert asked.url == "/ansatt/?next=%2Fadmin%2Fconcerns%2Fconcernreport%2F"
    assert client.get(asked.url).status_code == 200
    assert "_auth_user_id" not in client.session


def test_before_a_file_entra_is_asked_even_where_a_password_lies_here():
    client = signed_in(entra_user(password=PASSWORD))
    session = client.session
    session["proved_at"] = 0
    session.save()
    answer = client.post("/admin/concerns/concernreport/numbers/")
    assert answer.url.startswith("/ansatt/?next=")
    assert "proof_asked_at" in client.session


def test_a_session_of_entra_costs_no_query_for_its_strength(rf, django_assert_num_queries):
    user = entra_user()
    request = rf.get(DESK)
    request.user, request.session = user, signed_in(user).session
    assert request.session["signed_in_at"]  # it is read now
    with django_assert_num_queries(0):
        assert mfa.is_strong(request)


# --- a password alone -------------------------------------------------------------------------------------
@pytest.fixture
def manager_and_owner():
    """Two who know the first password: the one who gave it is signed in with it, the owner sets up an app."""
    user = staff("lokal", "Barnevern", password=PASSWORD)
    manager, owner = Client(), Client()
    give_password(manager)
    give_password(owner)
    secret = set_up_app(owner)
    return user, manager, owner, secret


@pytest.mark.parametrize("name", [*PAGES, *ONE_KEY])
def test_a_password_alone_opens_no_page_of_factors_where_there_is_one(manager_and_owner, name):
    _user, manager, *_owner = manager_and_owner
    shown = f"{reverse('mfa_reauthenticate')}?next="
    assert manager.get(address(name)).url.startswith(shown)
    assert manager.post(address(name)).url.startswith(shown)


def test_the_password_once_more_makes_no_new_recovery_codes(manager_and_owner):
    """allauth takes it for a proof, and does at once what waited for one."""
    user, manager, *_owner = manager_and_owner
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).data
    new = reverse("mfa_generate_recovery_codes")
    manager.post(new)
    manager.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": new})
    manager.post(new)
    assert Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).data == codes


def test_whoever_shows_the_factor_changes_it(manager_and_owner):
    user, _manager, owner, secret = manager_and_owner
    asked = owner.get(reverse("mfa_deactivate_totp")).url
    back = owner.post(asked, {"code": code_of(secret), "next": reverse("mfa_deactivate_totp")}).url
    assert owner.post(back).status_code == 302
    assert not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
