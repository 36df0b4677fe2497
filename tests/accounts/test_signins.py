"""An employee sees where they are signed in, and ends what they do not know."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts import signins
from accounts.signins import SignIn
from tests.accounts.sign_in import signed_in, staff

pytestmark = pytest.mark.django_db
PAGE = reverse("sign_ins")
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1"


def used(user, agent, rf):
    """A browser in which this person has been signed in for more than a minute."""
    client = signed_in(user)
    session = client.session
    session["last_seen_at"] -= 120
    session.save()
    client.get(reverse("mfa_index"), headers={"user-agent": agent})
    return client


@pytest.fixture
def user(db):
    return staff("to-steder", "Faktura")


def test_each_browser_is_listed_without_version_or_address(user, rf):
    office = used(user, EDGE, rf)
    used(user, PHONE, rf)
    used(staff("kollega", "Faktura"), "Firefox Linux", rf)
    page = office.get(PAGE).content.decode()
    assert "Edge, Windows (denne)" in page
    assert "Safari, iPhone" in page
    assert "Firefox" not in page
    assert "130" not in page
    assert "127.0.0.1" not in page


def test_one_is_ended_from_another_and_a_colleagues_is_not(user, rf):
    office, phone = used(user, EDGE, rf), used(user, PHONE, rf)
    lost = SignIn.objects.get(browser="Safari, iPhone")
    stranger = signed_in(staff("kollega", "Faktura"))
    assert stranger.post(reverse("end_sign_in", args=[lost.pk])).status_code == 404
    assert phone.get(reverse("admin:index")).status_code == 200
    assert office.get(reverse("end_sign_in", args=[lost.pk])).status_code == 405
    office.post(reverse("end_sign_in", args=[lost.pk]))
    assert phone.get(reverse("admin:index")).status_code == 302
    assert office.get(reverse("admin:index")).status_code == 200


def test_all_others_are_ended_at_once(user, rf):
    office, phone, home = (used(user, agent, rf) for agent in (EDGE, PHONE, "Firefox Linux"))
    office.post(reverse("end_other_sign_ins"))
    answers = [client.get(reverse("admin:index")).status_code for client in (office, phone, home)]
    assert answers == [200, 302, 302]


def test_what_has_ended_is_forgotten(user, rf):
    used(user, EDGE, rf)
    Session.objects.all().delete()
    signins.forget_ended()
    assert not SignIn.objects.exists()
