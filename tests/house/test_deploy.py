"""The examples in docs/deploy are such as work: nginx accepts its file, compose names real settings."""

import http.client
import re
import shutil
import signal
import subprocess

import pytest
import yaml

from tests import nginx
from tests.house.conftest import ROOT
from tests.speed.servers import free_port, wait_until_open

DEPLOY = ROOT / "docs/deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
FACES = ["public", "staff", "worker"]


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx on this machine")
def test_nginx_accepts_the_documented_file(tmp_path):
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(nginx.local_configuration(18080, 18081, tmp_path))
    command = ["nginx", "-t", "-p", tmp_path, "-e", "stderr", "-c", configuration]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_nginx_writes_no_reader_into_its_logs():
    text = nginx.DOCUMENTED.read_text()
    formats = re.findall(r"log_format\s.*?;", text, re.S)
    assert formats
    for personal in ("remote_addr", "http_", "request_uri", "args", "remote_user", "$request "):
        assert not any(personal in each for each in formats), personal
    assert re.findall(r"error_log \S+ (\w+);", text) == ["emerg"]


@pytest.mark.parametrize(
    "address", ["/bekymringsmelding", "/en/bekymringsmelding/skjema/", "/ut/", "/nn/minside/melding/1/"]
)
def test_nginx_writes_no_line_about_a_report(address):
    unlogged = re.findall(r"^\s*~(\S+) 0;", nginx.DOCUMENTED.read_text(), re.M)
    assert any(re.match(pattern, address) for pattern in unlogged)
    assert not any(re.match(pattern, "/hjelpetelefoner/") for pattern in unlogged)


@pytest.fixture
def proxy(tmp_path):
    """The documented nginx before a portal that does not answer; its port and the file of its log."""
    port, log = free_port(), tmp_path / "log"
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(nginx.local_configuration(port, free_port(), tmp_path))
    command = ["nginx", "-p", tmp_path, "-e", "stderr", "-c", configuration, "-g", "daemon off;"]
    with log.open("w") as file, subprocess.Popen(command, stdout=file, start_new_session=True) as process:
        wait_until_open(port, process)
        yield port, log
        process.send_signal(signal.SIGQUIT)


@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx on this machine")
def test_nginx_writes_none_when_the_portal_is_down_or_a_file_too_big(proxy):
    port, log = proxy
    report = "/bekymringsmelding/skjema/"
    for path, told, length in (("/hjelpetelefoner/", 502, 4), (report, 502, 4), (report, 413, 2**27)):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("POST", path, b"text", {"Content-Length": str(length)})
        assert connection.getresponse().status == told
        connection.close()
    lines = log.read_text().splitlines()
    assert [line.split()[1:4] for line in lines] == [["GET", "/down.html", "502"]], "the helplines' alone"


def test_the_database_quotes_no_row_in_its_log():
    command = COMPOSE["services"]["database"]["command"]
    for setting in ("log_min_error_statement=panic", "log_error_verbosity=terse"):
        assert setting in command


def test_the_public_face_is_never_told_an_address():
    public = (
        nginx.DOCUMENTED.read_text()
        .partition("server_name portal.example.no;")[2]
        .partition("server_name")[0]
    )
    assert "$remote_addr" not in public
    assert public.count("proxy_pass ") == public.count('proxy_set_header X-Forwarded-For "";')


@pytest.mark.parametrize("face", FACES)
def test_each_face_is_locked_down(face):
    service = COMPOSE["services"][face]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["environment"]["PORTAL_FACE"] == face


@pytest.mark.parametrize("face", FACES)
def test_compose_sets_only_settings_that_exist(face):
    reference = (DEPLOY / "environment.md").read_text()
    listed = set(re.findall(r"^\| `([A-Z_]+)`", reference, re.M))
    given = {name.removesuffix("_FILE") for name in COMPOSE["services"][face]["environment"]}
    assert given <= listed


def test_compose_holds_no_secret():
    secret = re.compile(".*_KEYS?$|DATABASE_URL|PASSWORD")
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            assert not secret.match(name) or str(value).startswith("/run/secrets/")


def test_the_public_face_is_given_no_secret_of_the_desk():
    public, desk = (set(COMPOSE["services"][face]["secrets"]) for face in ("public", "staff"))
    assert public & desk == {"form_keys", "citizen_keys", "lookup_key", "sealing_public_keys"}
    assert not {name for name in public if "private" in name or "owner" in name}


@pytest.mark.parametrize("service", [*FACES, "owner"])
def test_each_service_is_given_the_secrets_it_reads(service):
    given = COMPOSE["services"][service]
    read = {value for value in map(str, given["environment"].values()) if value.startswith("/run/secrets/")}
    assert read == {f"/run/secrets/{name}" for name in given["secrets"]}
    assert set(given["secrets"]) <= set(COMPOSE["secrets"])
