"""All telephone numbers of the sources: whose, where the portal shows it, and from which document."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from casework.numbers import grouped, validate_number
from helplines import content_sets
from helplines.directory import directory
from helplines.models import Helpline, InfoPage

# digits, role, line, information page, document
ASKER = [
    row.split(" | ")
    for row in """
66715059 | Hjelpetelefonen for barn og ungdom | hjelpetelefonen-barn-og-unge | familieveiledning | 000
66715049 | Hjelpetelefonen for foreldre og foresatte | hjelpetelefonen-foresatte | familieveiledning | 000
66909700 | Barneverntjenesten | barneverntjenesten | - | 000
66768550 | Barne- og familietjenesten, sone nord | mottakstelefon-nord | familieveiledning | 000
94835674 | Barne- og familietjenesten, sone sør | mottakstelefon-sor | familieveiledning | 000
66715999 | Koronatelefonen | koronatelefonen | korona-2020 | 000
67504770 | Barnevernvakten i Asker og Bærum | barnevernvakten | familieveiledning | 000
116111 | Alarmtelefonen for barn og unge | alarmtelefonen | - | 000
91316149 | Virksomhetsleder i Barne- og familietjenesten | hjelpetelefonen-foresatte | familieveiledning | 000
66909781 | Velferdsforvaltningen | velferdsforvaltningen | omsorgstjenester-kontakt | 001
90658472 | Avdelingsleder | brasetveien-barnebolig | omsorgstjenester-kontakt | 001
93009373 | Avdelingsleder | brasetveien-barnebolig | omsorgstjenester-kontakt | 001
90924524 | Rådgiver | omsorgstjenester-barn-og-unge | omsorgstjenester-kontakt | 001
90687941 | Saksbehandler | omsorgstjenester-barn-og-unge | omsorgstjenester-kontakt | 001
66700000 | Innbyggerservice | innbyggerservice | omsorgstjenester-kontakt | 004
""".strip().splitlines()
]
HARSTAD = [
    row.split(" | ")
    for row in """
91627960 | Barnevernets akuttelefon | barnevern-akutt | tiltak-for-sarbare-barn | 002
41571800 | Pandemitelefonen | pandemitelefonen | korona-2020 | 002
77065890 | Praktisk bistand | praktisk-bistand | korona-2020 | 002
""".strip().splitlines()
]
NATIONAL = [("112", "Politi", "politi"), ("113", "Ambulanse", "ambulanse")]
LISTED = [("asker", *each) for each in ASKER] + [("harstad", *each) for each in HARSTAD]
ON_A_PAGE = [each for each in LISTED if each[4] != "-"]
SOURCES = Path(__file__).parents[3] / "shared" / "sources"
PHONE = re.compile(r"(?<![\d/])(?:\d\s?){8}(?!\d)|(?<!\d)116\s111(?!\d)")


@pytest.mark.parametrize(("name", "digits", "role", "slug", "shown_on", "source"), LISTED)
def test_number_has_role_place_and_source(name, digits, role, slug, shown_on, source):
    line = next(each for each in content_sets.lines(name) if each["slug"] == slug)
    assert line["source"] == source
    if line["contact_number"] == digits:
        assert line["contact_role"]["nb"] == role
    else:
        number = next(each for each in line["numbers"] if each["digits"] == digits)
        assert (number["label"]["nb"] or line["name"]["nb"]) == role


@pytest.mark.parametrize(("name", "digits", "role", "slug", "shown_on", "source"), ON_A_PAGE)
def test_number_stands_on_its_page_in_every_language(name, digits, role, slug, shown_on, source):
    body = next(each for each in content_sets.pages(name) if each["slug"] == shown_on)["body"]
    for language, text in body.items():
        assert grouped(digits) in text, language


def test_no_number_is_shown_that_the_sources_do_not_have():
    known = {digits for _, digits, *_ in LISTED} | {"112", "113"}
    for name in content_sets.names():
        shown = {each["digits"] for line in content_sets.lines(name) for each in line["numbers"]}
        assert shown - {""} <= known


def test_the_list_has_every_number_of_the_documents():
    """The documents lie beside the project where it is made; elsewhere there is nothing to compare."""
    for file in SOURCES.glob("*.txt"):
        found = {re.sub(r"\s", "", each) for each in PHONE.findall(file.read_text())}
        listed = {digits for _, digits, *_, source in LISTED if source == file.name[:3]}
        assert found == listed, file.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "acute"), [("asker", "112 113 116111 67504770"), ("harstad", "112 113 116111 91627960")]
)
def test_acute_strip(name, acute):
    call_command("load_content", name, verbosity=0)
    assert [line.numbers[0].digits for line in directory().acute] == acute.split()


@pytest.mark.django_db
def test_every_row_is_valid_as_staff_would_have_to_write_it():
    for name in content_sets.names():
        call_command("load_content", name, verbosity=0)
    for line in Helpline.objects.all():
        line.full_clean()
        for row in (*line.numbers.all(), *line.hours.all(), *line.exceptions.all()):
            row.full_clean()
    for page in InfoPage.objects.all():
        page.full_clean()


def test_harstad_has_all_measures():
    """Document 002 lists 24 measures."""
    body = next(each for each in content_sets.pages("harstad") if each["slug"] == "tiltak-for-sarbare-barn")[
        "body"
    ]
    for text in body.values():
        assert sum(row.startswith("- ") for row in text.splitlines()) == 24


def test_every_text_is_in_three_languages():
    for name in content_sets.names():
        for line in content_sets.lines(name):
            for key in content_sets.TEXTS:
                filled = {language for language, text in line[key].items() if text}
                assert filled in (set(), {"nb", "nn", "en"}), (line["slug"], key)
        for page in content_sets.pages(name):
            assert all(set(page[key]) == {"nb", "nn", "en"} for key in ("title", "body"))


def test_the_out_of_hours_doctor_is_not_shown_as_child_welfare():
    for name in content_sets.names():
        assert "116117" not in str(content_sets.read(name)).replace(" ", "")


def test_the_pages_of_the_pandemic_are_over():
    for name in content_sets.names():
        page = next(each for each in content_sets.pages(name) if each["slug"] == "korona-2020")
        assert date.fromisoformat(page["ends_on"]) < date(2026, 1, 1)


@pytest.mark.parametrize("digits", [each[1] for each in LISTED] + [each[0] for each in NATIONAL])
def test_number_can_be_dialled(digits):
    validate_number(digits)
