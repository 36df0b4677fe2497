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
