"""The stand-in Entra ID, asked by the portal inside the test's own process."""

from urllib.parse import urlsplit

import pytest
import requests
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from accounts.adapters import SignInAdapter
from accounts.demo_idp import views
from accounts.models import DemoDatabase
from asker_portal import urls  # noqa: F401 - read while the demo is off, as in production

APP = {
    "provider_id": "entra",
    "name": "Entra ID",
    "client_id": "demo-portal",
    "secret": "",
    "settings": {"server_url": "", "fetch_userinfo": False, "scope": ["openid", "profile", "email"]},
}


CITIZENS_APP = {
    "provider_id": "idporten",
    "name": "ID-porten",
    "client_id": "demo-portal",
    "secret": "",
    "settings": {"server_url": "", "fetch_userinfo": False, "scope": ["openid", "profile"]},
}


class InProcess(requests.Session):
    """Sends what the portal asks of its provider to Django's test client."""

    def request(self, method, url, data=None, **kwargs):
        parts = urlsplit(url)
        ask = getattr(Client(SERVER_NAME=parts.hostname, SERVER_PORT=parts.port or 80), method.lower())
        answer = ask(parts.path, data)
        response = requests.Response()
        response.status_code, response._content, response.headers = (
            answer.status_code,
            answer.content,
            answer.headers,
        )
        return response


@pytest.fixture(autouse=True)
def _no_attempts_counted():
    cache.clear()


@pytest.fixture
def roles_synced(db):
    call_command("sync_roles")


@pytest.fixture
def demo(settings, roles_synced, tmp_path_factory):
    """Settings and database as `./portal demo` has them."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.accounts.demo_urls"
    settings.VAR_DIR = tmp_path_factory.getbasetemp()
    settings.ALLOW_SYNTHETIC_IDS = True
    settings.SOCIALACCOUNT_PROVIDERS = {"entra": {"APPS": [APP]}, "idporten": {"APPS": [CITIZENS_APP]}}
    DemoDatabase.mark()


@pytest.fixture
def entra(demo, monkeypatch):
    monkeypatch.setattr(SignInAdapter, "get_requests_session", lambda self: InProcess())


@pytest.fixture
def idporten(entra):
    """The stand-in ID-porten, in the same way."""


@pytest.fixture
def browser_user():
    """A browser on this machine, not signed in."""
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def secure_page(settings, idporten):
    """A page for the highest level, beside the portal's own."""
    settings.ROOT_URLCONF = "tests.accounts.citizen_urls"


@pytest.fixture
def token_says(monkeypatch):
    """Changes what the next tokens say; None takes a claim away."""

    def change(**claims):
        real = views._claims

        def changed(*args):
            said = real(*args) | claims
            return {name: value for name, value in said.items() if value is not None}

        monkeypatch.setattr(views, "_claims", changed)

    return change
