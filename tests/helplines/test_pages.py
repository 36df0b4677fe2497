"""What citizens see on the list, on a line's page and on its poster."""

import json
import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from helplines import static_copy
from helplines.models import Helpline
from tests.helplines.instants import (
    CHRISTMAS_EVE_NOON,
    CONSTITUTION_DAY_NOON,
    MONDAY_NIGHT,
    SATURDAY_NOON,
)
from tests.helplines.lines import make_line, make_many

LIST = "/hjelpetelefoner/"
CHILDREN_LINE = "/hjelpetelefoner/hjelpetelefonen-barn-og-unge/"

pytestmark = pytest.mark.usefixtures("strict_templates")


def text(response) -> str:
    """The page's words as a reader meets them."""
    html = re.sub(r"<(script|svg|head).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def card(response, name) -> str:
    """One line's card in the list, in words."""
    return re.search(rf"{name}(.*?)</li>", response.content.decode(), re.DOTALL)[1]


def structured(response) -> dict:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode())
    assert len(found) == 1
    return json.loads(found[0])


# --- The list -------------------------------------------------------------------------------------
def test_open_lines_stand_first_then_closed_then_unknown(asker, client):
    words = text(client.get(LIST))
    places = [words.index(heading) for heading in ("Åpent nå", "Ukjent åpningstid", "Steder")]
    assert places == sorted(places)
    assert "Stengt nå" not in words


def test_at_night_the_lines_that_open_soonest_stand_first_among_the_closed(asker, client):
    asker.move_to(MONDAY_NIGHT)
    words = text(client.get(LIST))
    closed = words[words.index("Stengt nå") : words.index("Ukjent åpningstid")]
    assert closed.index("Barneverntjenesten") < closed.index("Hjelpetelefonen for barn")
    assert "Åpner i morgen kl. 08.00." in closed


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (None, "Åpent til kl. 17.30"),
        (MONDAY_NIGHT, "Åpner i morgen kl. 10.00."),
        (SATURDAY_NOON, "Åpner mandag kl. 10.00."),
        (CHRISTMAS_EVE_NOON, "Julaften: vi vet ikke om noen svarer. Ring for å sjekke."),
        (CONSTITUTION_DAY_NOON, "17. mai: stengt. Åpner i morgen kl. 10.00."),
    ],
)
def test_a_line_says_when_it_answers(db, settings, tmp_path, monday_noon, client, moment, said):
    settings.VAR_DIR = tmp_path
    make_line("linje", name_nb="Telefonen", confirmed_at=moment)
    if moment:
        monday_noon.move_to(moment)
    Helpline.objects.confirm(by=None)
    assert said in text(client.get(LIST))


def test_a_line_nobody_has_confirmed_says_to_call_and_check(asker, client):
    asker.shift(timedelta(days=31))
    shown = card(client.get(LIST), "Barneverntjenesten")
    assert "Ring for å sjekke" in shown
    assert "Etter planen: " in shown
    assert "Etter planen: " not in card(client.get(LIST), "Alarmtelefonen")


def test_every_number_is_one_press_away(asker, client):
    html = client.get(LIST).content.decode()
    assert 'href="tel:66715059"' in html
    assert "Ring 66 71 50 59" in html
    assert "Ring 948 35 674" in html


def test_a_missing_number_is_said_and_nobody_is_told_to_call(asker, client):
    shown = card(client.get(LIST), "Skolen eller barnehagen din")
    assert "Ring skolen eller barnehagen på det vanlige nummeret." in shown
    assert "Ring for å sjekke" not in shown
    assert "tel:" not in shown


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?for=barn", "Ring 66 71 50 59", "Ring 66 71 50 49"),
        ("?for=forelder", "Ring 66 71 50 49", "Ring 66 71 50 59"),
        ("", "Ring 66 71 50 59", "Ring 112"),
    ],
)
def test_each_audience_has_its_list(asker, client, query, shown, hidden):
    words = text(client.get(LIST + query))
    assert shown in words
    assert hidden not in words


def test_an_unknown_audience_leads_to_all_lines(asker, client):
    response = client.get(LIST + "?for=%00<script>")
    assert response.status_code == 302
    assert response["Location"] == LIST


def test_emergency_numbers_stand_in_the_strip_and_not_among_those_to_talk_with(asker, client):
    html = client.get(LIST).content.decode()
    assert html.count('href="tel:112"') == html.count('href="tel:113"') == 1
    assert html.count('href="tel:67504770"') == 2  # in the strip and in the list
    assert "116 117" not in html


@pytest.mark.parametrize(
    ("prefix", "said"),
    [("/nn", "Barnevernstenesta"), ("/en", "The emergency line for children and young people")],
)
def test_lines_are_named_in_the_readers_language(asker, client, prefix, said):
    assert said in text(client.get(prefix + LIST))


def test_english_hours_are_written_as_english_readers_expect(asker, client):
    assert "17:30" in text(client.get("/en" + LIST))


def test_the_list_draws_a_change_at_once(asker, client):
    client.get(LIST)
    line = Helpline.objects.get(slug="barneverntjenesten")
    line.numbers.update(digits="66909701")
    line.publish(by=None)
    assert "Ring 66 90 97 01" in text(client.get(LIST))


