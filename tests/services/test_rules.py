"""Rules of services as dated rows: ages by the calendar, paragraphs and the time to appeal."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from services.ages import age_on, within
from services.models import AgeRule, LawReference, Provider, ServiceType

TODAY = date(2026, 11, 23)


def a_service(**fields) -> ServiceType:
    return ServiceType.objects.create(
        **{"key": "bpa", "slug": "bpa", "recipient": "child", "name": "BPA"} | fields
    )


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 11, 23), TODAY, 18),
        (date(2008, 11, 24), TODAY, 17),
        (date(2026, 11, 23), TODAY, 0),
        (date(2026, 11, 24), TODAY, -1),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_turns_on_the_birthday(born, on, age):
    assert age_on(born, on) == age


@pytest.mark.parametrize(
    ("age", "lowest", "highest", "fits"),
    [
        (17, None, 17, True),
        (18, None, 17, False),
        (14, 15, None, False),
        (15, 15, None, True),
        (66, None, 66, True),
        (67, None, 66, False),
        (0, None, None, True),
        (-1, None, None, False),  # not born yet
    ],
)
def test_both_bounds_are_included(age, lowest, highest, fits):
    assert within(date(TODAY.year - age, 11, 1), TODAY, lowest, highest) is fits


@pytest.mark.django_db
def test_a_service_asks_the_age_rule_of_the_day():
    service = a_service()
    service.age_rules.create(highest=17, valid_to=date(2026, 12, 31), note="Under 18")
    service.age_rules.create(highest=20, valid_from=date(2027, 1, 1), note="Under 21")
    nineteen = date(2007, 6, 1)
    assert not service.fits_age(nineteen, TODAY)
    assert service.fits_age(nineteen, date(2027, 1, 1))


@pytest.mark.django_db
def test_without_a_rule_everybody_fits():
    assert a_service().fits_age(date(1950, 1, 1), TODAY)


@pytest.mark.django_db
def test_the_time_to_appeal_is_that_of_the_day():
    service = a_service()
    service.law.create(kind="right", act="pbrl", paragraph="§ 2-1 d")
    service.law.create(kind="appeal", act="pbrl", paragraph="§ 7-5", weeks=4, valid_to=date(2026, 12, 31))
    service.law.create(kind="appeal", act="ny lov", paragraph="§ 1", weeks=6, valid_from=date(2027, 1, 1))
    assert [service.appeal_weeks(day) for day in (TODAY, date(2027, 1, 1))] == [4, 6]
    assert service.appeal(TODAY).paragraph == "§ 7-5"


@pytest.mark.django_db
def test_nothing_is_said_of_an_appeal_that_no_row_knows():
    assert a_service().appeal_weeks(TODAY) is None


@pytest.mark.django_db
def test_rows_of_a_day_are_the_same_in_the_database_and_in_memory():
    edges = [
        (None, None),
        (TODAY, None),
        (None, TODAY),
        (date(2026, 11, 24), None),
        (None, date(2026, 11, 22)),
    ]
    rows = [Provider.objects.create(kind="private", valid_from=first, valid_to=last) for first, last in edges]
    assert list(Provider.objects.in_force(TODAY)) == [row for row in rows if row.in_force(TODAY)] == rows[:3]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Provider, {"kind": "private", "valid_from": TODAY, "valid_to": date(2026, 11, 22)}),
        (AgeRule, {"note": "x", "lowest": 18, "highest": 17}),
        (LawReference, {"kind": "appeal", "act": "x", "paragraph": "§ 1"}),
        (LawReference, {"kind": "right", "act": "x", "paragraph": "§ 1", "weeks": 4}),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_by_the_database(model, fields):
    if model is not Provider:
        fields = fields | {"service": a_service()}
    with pytest.raises(ValidationError) as refused:
        model(**fields).full_clean()
    assert "constraint" not in str(refused.value).lower()
    with pytest.raises(IntegrityError):
        model.objects.create(**fields)


def test_a_provider_without_a_name_says_so():
    assert Provider(kind="private").label == "Privat leverandør (navnet er ikke oppgitt)"
    assert Provider(kind="private", key="private-2").label == "Privat leverandør 2 (navnet er ikke oppgitt)"
    assert Provider(kind="municipal").label == "Kommunens egen tjeneste"
    assert Provider(kind="private", name="Firma AS").label == "Firma AS"
