"""Every route of the portal: who may come in without signing in, and which headers each answer has."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from casework.admin import CaseAdmin
from tests.accounts.sign_in import signed_in, staff

# Whoever adds a page without login adds it here, and thinks about why.
PUBLIC = {
    "accessibility",
    "citizen_front_channel",
    "citizen_login",
    "citizen_logout",
    "citizen_signed_out",
    "concerns:answer",
    "concerns:form",
    "concerns:start",
    "front",
    "helpline-api",
    "helplines-api",
    "helplines-calendar",
    "helplines-embed",
    "helplines:feedback",
    "helplines:index",
    "helplines:info-page",
    "helplines:info-pages",
    "helplines:line",
    "helplines:poster",
    "helplines:thanks",
    "invoices:form",
    "invoices:letter",
    "invoices:start",
    "live",
    "openapi",
    "privacy",
    "quick-exit",
    "ready",
    "robots",
    "services:apply",
    "services:blank_form",
    "services:guide",
    "services:index",
    "services:jobs",
    "services:service",
    "volunteers:ask",
    "volunteers:help",
    "volunteers:request",
    "volunteers:start",
}
# Sign-in itself: allauth marks its own pages, and each asks for what it needs.
SIGN_IN = {"account_", "mfa_", "entra_", "idporten_"}

READ_BY_ALL = [
    "/",
    "/nn/",
    "/en/",
    "/hjelpetelefoner/",
    "/info/",
    "/faktura/",
    "/tjenester/",
    "/tjenester/finn/?svar=1&behov=pause",
    "/tilgjengelighet/",
    "/personvern/",
]
FORMS = ["/faktura/skjema/", "/bekymringsmelding/", "/bekymringsmelding/skjema/", "/bekymringsmelding/svar/"]
FAILING = ["/finnes-ikke/", "/hjelpetelefoner/finnes-ikke/"]


def routes(patterns=None, namespace=""):
    for entry in patterns or get_resolver().url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback
        elif entry.namespace != "admin":
            yield from routes(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else namespace)


def test_the_pages_without_login_are_these_and_no_others():
    named = {name: view for name, view in routes() if not name.startswith(tuple(SIGN_IN)) and name != "None"}
    without_login = {name for name, view in named.items() if not getattr(view, "login_required", True)}
    assert without_login - citizens_pages() == PUBLIC


def citizens_pages() -> set[str]:
    """Pages that lead a citizen to ID-porten themselves (accounts.citizens.citizen_required)."""
    return {name for name, view in routes() if hasattr(view, "citizen_level")}


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*READ_BY_ALL, *FORMS, *FAILING, "/ansatt/"])
def test_every_page_carries_the_strict_headers(client, path):
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy.replace("http://127.0.0.1", "")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", READ_BY_ALL)
def test_reading_sets_no_cookie_and_opens_no_session(client, path):
    client.get(path)
    assert client.cookies == {}


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused():
    assert Client(headers={"host": "elsewhere.example"}).get("/").status_code == 400


@pytest.fixture
def everything(db):
    """Somebody in every group, so that no page is closed for lack of a right."""
    call_command("sync_roles", verbosity=0)
    user = staff("alle", is_superuser=True)
    user.groups.set(Group.objects.all())
    return signed_in(user)


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=lambda model: model._meta.label))
def test_every_page_of_the_admin_opens(everything, model):
    """A renamed field must not break a caseworker's page unseen."""
    call_command("load_content", settings.MUNICIPALITY, verbosity=0)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert everything.get(reverse(f"{name}_changelist")).status_code == 200
    assert everything.get(reverse(f"{name}_add")).status_code in (200, 403)
    if row := model._default_manager.first():
        assert everything.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


def test_every_case_admin_keeps_djangos_own_editing_closed():
    for desk in admin.site._registry.values():
        if isinstance(desk, CaseAdmin):
            for permission in ("add", "change", "delete"):
                assert getattr(desk, f"has_{permission}_permission")(None) is False
