"""The pages of the services: in three languages, honest about what nobody knows, and kept for a minute."""

import io
from datetime import date

import pytest
import time_machine
from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone

from services.models import CareContact, LawReference, Provider, ServiceType

pytestmark = pytest.mark.usefixtures("asker", "strict_templates")

LIST, GUIDE = "/tjenester/", "/tjenester/finn/"


def read(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("prefix", "name", "heading"),
    [
        ("", "Barnebolig", "Avlastning og omsorg for barn og unge"),
        ("/nn", "Barnebustad", "Avlasting og omsorg for barn og unge"),
        ("/en", "residence", "Respite and care for children and young people"),
    ],
)
def test_the_list_links_to_every_service(client, prefix, name, heading):
    html = read(client, prefix + LIST)
    assert f"{heading}</h1>" in html
    assert name in html
    for slug in ServiceType.objects.values_list("slug", flat=True):
        assert f'href="{prefix}/tjenester/{slug}/"' in html


def test_menu_and_front_page_lead_here(client):
    html = read(client, "/")
    assert html.count('href="/tjenester/"') == 2


def test_services_stand_in_staffs_order(client):
    ServiceType.objects.filter(key="childrens_residence").update(order=1)
    html = read(client, LIST)
    assert html.index("Barnebolig") < html.index("Individuell avlastning")


def test_an_unpublished_service_is_nowhere(client):
    ServiceType.objects.filter(key="bpa").update(published=False)
    assert client.get("/tjenester/bpa/").status_code == 404
    assert "/tjenester/bpa/" not in read(client, LIST)
    assert "/tjenester/bpa/" not in read(client, GUIDE + "?behov=hverdag")


def test_an_unpublished_contact_is_nowhere(client):
    CareContact.objects.update(published=False)
    for path in (LIST, GUIDE, "/tjenester/barnebolig/"):
        html = read(client, path)
        assert "tel:90" not in html
        assert "tel:66700000" in html  # the municipality itself is always left


def test_a_missing_service_is_not_found(client):
    assert client.get("/tjenester/finnes-ikke/").status_code == 404


def test_those_who_know_the_service_best_come_first(client):
    html = read(client, "/tjenester/barnebolig/")
    assert html.index("tel:90658472") < html.index("tel:93009373") < html.index("tel:90924524")


def test_a_paragraph_that_nobody_checked_says_so(client):
    assert "ikke kontrollert" in read(client, "/tjenester/barnebolig/")
    assert "ikke kontrollert" not in read(client, "/tjenester/bpa/")


def test_yesterdays_rules_are_not_shown(client):
    assert "§ 3-2 nr. 6 d" not in read(client, "/tjenester/individuell-avlastning/")


def test_without_a_rule_of_appeal_no_time_is_named(client):
    LawReference.objects.filter(kind="appeal").update(valid_to=date(2020, 1, 1))
    html = read(client, "/tjenester/bpa/")
    assert "Du kan klage. Fristen står i brevet med svaret." in html
    assert "Du kan klage innen" not in html


def test_a_provider_with_a_name_is_named_with_its_number(client):
    Provider.objects.filter(key="private-1").update(name="Hjelp i Hverdagen AS", digits="66700000")
    Provider.objects.filter(key="private-2").update(valid_to=timezone.localdate().replace(year=2022))
    html = read(client, "/tjenester/bpa/")
    assert "Hjelp i Hverdagen AS. Fra 1. mars 2021." in html
    assert "2 private leverandører. Navnene er ikke oppgitt." in html


def test_without_a_provider_the_page_says_that_we_do_not_know(client):
    Provider.objects.all().delete()
    assert "Vi vet ikke hvem som leverer BPA nå." in read(client, "/tjenester/bpa/")


def test_markdown_of_staff_is_no_html(client):
    ServiceType.objects.filter(key="bpa").update(about_nb="<script>x</script>", place_nb="<b>her</b>")
    html = read(client, "/tjenester/bpa/")
    assert "&lt;script&gt;" in html
    assert "&lt;b&gt;her" in html


def test_a_municipality_without_services_says_so_and_who_to_call(client, settings):
    ServiceType.objects.all().delete()
    CareContact.objects.all().delete()
    settings.MUNICIPALITY = "harstad"
    for path in (LIST, GUIDE, GUIDE + "?svar=1&behov=pause"):
        html = read(client, path)
        assert "Harstad kommune har ikke skrevet om tjenestene sine her ennå." in html
        assert 'href="/hjelpetelefoner/"' in html
        assert "Asker" not in html


def test_a_page_costs_the_same_however_much_it_says(client, django_assert_num_queries):
    service = ServiceType.objects.get(key="bpa")
    for row in range(30):
        service.contacts.create(role=f"Rolle {row}", digits="66700000", order=row)
        service.law.create(kind="right", act="lov", paragraph=f"§ {row}")
        Provider.objects.create(kind="private", name=f"Firma {row}")
    # service, law, ages, own contacts, everybody's contacts, providers; lines and notices of the directory
    with django_assert_num_queries(8):
        client.get("/tjenester/bpa/")


@pytest.mark.parametrize(("path", "queries"), [(LIST, 4), (GUIDE, 4), (GUIDE + "?behov=pause", 4)])
def test_lists_cost_the_same_however_long(client, django_assert_num_queries, path, queries):
    for row in range(30):
        CareContact.objects.create(role=f"Rolle {row}", digits="66700000", for_all=True)
    # services and contacts; lines and notices of the directory
    with django_assert_num_queries(queries):
        client.get(path)


def test_a_kept_page_asks_nothing_and_is_anew_within_a_minute(
    client, settings, clock, django_assert_num_queries
):
    settings.KEEP_PAGES_SECONDS = 60
    first = client.get("/tjenester/bpa/")
    ServiceType.objects.filter(key="bpa").update(summary_nb="Noe nytt")
    with django_assert_num_queries(0):
        assert client.get("/tjenester/bpa/").content == first.content
    clock.shift(60)
    assert "Noe nytt" in read(client, "/tjenester/bpa/")


@pytest.fixture
def clock():
    caches["pages"].clear()
    with time_machine.travel("2026-11-23T12:00:00+01:00", tick=False) as still:
        yield still
    caches["pages"].clear()


def test_the_demo_and_a_second_load_show_the_same(client):
    before = read(client, LIST)
    call_command("load_services", stdout=io.StringIO())
    assert read(client, LIST) == before
