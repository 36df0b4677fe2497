"""A demo never runs where real people are, and its sign-in never outside a demo."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError, connections
from django.urls import NoReverseMatch, reverse

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def is_loopback(host: str) -> bool:
    """True for a host, with or without a port, that only this machine reaches."""
    return urlsplit(f"//{host}").hostname in LOOPBACK


@register(Tags.security)
def demo_stays_on_this_machine(app_configs, **kwargs) -> list[Error]:
    if not settings.DEMO:
        return []
    hosts = [urlsplit(settings.SITE_URL).netloc, *settings.ALLOWED_HOSTS]
    strangers = [host for host in hosts if not is_loopback(host)]
    hint = "Set SITE_URL and ALLOWED_HOSTS to 127.0.0.1 or localhost, or PORTAL_DEMO=0."
    return [Error(f"The demo would answer at {host}.", hint=hint, id="accounts.E001") for host in strangers]


@register(Tags.security)
def demo_sign_in_only_in_the_demo(app_configs, **kwargs) -> list[Error]:
    if settings.DEMO:
        return []
    try:
        reverse("demo-idp:authorize", args=["entra"])
    except NoReverseMatch:
        return []
    hint = "Remove accounts.demo_idp.urls from the addresses."
    return [Error("The demo's sign-in is installed outside the demo.", hint=hint, id="accounts.E002")]


@register(Tags.database)
def demo_database_holds_nobody_real(app_configs, databases=None, **kwargs) -> list[Error]:
    if not settings.DEMO or not databases or _is_new() or _is_marked():
        return []
    hint = "Point DATABASE_URL at an empty database, and run «manage.py mark_demo»."
    return [Error("The database has users and is not marked as a demo's.", hint=hint, id="accounts.E003")]


def _is_new() -> bool:
    from accounts.models import User

    # Before the first migration there is no table to ask.
    try:
        return not User.objects.exists()
    except DatabaseError:
        connections["default"].close()
        return True


def _is_marked() -> bool:
    from accounts.models import DemoDatabase

    try:
        return DemoDatabase.is_marked()
    except DatabaseError:
        connections["default"].close()
        return False
