"""The national form: every kind of report fits it, nothing is lost in it, and our rules are theirs."""

import functools
import json
import operator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import get_args, get_type_hints

import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from concerns.forms.fields import EMAIL
from concerns.journeys import EVERY_STEP
from concerns.models import ConcernReport
from concerns.national import DoesNotFit, PrivateReport, PublicReport, from_report
from concerns.national.schema import Address, Guardian, Phone
from tests.concerns.kinds import KINDS, SYNTHETIC, content
from tests.concerns.national_schemas import FOLDER, needs_schemas, validator

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)


def unsaved(answers, **changes) -> ConcernReport:
    fields = {
        "reporter": answers["who"]["who"],
        "identity": answers.get("reporter", {}).get("identity", "named"),
        "acute": answers["worry"]["acute"],
        "source": ConcernReport.Source.WEB,
        "received_at": AT,
    }
    return ConcernReport(content=answers, **fields | changes)


def national(kind, **changes) -> dict:
    return from_report(unsaved(content(kind), **changes)).as_json()


# --- every kind -----------------------------------------------------------------------------------------
@needs_schemas
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_report_fits_the_national_schema(kind):
    made = from_report(unsaved(content(kind)))
    validator(type(made)).validate(json.loads(json.dumps(made.as_json())))
    assert isinstance(made, PublicReport) is kind.startswith("professional")


@needs_schemas
@pytest.mark.parametrize("kind", [PrivateReport, PublicReport])
def test_the_schemas_own_examples_fit_once_their_time_has_a_zone(kind):
    name = {PrivateReport: "privat", PublicReport: "offentlig"}[kind]
    example = json.loads((FOLDER / f"examples/{name}BekymringsmeldingV2.json").read_text())
    assert [error.validator for error in validator(kind).iter_errors(example)] == ["format"]
    example["sendingstidspunkt"] += "+01:00"
    assert typed(kind, example).as_json() == example


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("private, hidden", "SKJULT FOR FAMILIEN"),
        ("private, acute", "HASTER"),
        ("private, anonymous", "Melderen er anonym."),
        ("parent, named", "Melderen er barnets forelder."),
        ("child, named", "Melderen er barnet selv.\nTrygt å ta kontakt: på skolen"),
        ("private, unborn", "Barn 1 er ikke født.\nBarn 1: Den som er gravid, heter Kari Lyngmo."),
        ("private, another municipality", "Barn 1 bor i en annen kommune: Harstad."),
    ],
)
def test_what_the_form_has_no_field_for_begins_the_text(kind, line):
    head, text = national(kind)["melding"].split("\n\n", 1)
    assert line in head
    assert text == "Han er alene om kvelden.\n\nOfte."


def test_a_report_with_nothing_special_is_the_text_alone():
    assert national("private, named")["melding"] == "Han er alene om kvelden.\n\nOfte."


def test_an_anonymous_reporter_is_nobody():
    assert national("private, anonymous")["privatMelder"] == {"personnavn": "Anonym"}


def test_a_report_written_down_for_a_caller_says_so():
    text = national("private, named", source=ConcernReport.Source.PHONE)["melding"]
    assert text.startswith("Meldingen er skrevet ned av Innbyggerservice")


def test_where_a_child_can_be_found_stands_where_its_address_would():
    child = national("private, unknown child")["privatBarn"][0]
    assert child["personnavn"] == "Navn ukjent"
    assert child["adresse"] == {"adresselinje1": "Busstoppet ved stasjonen"}


def test_a_second_child_may_live_where_the_first_does():
    first, second = national("private, several children")["privatBarn"]
    assert second["adresse"] == first["adresse"]
    assert second["personnavn"] == "Solveig Granskog"


def test_a_child_that_is_not_born_has_no_number():
    child = national("professional, unborn")["offentligBarn"][0]
    assert (child["fnr"], child["ufoedt"], child["personnavn"]) == ("", True, "Ikke født")
    assert national("professional, with number")["offentligBarn"][0]["fnr"] == SYNTHETIC


def test_the_time_is_told_with_its_zone():
    assert national("private, named")["sendingstidspunkt"] == "2026-11-24T09:00:00+01:00"


def test_the_municipality_is_the_one_that_is_served():
    with override_settings(MUNICIPALITY="harstad"):
        made = national("private, named")
    assert (made["kommunenummer"], made["kommunenavn"]) == ("5503", "Harstad")


# Choices that decide what else is asked; what they mean is tested above.
CHOICES = {"who", "address_known", "unborn", "more", "identity", "acute", "informed"}


def test_every_answer_is_found_again_in_the_national_form():
    """Also the answer to a question that somebody adds next year."""
    for kind in KINDS:
        answers = content(kind)
        for slug, step in answers.items():
            answers[slug] = {
                name: value if name in CHOICES or not isinstance(value, str) else f"{slug} {name}"
                for name, value in step.items()
            }
        _set_valid(answers)
        made = json.dumps(from_report(unsaved(answers)).as_json(), ensure_ascii=False)
        for slug, name, value in _told(answers):
            assert json.dumps(value, ensure_ascii=False)[1:-1] in made, f"{kind}: {slug}.{name}"


def _set_valid(answers):
    for step in answers.values():
        step |= {name: "400 00 000" for name in ("phone",) if name in step}
        step |= {name: "a.b@example.no" for name in ("email",) if name in step}


