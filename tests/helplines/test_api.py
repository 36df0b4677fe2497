"""The open data: the instant asked about, what is refused and how, and the promised shapes."""

import json
from datetime import datetime

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from helplines.models import Helpline
from tests.helplines.lines import make_many

LINES = "/api/hjelpetelefoner/"
CHILDREN = LINES + "hjelpetelefonen-barn-og-unge/"
KEYS = {
    *("slug", "name", "url", "kind", "numbers", "audiences", "zone", "acute"),
    *("open", "opens_at", "closes_at", "reason", "stale", "confirmed_at"),
}


def named(response, slug) -> dict:
    return next(line for line in response.json() if line["slug"] == slug)


def at(client, instant, path=CHILDREN):
    return client.get(path, {"at": instant})


# --- The answer -----------------------------------------------------------------------------------
def test_the_list_is_a_bare_list_of_every_line(asker, client):
    response = client.get(LINES)
    assert response["Content-Type"] == "application/json"
    assert {line["slug"] for line in response.json()} > {"politi", "barneverntjenesten"}
    assert all(set(line) == KEYS for line in response.json())


def test_an_open_line_says_until_when(asker, client):
    line = named(client.get(LINES), "hjelpetelefonen-barn-og-unge")
    assert (line["open"], line["closes_at"], line["opens_at"]) == (True, "2026-11-23T17:30:00+01:00", None)
    assert line["numbers"][0]["number"] == "66715059"
    assert line["numbers"][0]["display"] == "66 71 50 59"
    assert line["audiences"] == ["children"]


def test_unknown_hours_are_null_and_a_missing_number_too(asker, client):
    line = named(client.get(LINES), "skole-og-barnehage")
    assert line["open"] is None
    assert line["numbers"][0]["number"] is None
    assert line["numbers"][0]["note"]


def test_a_stale_line_keeps_its_schedule(asker, client):
    line = next(line for line in client.get(LINES).json() if line["stale"])
    assert line["open"] is True


def test_text_is_readable_and_in_the_language_asked_for(asker, client):
    assert b"Hjelpetelefonen for foreldre" in client.get(LINES).content
    assert "bekymret" in client.get(LINES + "barneverntjenesten/").content.decode()
    assert named(client.get(LINES + "?lang=en"), "politi")["name"] == "Police"
    assert "sør" in client.get(LINES).content.decode()


def test_one_line_adds_the_week_the_exceptions_and_the_source(asker, client):
    line = Helpline.objects.get(slug="barneverntjenesten")
    line.exceptions.create(first="2026-11-24", last="2026-11-24", closed=True, reason="Planleggingsdag")
    line.publish()
    found = client.get(LINES + "barneverntjenesten/").json()
    assert [day["date"] for day in found["week"]][:2] == ["2026-11-23", "2026-11-24"]
    assert found["week"][1] | {"text": "Planleggingsdag", "intervals": []} == found["week"][1]
    assert found["exceptions"][0]["text"] == "Planleggingsdag"
    assert found["sources"] == ["000"]


# --- ?at= -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-11-23T10:00:00+01:00", True),
        ("2026-11-23T09:59:59+01:00", False),
        ("2026-11-23T09:00:00Z", True),
        ("2026-11-23T17:30:00+01:00", False),
        ("2026-11-23T17:29", True),  # Oslo time when nothing else is said
        ("2026-11-23 17:29", True),
        ("2026-12-24T12:00:00+01:00", None),
        ("2026-12-25T12:00:00+01:00", False),
        ("2026-10-25T02:30", False),  # twice: the first one is meant
        ("1970-01-02T12:00:00Z", True),
        ("2200-12-30T12:00:00+01:00", True),
    ],
)
def test_the_answer_is_for_the_instant_asked_about(asker, client, instant, expected):
    assert at(client, instant).json()["open"] is expected


def test_a_plus_that_arrived_as_a_space_is_understood(asker, client):
    for offset in ("+01:00", "%2B01:00", "+0100"):
        assert client.get(f"{CHILDREN}?at=2026-11-23T10:00:00{offset}").json()["open"] is True


