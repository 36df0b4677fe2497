"""Crisis notices on every page, in the reader's language, for as long as they last."""

from datetime import timedelta

import pytest
from django.utils import timezone

from helplines.models import Notice

pytestmark = pytest.mark.usefixtures("strict_templates", "asker")
PAGES = [
    "/",
    "/hjelpetelefoner/",
    "/hjelpetelefoner/politi/",
    "/info/",
    "/bekymringsmelding/",
    "/personvern/",
]


@pytest.fixture
def notice():
    return Notice.objects.create(
        text_nb="Hold deg inne.",
        text_nn="Hald deg inne.",
        text_en="Stay indoors.",
        level=Notice.Level.DANGER,
        starts_at=timezone.now() - timedelta(hours=1),
        ends_at=timezone.now() + timedelta(hours=1),
    )


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("prefix", "said"), [("", "Hold deg inne."), ("/nn", "Hald deg inne."), ("/en", "Stay indoors.")]
)
def test_a_notice_stands_on_every_page(client, notice, path, prefix, said):
    assert client.get(prefix + path).content.decode().count(said) == 1


def test_its_level_is_a_word_and_not_only_a_colour(client, notice):
    assert "<strong>Fare:</strong>" in client.get("/").content.decode()


def test_the_gravest_stands_first(client, notice):
    Notice.objects.create(text_nb="Det er glatt.", starts_at=timezone.now() - timedelta(hours=2))
    html = client.get("/").content.decode()
    assert html.index("Hold deg inne.") < html.index("Det er glatt.")


def test_a_notice_is_gone_when_it_ends_and_absent_before_it_starts(client, notice, monday_noon):
    monday_noon.shift(timedelta(hours=1))
    assert "Hold deg inne." not in client.get("/").content.decode()
    monday_noon.shift(-timedelta(hours=3))
    assert "Hold deg inne." not in client.get("/").content.decode()


def test_its_text_is_text(client):
    Notice.objects.create(text_nb="<script>alert(1)</script>\nNy linje")
    html = client.get("/").content.decode()
    assert "<script>alert" not in html
    assert "<br>Ny linje" in html


def test_a_page_with_the_directory_asks_no_more_because_of_it(client, notice, django_assert_num_queries):
    with django_assert_num_queries(2):  # the published lines, the notices
        client.get("/hjelpetelefoner/")