@pytest.mark.django_db
@pytest.mark.parametrize("count", [8, 800])
def test_the_list_takes_two_queries_whatever_it_shows(
    settings, tmp_path, client, django_assert_num_queries, count
):
    settings.VAR_DIR = tmp_path
    make_many(count)
    client.get(LIST)  # content this process has not seen is read once
    with django_assert_num_queries(2):  # the published lines, the notices
        response = client.get(LIST)
    assert response.content.count(b'class="ds-card line"') == count


@pytest.fixture
def database_away(monkeypatch):
    """Inside `with database_away():` every query fails as if the server were gone."""

    def refuse(*args, **kwargs):
        raise OperationalError("the database is away")

    @contextmanager
    def away():
        with monkeypatch.context() as patched:
            patched.setattr(BaseDatabaseWrapper, "cursor", refuse)
            yield

    return away


def test_without_a_database_the_copy_is_shown_with_its_time(asker, client, database_away):
    client.get(LIST)
    with database_away():
        response = client.get(LIST)
    assert response.status_code == 200
    assert "er fra 23. november 2026 kl. 12.00." in text(response)
    assert "Ring 66 71 50 59" in text(response)


def test_without_database_and_copy_the_municipalitys_numbers_are_shown(asker, client, database_away):
    static_copy.path().unlink()
    with database_away():
        words = text(client.get(LIST))
    assert "kan være gamle" in words
    assert "Ring 66 71 50 59" in words


# --- One line -------------------------------------------------------------------------------------
def test_a_line_says_who_answers_and_what_parents_hear(asker, client):
    words = text(client.get(CHILDREN_LINE))
    assert "Trygge voksne" in words
    assert "Får foreldrene mine vite det?" in words
    assert "telefonregningen" in words
    assert "Virksomhetsleder i Barne- og familietjenesten: Ring 913 16 149" in words


def test_nobody_in_danger_is_asked_to_wonder_what_parents_hear(asker, client):
    assert "vite" not in text(client.get("/hjelpetelefoner/politi/"))


def test_a_line_shows_the_coming_days_and_what_is_not_as_usual(asker, client):
    asker.move_to(CHRISTMAS_EVE_NOON - timedelta(days=10))
    words = text(client.get(CHILDREN_LINE))
    assert "Mandag 14. desember (i dag) kl. 10.00–17.30" in words
    assert "Torsdag 24. desember kanskje kl. 10.00–17.30 Julaften" in words
    assert "Fredag 25. desember Stengt Første juledag" in words


def test_exceptions_are_shown_with_their_reason(asker, client):
    line = Helpline.objects.get(slug="barneverntjenesten")
    line.exceptions.create(first="2026-11-24", last="2026-11-24", closed=True, reason="Planleggingsdag")
    line.publish(by=None)
    words = text(client.get("/hjelpetelefoner/barneverntjenesten/"))
    assert "Tirsdag 24. november Stengt Planleggingsdag" in words


def test_every_published_line_has_its_page_and_its_poster(asker, client):
    for slug in Helpline.objects.filter(shown_to=None).values_list("slug", flat=True):
        assert client.get(f"/hjelpetelefoner/{slug}/").status_code == 200
        assert client.get(f"/hjelpetelefoner/{slug}/plakat/").status_code == 200


@pytest.mark.parametrize("path", ["finnes-ikke/", "koronatelefonen/", "finnes-ikke/plakat/"])
def test_an_unknown_or_ended_line_is_not_found(asker, client, path):
    assert client.get(LIST + path).status_code == 404


def test_a_line_takes_two_queries(asker, client, django_assert_num_queries):
    client.get(CHILDREN_LINE)
    with django_assert_num_queries(2):  # the published lines, the notices
        client.get(CHILDREN_LINE)


def test_the_poster_leads_to_the_lines_own_page(asker, client):
    response = client.get("/hjelpetelefoner/barneverntjenesten/plakat/")
    assert "Ring 66 90 97 00" in text(response)
    assert "http://testserver/hjelpetelefoner/barneverntjenesten/" in text(response)
    assert b"<svg" in response.content
    assert b"style=" not in response.content


# --- Structured data ------------------------------------------------------------------------------
def test_structured_data_tell_number_hours_and_holidays(asker, client):
    asker.move_to(CHRISTMAS_EVE_NOON - timedelta(days=10))
    data = structured(client.get(CHILDREN_LINE))
    assert data["@type"] == "GovernmentOffice"
    assert data["telephone"] == "66715059"
    usual = data["openingHoursSpecification"]
    assert [(each["opens"], each["closes"], len(each["dayOfWeek"])) for each in usual] == [
        ("10:00", "17:30", 5)
    ]
    special = {
        each["validFrom"]: (each["opens"], each["closes"])
        for each in data["specialOpeningHoursSpecification"]
    }
    assert special["2026-12-25"] == ("00:00", "00:00")
    assert "2026-12-24" not in special  # nobody knows, so nothing is claimed


def test_structured_data_claim_no_hours_that_nobody_knows(asker, client):
    assert "openingHoursSpecification" not in structured(client.get("/hjelpetelefoner/innbyggerservice/"))


def test_structured_data_cannot_end_their_own_element(db, settings, tmp_path, client):
    settings.VAR_DIR = tmp_path
    make_line("linje", name_nb="</script><script>alert(1)</script>")
    response = client.get("/hjelpetelefoner/linje/")
    assert structured(response)["name"] == "</script><script>alert(1)</script>"
    assert b"<script>alert" not in response.content
