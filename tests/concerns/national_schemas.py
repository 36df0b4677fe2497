"""KS's own schemas, where they lie beside the checkout, judged as ECMA 262 reads their patterns."""

import json
import re

import pytest
from jsonschema import Draft201909Validator, ValidationError, validators
from referencing import Registry
from referencing.jsonschema import DRAFT201909

from concerns.national import PrivateReport, PublicReport
from tests.house.conftest import ROOT

FOLDER = ROOT.parent / "shared/schemas/fiks-bekymringsmelding"
needs_schemas = pytest.mark.schemas  # tests/conftest.py leaves these out where there are none
FILES = {
    PrivateReport: "privat.bekymringsmelding.v2.json",
    PublicReport: "offentlig.bekymringsmelding.v2.json",
}


def validator(kind: type) -> Draft201909Validator:
    """Of a PrivateReport or a PublicReport. `../adresse.json` resolves to no file by itself."""
    domain = FOLDER / "domain"
    schema = json.loads((domain / "v2" / FILES[kind]).read_text())
    address = DRAFT201909.create_resource(json.loads((domain / "adresse.json").read_text()))
    registry = Registry().with_resource("https://fiks.ks.no/adresse.json", address)
    strict = validators.extend(Draft201909Validator, {"pattern": _pattern})
    return strict(schema, registry=registry, format_checker=Draft201909Validator.FORMAT_CHECKER)


def _pattern(validator, pattern, instance, schema):
    """Python's dot takes all line ends but one, and its $ lets one through."""
    ecma = pattern.replace("(.*)", "([^\n\r\u2028\u2029]*)").replace("$", r"\Z")
    if validator.is_type(instance, "string") and not re.search(ecma, instance, re.ASCII):
        yield ValidationError("does not match")