@pytest.mark.parametrize(
    "instant",
    [
        *("", " ", "nå", "now", "2026-02-31T10:00", "2026-13-01T10:00", "2026-11-23", "10:00", "1e9"),
        *("2026-11-23T25:00", "2026-11-23T10:61", "2026-11-23T10:00:00+25:00", "2026-11-23T10:00 02"),
        "2026-03-29T02:30",  # skipped when the clock is put forward
        *("1969-12-31T12:00:00Z", "2201-01-01T12:00:00Z", "0001-01-01T00:00", "9999-12-31T23:59:59-12:00"),
        *("2026-11-23T10:00\x00", "2026-11-23T10:00:00Z\n", "٢٠٢٦-11-23T10:00", "2026-11-23T10:00" * 5000),
    ],
    ids=lambda value: repr(value[:30]),
)
@pytest.mark.parametrize("path", [LINES, CHILDREN])
def test_an_impossible_instant_is_refused_with_a_problem(asker, client, path, instant):
    response = at(client, instant, path)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["status"] == 400
    assert "at" in problem["detail"] or "Oslo" in problem["detail"]


@pytest.mark.parametrize(
    "query", ["?at=2026-11-23T10:00Z&at=2026-11-23T10:30Z", "?lang=de", "?lang=", "?lang=nb&lang=nn"]
)
def test_other_impossible_queries_are_refused_too(asker, client, query):
    assert client.get(LINES + query).status_code == 400


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=40) | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?([Z ]|[+-]\d\d:\d\d)?"))
@example("2026-03-29T02:00")
def test_no_text_breaks_it(asker, client, instant):
    response = at(client, instant)
    assert response.status_code in (200, 400)
    assert response["Content-Type"] == ("application/json" if response.status_code == 200 else PROBLEM)


PROBLEM = "application/problem+json"


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.datetimes(datetime(1970, 1, 2), datetime(2200, 12, 30)))
def test_every_instant_within_the_range_has_an_answer(asker, client, moment):
    assert at(client, f"{moment:%Y-%m-%dT%H:%M:%S}Z", LINES).status_code == 200


# --- HTTP -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("slug", ["finnes-ikke", "æøå", "a b", "koronatelefonen"])
def test_an_unknown_line_is_a_problem_too(asker, client, slug):
    response = client.get(f"{LINES}{slug}/")
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", [LINES, CHILDREN, "/api/openapi.json", "/hjelpetelefoner/kalender.ics"])
def test_other_methods_are_told_what_is_allowed(asker, client, path, method):
    client.handler.enforce_csrf_checks = True
    response = getattr(client, method)(path)
    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", [LINES, CHILDREN, "/api/openapi.json", "/hjelpetelefoner/kalender.ics"])
def test_other_sites_scripts_may_read_it(asker, client, path):
    response = client.get(path, headers={"Origin": "https://example.com"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    asked = client.options(path)
    assert (asked.status_code, asked.content) == (204, b"")
    assert "GET" in asked["Access-Control-Allow-Methods"]


def test_an_unchanged_answer_is_not_sent_again(asker, client):
    first = client.get(LINES)
    assert "public" in first["Cache-Control"]
    again = client.get(LINES, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Helpline.objects.get(slug="barneverntjenesten").confirm(
        by=None, at=datetime.fromisoformat("2026-11-23T10:30Z")
    )
    assert client.get(LINES, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_head_gives_the_same_headers_and_no_body(asker, client):
    response = client.head(LINES)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response.content == b""


@pytest.mark.django_db
@pytest.mark.parametrize("count", [8, 800])
def test_the_list_takes_two_queries_whatever_it_holds(
    settings, tmp_path, client, django_assert_num_queries, count
):
    settings.VAR_DIR = tmp_path
    make_many(count)
    client.get(LINES)  # content this process has not seen is read once
    with django_assert_num_queries(2):  # the published lines, the notices
        assert len(client.get(LINES).json()) == count


# --- The schema -----------------------------------------------------------------------------------
@pytest.fixture
def schema(client):
    return client.get("/api/openapi.json").json()


def holds(schema, name, content):
    """Hold an answer against one of the schemas that the document names."""
    document = {"$ref": f"#/components/schemas/{name}", "components": schema["components"]}
    Draft202012Validator(document).validate(content)


def test_the_schema_is_valid_openapi(schema):
    validate(schema)


def test_every_answer_is_as_the_schema_says(asker, client, schema):
    for line in client.get(LINES).json():
        holds(schema, "Line", line)
        holds(schema, "LineInFull", client.get(f"{LINES}{line['slug']}/").json())
    holds(schema, "Problem", client.get(LINES + "?at=x").json())


def test_the_schema_names_the_paths_that_answer(asker, client, schema):
    for path in schema["paths"]:
        assert client.get(path.replace("{slug}", "barneverntjenesten")).status_code == 200


def test_answers_are_plain_json_for_any_reader(asker, client):
    assert json.loads(client.get(LINES).content.decode("utf-8"))
