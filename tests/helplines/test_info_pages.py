"""Information pages: Markdown without HTML, and an honest word when they have ended."""

from datetime import date

import pytest

from helplines.models import InfoPage

pytestmark = pytest.mark.usefixtures("strict_templates", "asker")


def make_page(**fields):
    return InfoPage.objects.create(**{"slug": "side", "title_nb": "En side", "body_nb": "Tekst"} | fields)


def test_a_page_is_listed_and_read_in_the_readers_language(client):
    make_page(title_en="A page", body_en="English text")
    assert 'href="/info/side/">En side' in client.get("/info/").content.decode()
    assert "English text" in client.get("/en/info/side/").content.decode()
    assert "Tekst" in client.get("/nn/info/side/").content.decode()  # bokmål stands in


def test_an_ended_page_says_so_with_the_date(client):
    make_page(ends_on=date(2026, 11, 22))
    assert "Dette gjelder ikke lenger. Det gjaldt til og med 22. november 2026" in (
        client.get("/info/side/").content.decode()
    )
    listed = client.get("/info/").content.decode()
    assert listed.index("Gjelder ikke lenger") < listed.index("En side")


def test_on_its_last_day_a_page_still_holds(client):
    make_page(ends_on=date(2026, 11, 23))
    assert "gjelder ikke lenger" not in client.get("/info/side/").content.decode().lower()


def test_a_coming_page_is_not_there_yet(client):
    make_page(starts_on=date(2026, 11, 24))
    assert client.get("/info/side/").status_code == 404
    assert "En side" not in client.get("/info/").content.decode()


def test_an_unknown_page_is_not_found(client):
    assert client.get("/info/finnes-ikke/").status_code == 404


def test_every_page_of_the_content_can_be_read(client):
    slugs = list(InfoPage.objects.values_list("slug", flat=True))
    assert len(slugs) >= 3
    assert {client.get(f"/info/{slug}/").status_code for slug in slugs} == {200}
