"""The page for whoever begins: of the areas of their role, and no others."""

import pytest
from django.urls import reverse

from tests.accounts.sign_in import signed_in, staff

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:first_day")


@pytest.mark.parametrize(
    ("group", "seen", "unseen"),
    [
        ("Faktura", ["Spørsmål om fakturaer", "Min habilitet"], ["Bekymringsmelding"]),
        ("Barnevern", ["Bekymringsmeldinger"], ["Søknader"]),
        ("Kommunikasjon", ["Uten mus"], ["Fra sak til svar", "Bekymringsmelding"]),
    ],
)
def test_the_page_tells_of_ones_own_areas(group, seen, unseen):
    client = signed_in(staff("ny", group))
    assert PAGE in client.get(reverse("admin:index")).content.decode()
    page = client.get(PAGE).content.decode()
    assert [one for one in seen if one not in page] == []
    assert [one for one in unseen if one in page.split("<article")[1]] == []


def test_whoever_is_new_reads_what_their_role_is_for_in_their_language(at_the_desk):
    page = at_the_desk(staff("ombud", "Personvernombud")).get(reverse("admin:first_day"))
    assert "Leser innsynsloggen. Ser ikke hva som står i sakene." in page.text
    assert "Tar imot og vurderer" not in page.text
    assert "Du har ingen rolle" in at_the_desk(staff("ny")).get(reverse("admin:first_day")).text
    person_data = reverse("admin:person_data")
    assert person_data in at_the_desk(staff("ombud-2", "Personvernombud")).get(reverse("admin:index")).text
    assert person_data not in at_the_desk(staff("fak-2", "Faktura")).get(reverse("admin:index")).text
