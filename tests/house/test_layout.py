"""What keeps the house easy to find one's way in."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.conftest import ROOT

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 40
# Addresses of the reader's world; a package index or a machine of ours is not among them.
KNOWN_HOSTS = re.compile(
    r"(.*\.)?(127\.0\.0\.1|localhost|testserver|example\.(com|org|net|no)|[a-z0-9-]+\.(no|test|invalid|example)|"
    r"schema\.org|ks-no\.github\.io|www\.w3\.org|w3\.org|json-schema\.org|openid\.net|login\.microsoftonline\.com)"
)
# A name without a dot is a neighbour in docs/deploy, not an address.
HOST = re.compile(r"https?://((?:[A-Za-z0-9-]+\.)+[A-Za-z0-9]+)")
OWN_MACHINE = re.compile(r"(?<![\w.])/(root|work|home/[a-z]\w+|Users/\w+)/")


def source(tracked) -> list[Path]:
    return [path for path in tracked if path.suffix == ".py" and "migrations" not in path.parts]


def test_no_file_or_folder_has_a_vague_name(tracked):
    names = {part for path in tracked for part in path.relative_to(ROOT).with_suffix("").parts}
    assert names & VAGUE == set()


def test_no_source_file_is_too_long(tracked):
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in source(tracked)}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long(tracked):
    too_long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in source(tracked)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert too_long == set()


def test_no_tracked_file_names_a_registry_or_an_unknown_host(tracked):
    found = {
        f"{path.relative_to(ROOT)}: {host}"
        for path in tracked
        for host in HOST.findall(path.read_text(errors="replace"))
        if not KNOWN_HOSTS.fullmatch(host)
    }
    assert found == set()


def test_no_tracked_file_names_a_folder_of_one_machine(tracked):
    found = {
        path.relative_to(ROOT) for path in tracked if OWN_MACHINE.search(path.read_text(errors="replace"))
    }
    assert found - {Path("tests/house/test_layout.py")} == set()


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("www.asker.kommune.no", True),
        ("127.0.0.1", True),
        ("cdn.example.com", True),
        ("cdn.jsdelivr.net", False),
    ],
)
def test_the_host_rule_itself(host, known):
    assert bool(KNOWN_HOSTS.fullmatch(host)) is known


def test_imports_run_one_way():
    lint = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([lint, "--no-logo"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
