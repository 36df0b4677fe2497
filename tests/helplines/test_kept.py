"""Pages kept for a moment: the same for everybody, never wrong about the hour, never with a token."""

from datetime import timedelta

import pytest
from django.core.cache import caches

from helplines.directory import directories
from helplines.models import Helpline, Notice
from tests.helplines.instants import MONDAY_NOON

LIST = "/hjelpetelefoner/"


@pytest.fixture(autouse=True)
def keep(settings, asker):
    settings.KEEP_PAGES_SECONDS = 60
    caches["pages"].clear(), directories.clear()
    yield
    caches["pages"].clear(), directories.clear()


def change_number():
    line = Helpline.objects.get(slug="barneverntjenesten")
    line.numbers.update(digits="66909701")
    line.publish()


@pytest.mark.parametrize("path", [LIST, LIST + "politi/", "/info/", "/bygg-inn/hjelpetelefoner/", "/"])
def test_a_kept_page_asks_the_database_nothing(client, django_assert_num_queries, path):
    first = client.get(path)
    with django_assert_num_queries(0):
        assert client.get(path).content == first.content
    assert first["Cache-Control"] == "public, max-age=60"


def test_a_change_is_seen_within_a_minute_by_browsers_too(client, monday_noon):
    monday_noon.shift(timedelta(seconds=20))
    assert client.get(LIST)["Cache-Control"] == "public, max-age=40"
    change_number()
    monday_noon.shift(timedelta(seconds=39))
    kept = client.get(LIST)
    assert b"66 90 97 00" in kept.content
    assert kept["Cache-Control"] == "public, max-age=1"
    monday_noon.shift(timedelta(seconds=1))
    assert b"66 90 97 01" in client.get(LIST).content


def test_a_page_is_never_kept_past_a_closing_time(client, monday_noon):
    monday_noon.shift(timedelta(hours=5, minutes=29, seconds=50))
    assert "Åpent til kl. 17.30" in client.get(LIST).content.decode()
    monday_noon.shift(timedelta(seconds=10))
    assert "Åpent til kl. 17.30" not in client.get(LIST).content.decode()


def test_each_language_and_audience_is_kept_for_itself(client):
    pages = [client.get(path).content for path in (LIST, "/en" + LIST, LIST + "?for=barn")]
    assert len(set(pages)) == 3
    assert [client.get(path).content for path in (LIST, "/en" + LIST, LIST + "?for=barn")] == pages


def test_what_is_no_parameter_of_the_page_makes_no_second_copy(client, django_assert_num_queries):
    client.get(LIST)
    with django_assert_num_queries(0):
        client.get(LIST + "?utm=1")


def test_a_packed_page_is_the_same_page(client):
    import gzip

    plain = client.get(LIST)
    packed = client.get(LIST, headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]
    assert "Content-Encoding" not in plain


def test_an_unchanged_page_is_not_sent_again(client):
    etag = client.get(LIST)["ETag"]
    assert client.get(LIST, headers={"If-None-Match": etag}).status_code == 304


def test_who_is_signed_in_gets_a_page_of_their_own(client, settings):
    client.get(LIST)
    client.cookies[settings.SESSION_COOKIE_NAME] = "something"
    assert client.get(LIST)["Cache-Control"] == "private, max-age=0"


def test_a_missing_line_and_a_form_are_not_kept(client):
    assert client.get(LIST + "finnes-ikke/").status_code == 404
    client.get(LIST + "politi/stemmer-ikke/")
    assert not caches["pages"]._cache


def test_nothing_is_kept_where_it_is_switched_off(client, settings):
    settings.KEEP_PAGES_SECONDS = 0
    client.get(LIST)
    change_number()
    assert b"66 90 97 01" in client.get(LIST).content


def test_a_page_that_is_never_kept_reads_the_directory_once_a_minute(
    client, django_assert_num_queries, monday_noon
):
    """Notices and the emergency strip stand on forms as well."""
    client.get("/bekymringsmelding/")
    Notice.objects.create(text="Legevakten er flyttet", starts_at=MONDAY_NOON - timedelta(hours=1))
    with django_assert_num_queries(0):
        assert "flyttet" not in client.get("/bekymringsmelding/").content.decode()
    monday_noon.shift(timedelta(seconds=60))
    assert "flyttet" in client.get("/bekymringsmelding/").content.decode()
