"""The services as a person meets them: axe in every look, small screens, and the guide without script."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from services.models import CareContact, Provider, ServiceType
from tests.accessibility import violations
from tests.accounts.sign_in import signed_in, staff

LIST, GUIDE = "/tjenester/", "/tjenester/finn/"
PAGES = [
    *(LIST, "/en" + LIST, GUIDE, GUIDE + "?svar=1", GUIDE + "?svar=1&behov=pause&behov=fritid"),
    *("/nn/tjenester/bpa/", "/tjenester/barnebolig/", "/tjenester/avlastning-pa-institusjon/"),
]
LOOKS = [("light", 390), ("dark", 1280)]


@pytest.fixture
def site(live_server, asker, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("load_content", "asker", stdout=io.StringIO())
    return live_server.url


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_any_look_and_nothing_is_too_wide(page, site, path):
    page.goto(site + path)
    found = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 844})
        found += [(scheme, width, each) for each in violations(page)]
    page.set_viewport_size({"width": 320, "height": 700})
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing_where_there_are_no_services(page, site):
    ServiceType.objects.all().delete()
    CareContact.objects.all().delete()
    for path in (LIST, GUIDE):
        page.goto(site + path)
        assert violations(page) == []


def test_a_parent_without_script_finds_a_service_and_a_person(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + "/")
    page.get_by_role("link", name="Har barn med nedsatt funksjonsevne").click()
    page.get_by_role("link", name="Finn tjenesten som passer").click()
    page.get_by_label("Jeg trenger pause og hvile").check()
    page.get_by_label("Søsken trenger mer tid med oss foreldre").check()
    page.get_by_role("button", name="Vis hva som kan passe").click()
    page.get_by_role("heading", name="Dette kan passe for dere").wait_for()
    page.get_by_text("Når barnet er hos en avlaster, får søsken tid alene med dere.").wait_for()
    assert page.get_by_label("Jeg trenger pause og hvile").is_checked()
    page.get_by_role("link", name="Individuell avlastning").click()
    page.get_by_role("link", name="Ring og spør").click()
    assert page.get_by_role("link", name="Ring 909 24 524").get_attribute("href") == "tel:90924524"
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_the_texts_desk(page, site, width):
    call_command("sync_roles", verbosity=0)
    cookies = signed_in(staff("redaktor", "Kommunikasjon")).cookies
    page.context.add_cookies([{"name": "session", "value": cookies["session"].value, "url": site}])
    page.set_viewport_size({"width": width, "height": 900})
    for row in (ServiceType.objects.get(key="bpa"), CareContact.objects.first(), Provider.objects.first()):
        name = f"admin:services_{row._meta.model_name}"
        for path in (reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[row.pk])):
            page.goto(site + path)
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(
        site + reverse("admin:services_servicetype_change", args=[ServiceType.objects.get(key="bpa").pk])
    )
    page.get_by_role("button", name="Vis hvordan det blir").click()
    page.get_by_role("heading", name="Slik blir siden").wait_for()
    assert violations(page) == []