def _told(answers):
    """The texts that were answered. Of an anonymous reporter there is nothing to tell."""
    is_anonymous = answers.get("reporter", {}).get("identity") == "anonymous"
    for slug, step in answers.items():
        for name, value in step.items():
            if isinstance(value, str) and name not in CHOICES and not (slug == "reporter" and is_anonymous):
                yield slug, name, value


def test_the_journeys_have_no_step_that_the_kinds_above_leave_out():
    asked = {step.slug for step in EVERY_STEP if not step.slug.startswith("child-")}
    assert asked <= {slug for kind in KINDS for slug in content(kind)}


# --- whatever is answered -------------------------------------------------------------------------------
lines = st.text(max_size=30).map(lambda text: " ".join(text.split()))
phones = st.from_regex(Phone.__metadata__[0], fullmatch=True)
emails = st.from_regex(rf"\A{EMAIL}\Z")


def _answer(name, value):
    """Another answer of the same kind."""
    if isinstance(value, bool) or name in CHOICES:
        return st.just(value)
    if name == "text":
        return st.text()
    return {"phone": phones, "email": emails}.get(name, lines)


@st.composite
def cleaned_answers(draw):
    answers = content(draw(st.sampled_from(sorted(KINDS))))
    return {
        slug: {name: draw(_answer(name, value)) for name, value in step.items()}
        for slug, step in answers.items()
    }


@needs_schemas
@given(cleaned_answers())
@settings(max_examples=80, deadline=None)
def test_whatever_is_answered_fits(answers):
    made = from_report(unsaved(answers))
    assert list(validator(type(made)).iter_errors(made.as_json())) == []


# --- our rules are theirs -------------------------------------------------------------------------------
def typed(kind, data):
    """A dataclass of the schema from JSON."""
    hints = get_type_hints(kind)
    return kind(**{name: _typed(hints[name], value) for name, value in data.items()})


def _typed(hint, value):
    kinds = [one for one in (hint, *get_args(hint)) if is_dataclass(one)]
    if isinstance(value, list):
        return tuple(typed(kinds[0], one) for one in value)
    if isinstance(value, dict):
        return typed(kinds[0], value)
    return datetime.fromisoformat(value) if hint is datetime else value


EDGES = ["", "a\nb", "a\n", "a\r", "\u2028", "+4740000000", "400--00", " 40", "4٠", "40\n", "+", "a+b@c.no"]
EDGES += ["å@ø.no", "a@b", "a@b.no\n", "a@é.no", "3203", "320", "٣٢٠٣", "32030", "3203\n", "00"]
EDGES += ["2026-11-24T09:00:00"]
values = st.one_of(st.sampled_from(EDGES), phones, emails, st.text(max_size=6))


def leaves(data, path=()):
    """The way to each text of a JSON document."""
    for name, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, dict | list):
            yield from leaves(value, (*path, name))
        elif isinstance(value, str):
            yield (*path, name)


@st.composite
def changed_report(draw, kind):
    """A report with every field, but for one text that is another or gone."""
    name = "private, named" if kind is PrivateReport else "professional, two guardians"
    data = national(name)
    way = draw(st.sampled_from(list(leaves(data))))
    place = functools.reduce(operator.getitem, way[:-1], data)
    if "sendingstidspunkt" in way:
        place[way[-1]] = draw(st.sampled_from(["2026-11-24T09:00:00", "2026-11-24T09:00:00+01:00"]))
    elif draw(st.booleans()):
        place[way[-1]] = draw(values)
    else:
        del place[way[-1]]
    return data


@needs_schemas
@pytest.mark.parametrize("kind", [PrivateReport, PublicReport])
def test_our_model_refuses_exactly_what_the_schema_refuses(kind):
    judge = validator(kind)
    seen = set()

    @given(changed_report(kind))
    @settings(max_examples=200, deadline=None)
    def compare(data):
        is_valid = judge.is_valid(data)
        seen.add(is_valid)
        try:
            assert typed(kind, data).as_json() == data
            is_accepted = True
        except (DoesNotFit, TypeError):  # TypeError: Python's own, for a value that has to be there
            is_accepted = False
        assert is_accepted is is_valid

    compare()
    assert seen == {True, False}, "both are tried"


def private(**changes):
    same = {"kommunenummer": "3203", "kommunenavn": "Asker", "bydelsnummer": "00", "bydelsnavn": "Asker"}
    made = from_report(unsaved(content("private, named")))
    own = {name: getattr(made, name) for name in ("privatMelder", "privatBarn", "melding")}
    return PrivateReport(**same | own | {"sendingstidspunkt": AT, "leveringskanal": "Fagsystem"} | changes)


def test_a_report_is_about_somebody():
    """The schema meant it, and says `minLength` where it should say `minItems`."""
    with pytest.raises(DoesNotFit, match=r"^privatBarn$"):
        private(privatBarn=())


def test_what_does_not_fit_is_named_by_its_place_alone():
    child = private().privatBarn[0]
    with pytest.raises(DoesNotFit, match=r"^privatBarn\[1\]\.adresse\.adresselinje1$"):
        private(privatBarn=(child, type(child)(personnavn="Ola", adresse=Address(adresselinje1=None))))
    made = from_report(unsaved(content("professional")))
    guardian = Guardian(personnavn="Kari\nLyngmo", orientert=True)
    values = {one.name: getattr(made, one.name) for one in fields(made)}
    with pytest.raises(DoesNotFit, match=r"^foresatte\[0\]\.personnavn$"):
        PublicReport(**values | {"foresatte": (guardian,)})
    with pytest.raises(DoesNotFit, match=r"^foresatte$"):
        PublicReport(**values | {"foresatte": made.foresatte * 3})
