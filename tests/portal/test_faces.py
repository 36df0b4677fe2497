"""What each kind of process serves, asked of a process of that kind."""

import json
import os
import subprocess
import sys

import pytest

ASK = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from django.urls import Resolver404, resolve
def found(path):
    try:
        return bool(resolve(path))
    except Resolver404:
        return False
answer = {path: found(path) for path in sys.argv[1:]}
print(json.dumps(answer | {"loaded": sorted({name.split(".")[0] for name in sys.modules})}))
"""
CITIZENS = [
    "/",
    "/minside/",
    "/logg-inn/",
    "/hjelpetelefoner/",
    "/bekymringsmelding/skjema/",
    "/api/hjelpetelefoner/",
    "/helse/live",
]
DESK = ["/admin/", "/ansatt/", "/ansatt/entra/", "/admin/concerns/concernreport/"]

# Loaded by the request that needs it, which most public processes never see.
RARELY_NEEDED = {"requests", "typst", "icalendar", "pikepdf", "PIL", "pillow_heif", "phonenumbers", "scipy"}


@pytest.mark.parametrize(("face", "has_desk"), [("public", False), ("staff", True), ("all", True)])
def test_a_public_process_has_no_desk(face, has_desk):
    command = [sys.executable, "-c", ASK, *CITIZENS, *DESK, "/demo-idp/entra/jwks"]
    answer = subprocess.run(command, env=os.environ | {"PORTAL_FACE": face}, capture_output=True, check=True)
    found = json.loads(answer.stdout)
    assert all(found[path] for path in CITIZENS)
    assert {found[path] for path in DESK} == {has_desk}
    assert not found["/demo-idp/entra/jwks"]
    # What a public process does not need, it does not keep in memory either.
    assert ("fido2" in found["loaded"]) == has_desk
    assert has_desk or not RARELY_NEEDED & set(found["loaded"])
