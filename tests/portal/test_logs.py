"""A log line holds what is on the list of what it may hold, and nothing else."""

import json
import logging
import sys

import pytest

from asker_portal.logs import DjangoFormatter, JsonFormatter


def line(formatter, message, *args, **extra):
    record = logging.makeLogRecord({"name": "x", "msg": message, "args": args, "levelname": "INFO"} | extra)
    return json.loads(formatter.format(record))


def test_extras_that_are_not_on_the_list_are_dropped():
    written = line(JsonFormatter(), "saved", route="front", status=200, name_of_child="Ola", path="/a/Ola")
    assert (written["event"], written["route"], written["status"]) == ("saved", "front", 200)
    assert "Ola" not in json.dumps(written)


def test_arguments_of_other_peoples_messages_are_not_written():
    assert line(JsonFormatter(), "No row for %s", "Ola Granskog")["event"] == "No row for %s"


def test_django_messages_keep_the_status_alone():
    written = line(DjangoFormatter(), "Not Found: %s", "/Ola", status_code=404)
    assert written["status"] == 404
    assert "Ola" not in json.dumps(written)


def test_a_failure_is_named_by_class_and_place_not_by_its_message():
    try:
        raise ValueError("Key (name)=(Ola Granskog)")
    except ValueError:
        written = line(JsonFormatter(), "failed", exc_info=sys.exc_info())
    assert written["error"] == "ValueError"
    assert "test_logs.py" in written["where"][-1]
    assert "Ola" not in json.dumps(written)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/bekymringsmelding/", "/en/bekymringsmelding/skjema/", "/ut/"])
def test_who_reports_a_concern_leaves_no_line(client, caplog, address):
    """Not even one to the hour: its place between two others, and the log's keeper, tell the second."""
    with caplog.at_level(logging.INFO, logger="portal.access"):
        client.get(address)
        client.post(address)
    assert not [record for record in caplog.records if record.name == "portal.access"]


@pytest.mark.django_db
def test_each_request_is_one_line_with_its_route(client, caplog):
    with caplog.at_level(logging.INFO, logger="portal.access"):
        client.get("/helse/live?navn=Ola")
        client.get("/finnes/ikke/Ola/")
        client.generic("BREW", "/helse/live")
    lines = [(r.method, r.route, r.status) for r in caplog.records if r.name == "portal.access"]
    assert lines == [("GET", "live", 200), ("GET", "none", 404), ("other", "live", 405)]
