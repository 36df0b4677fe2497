"""A session that gets a new key stays one that can be seen and ended."""

import pytest

from accounts.signins import SignIn
from tests.accounts.sign_in import signed_in, staff
from tests.accounts.test_password_sign_in import PASSWORD

pytestmark = pytest.mark.django_db

NEW = {"password1": PASSWORD + " nå", "password2": PASSWORD + " nå"}
NEW_IN_ADMIN = {
    "old_password": PASSWORD,
    "new_password1": NEW["password1"],
    "new_password2": NEW["password1"],
}
WAYS = {
    "own page": ("/ansatt/passord/", NEW | {"oldpassword": PASSWORD}),
    "own page of the admin": ("/admin/password_change/", NEW_IN_ADMIN),
    "page of users": ("/admin/accounts/user/{pk}/password/", NEW | {"usable_password": "true"}),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_new_password_hides_no_session_from_whoever_ends_them(way):
    user = staff("super", "Kommunikasjon", password=PASSWORD, is_superuser=True)
    client = signed_in(user)
    before = client.session.session_key
    known = SignIn.objects.create(user=user, session_key=before)
    address, form = WAYS[way]
    assert client.post(address.format(pk=user.pk), form).status_code == 302
    assert client.session.session_key != before
    (now,) = SignIn.objects.all()
    assert (now.session_key, now.begun_at) == (client.session.session_key, known.begun_at)
    SignIn.objects.filter(user=user).end()
    assert client.get("/ansatt/innlogginger/").status_code == 302
