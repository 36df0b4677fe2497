"""Whatever the form takes, the national form takes too. Patterns are read from KS where they are at hand."""

import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from casework import sms
from concerns.forms.fields import EmailField, MobileField, OrganisationField, PhoneField, PostcodeField
from concerns.journeys import OPEN, SIGNED_IN
from crispy_designsystemet.fields import LineField

SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas" / "fiks-bekymringsmelding" / "domain" / "v2"
needs_schemas = pytest.mark.schemas  # tests/conftest.py leaves these out where there are none
LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
written = st.text(
    st.one_of(st.characters(), st.sampled_from(f"{LINE_BREAKS}+-@. 0123456789abcå")), max_size=60
)


def pattern(schema: str, *path: str) -> str:
    found = json.loads((SCHEMAS / f"{schema}.bekymringsmelding.v2.json").read_text())
    for name in path:
        found = found[name]
    return found["pattern"]


def fits(regex: str, value: str) -> bool:
    """As ECMA 262 reads it: $ is the very end, and a dot is no line break of any kind."""
    dot = re.sub(r"\.\*", r"[^\\n\\r\\u2028\\u2029]*", regex)
    return re.fullmatch(dot.removeprefix("^").removesuffix("$"), value, re.ASCII) is not None


def taken(field, value: str) -> str:
    try:
        return field.clean(value)
    except ValidationError:
        return ""


@needs_schemas
@given(written)
def test_names_addresses_and_reasons_are_one_line(value):
    regex = pattern("offentlig", "definitions", "personnavn")
    assert fits(regex, taken(LineField(required=False), value))


@needs_schemas
@given(st.one_of(written, st.from_regex(r"\A[+]?[0-9 -]{5,15}\Z")))
def test_a_telephone_number_fits_both_schemas(value):
    number = taken(PhoneField(required=False), value)
    for schema, melder in (("privat", "privatMelder"), ("offentlig", "offentligMelder")):
        regex = pattern(schema, "properties", melder, "properties", "telefonnummer")
        assert not number or fits(regex, number)


@needs_schemas
@given(st.one_of(written, st.emails(), st.from_regex(r"\A[a-zåÅ+._-]{1,5}@[a-zå.-]{1,8}\.[a-z]{1,3}\Z")))
def test_an_email_address_fits_the_schema(value):
    regex = pattern("offentlig", "properties", "offentligMelder", "properties", "epost")
    address = taken(EmailField(required=False), value)
    assert not address or fits(regex, address)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        (PhoneField, " 400  00 000 ", "400 00 000"),
        (PhoneField, "+47 - 400-00-000", "+47-400-00-000"),
        (EmailField, "kåre@blåbær.no", "kåre@blåbær.no"),
        (PostcodeField, " 3470", "3470"),
        (OrganisationField, "974 760 673", "974760673"),
        (LineField, "Kari\r\nLyngmo\u2028 ", "Kari Lyngmo"),
    ],
)
def test_what_people_write_is_tidied(field, value, kept):
    assert field(required=False).clean(value) == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (PhoneField, "ring meg"),
        (PhoneField, "４００００００００"),
        (EmailField, "kari+barnevern@eksempel.no"),
        (EmailField, "kari@eksempel"),
        (PostcodeField, "347"),
        (OrganisationField, "974760674"),
    ],
)
def test_what_no_national_form_could_hold_is_refused_with_a_sentence(field, value):
    with pytest.raises(ValidationError) as refusal:
        field(required=False).clean(value)
    assert len(refusal.value.messages[0]) > 20


def test_every_text_of_every_step_is_one_of_these_fields():
    """A new question cannot bypass the limits by being asked with another kind of field."""
    known = {
        "LineField",
        "PhoneField",
        "MobileField",
        "EmailField",
        "PostcodeField",
        "OrganisationField",
        "TextField",
    }
    known |= {"PidField", "ChoiceField", "YesNoField", "BooleanField", "FilesField"}
    asked = {
        type(field).__name__
        for journey in (OPEN, SIGNED_IN)
        for step in journey.steps
        for field in step.form.base_fields.values()
    }
    assert asked <= known


@pytest.mark.parametrize(
    "number", ["400 00 000", "90000000", "+47 400 00 000", "0047 40 00 00 00", "+46 70-123 45 67"]
)
def test_a_mobile_number_is_taken_as_people_write_it(number):
    assert sms.normalised(MobileField().clean(number)).startswith("+4")


@pytest.mark.parametrize(
    "number", ["4", "400 00 00", "400 00 0000", "66 71 50 59", "116 111", "+47 4", "12345678"]
)
def test_what_no_text_message_can_reach_is_refused_while_somebody_is_there_to_answer(number):
    with pytest.raises(ValidationError, match="åtte sifre"):
        MobileField().clean(number)
