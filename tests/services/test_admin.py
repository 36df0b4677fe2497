"""Communications staff's pages: what they write is what citizens read, in three languages."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from services.models import CareContact, Provider, ServiceType
from tests.accounts.sign_in import signed_in, staff
from tests.helplines.desk import posted

pytestmark = pytest.mark.usefixtures("asker")


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def address(row, page: str = "change") -> str:
    return reverse(f"admin:services_{row._meta.model_name}_{page}", args=[row.pk])


def save(desk, row, button: str = "_save", **changes):
    """Open the row's form, change these fields, press the button."""
    data = posted(desk.get(address(row))) | {button: "1"} | changes
    return desk.post(address(row), {name: value for name, value in data.items() if value is not None})


def bpa() -> ServiceType:
    return ServiceType.objects.get(key="bpa")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_an_edited_text_shows_on_the_page_in_its_language(desk, client, language):
    assert save(desk, bpa(), **{f"cost_{language}": "Nå koster det 100 kroner."}).status_code == 302
    for other, start in (("nb", ""), ("nn", "/nn"), ("en", "/en")):
        html = client.get(f"{start}/tjenester/bpa/").content.decode()
        assert ("Nå koster det 100 kroner." in html) is (other == language)


def test_an_emptied_text_is_said_to_be_unknown(desk, client):
    save(desk, bpa(), cost_nb=None, cost_nn=None, cost_en=None)
    assert "Prisen er ikke oppgitt." in client.get("/tjenester/bpa/").content.decode()


def test_a_text_that_must_be_there_is_missed_beside_its_field(desk):
    response = save(desk, bpa(), about_nb=None)
    assert list(response.context["adminform"].form.errors) == ["about_nb"]
    assert bpa().about_nb


def test_what_staff_save_is_theirs_from_then_on(desk):
    save(desk, bpa())
    assert bpa().by_staff


def test_a_service_is_taken_off_the_pages(desk, client):
    save(desk, bpa(), published=None)
    assert client.get("/tjenester/bpa/").status_code == 404


def test_the_preview_shows_all_languages_and_saves_nothing(desk):
    page = save(desk, bpa(), "_preview", about_nb="## Nytt\n\n<script>x</script>").content.decode()
    assert "Slik blir siden" in page
    assert '<h2 class="ds-heading" data-size="sm">Nytt</h2>' in page
    assert "&lt;script&gt;x" in page
    assert "manage their work" in page
    assert "Nytt" not in bpa().about_nb


def test_rules_are_shown_and_not_edited(desk):
    page = desk.get(address(bpa())).content.decode()
    assert "helse- og omsorgstjenesteloven § 3-8" in page
    assert "For den som er under 67 år" in page
    for name in ("key", "slug", "recipient", "law", "age_rules"):
        assert f'name="{name}' not in page


def test_no_service_is_added_or_deleted(desk):
    assert desk.get(reverse("admin:services_servicetype_add")).status_code == 403
    assert desk.get(address(bpa(), "delete")).status_code == 403


def test_a_changed_number_shows_and_a_wrong_one_is_refused(desk, client):
    contact = CareContact.objects.get(key="adviser")
    assert save(desk, contact, digits="948 35 674").status_code == 302
    assert "tel:94835674" in client.get("/tjenester/").content.decode()
    response = save(desk, contact, digits="12345")
    assert "Skriv et norsk nummer" in response.content.decode()


def test_a_new_contact_stands_on_the_services_it_was_chosen_for(desk, client):
    form = posted(desk.get(reverse("admin:services_carecontact_add")))
    fields = {"role_nb": "Leder for BPA", "digits": "66700000", "published": "on", "_save": "1"}
    desk.post(reverse("admin:services_carecontact_add"), form | fields)
    contact = CareContact.objects.get(role_nb="Leder for BPA")
    save(desk, bpa(), contacts=[contact.pk])
    assert "Leder for BPA" in client.get("/tjenester/bpa/").content.decode()
    assert "Leder for BPA" not in client.get("/tjenester/barnebolig/").content.decode()


@pytest.mark.parametrize("group", ["Kommunikasjon", "Velferdsforvaltning"])
def test_a_provider_gets_its_name_from_those_who_know_it(client, group, db):
    call_command("sync_roles")
    desk = signed_in(staff("kollega", group))
    assert save(desk, Provider.objects.get(key="private-1"), name="Hjelp AS").status_code == 302
    assert "Hjelp AS" in client.get("/tjenester/bpa/").content.decode()


def test_a_provider_that_ends_before_it_starts_is_refused(desk):
    response = save(desk, Provider.objects.get(key="private-1"), valid_to="2020-01-01")
    assert list(response.context["adminform"].form.errors) == ["valid_to"]


def test_care_services_do_not_write_the_pages(db):
    call_command("sync_roles")
    assert Group.objects.filter(name="Velferdsforvaltning").exists()
    desk = signed_in(staff("kollega", "Velferdsforvaltning"))
    assert desk.get(address(bpa())).status_code == 403


@pytest.mark.parametrize("model", ["servicetype", "carecontact", "provider"])
def test_a_list_asks_the_same_however_long(desk, django_assert_num_queries, model):
    for row in range(30):
        CareContact.objects.create(role=f"Rolle {row}", digits="66700000")
        Provider.objects.create(kind="private", name=f"Firma {row}")
    # session, user with rights, count and rows
    with django_assert_num_queries(4):
        assert desk.get(reverse(f"admin:services_{model}_changelist")).status_code == 200
