"""National identity numbers: every kind that exists is taken, and what is wrong is named by its rule."""

import contextlib
import logging

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts import pid
from crispy_designsystemet.forms import DesignForm

# Nobody's numbers: synthetic, of check digits that are not given out before 2032, or (below) of
# individual numbers that no year of birth has.
TENOR = "14838821198"
TENOR_D = "47906701517"  # the example of ID-porten's documentation
NHN = "10915596784"
FROM_2032 = "30108299939"


def with_check_digits(nine: str, remainder: int = 0) -> str | None:
    """The number with these first nine digits, or None where there is no such one."""
    first = (int(pid.fodselsnummer.calc_check_digit1(nine)) + remainder) % 11
    second = pid.fodselsnummer.calc_check_digit2(f"{nine}{first}")
    return None if first == 10 or second == "10" else f"{nine}{first}{second}"


@pytest.fixture
def tests_allowed(settings):
    settings.ALLOW_SYNTHETIC_IDS = True


def rule(number) -> str:
    with pytest.raises(ValidationError) as refused:
        pid.cleaned(number)
    assert number not in str(refused.value)
    return refused.value.code


@pytest.mark.parametrize("number", [TENOR, TENOR_D, NHN, FROM_2032])
def test_every_kind_is_taken_where_tests_are(tests_allowed, number):
    assert pid.cleaned(number) == number


@pytest.mark.parametrize("number", [TENOR, TENOR_D, NHN])
def test_invented_people_are_refused_in_production(number):
    assert rule(number) == "synthetic"


def kind(day: int, month: int, year: int = 45) -> str:
    """A number of that day and month with some individual number that has check digits."""
    tries = (with_check_digits(f"{day:02}{month:02}{year:02}{n:03}") for n in range(500, 900))
    return next(filter(None, tries))


@pytest.mark.parametrize("remainder", range(4))
def test_remainders_of_2032_are_taken(remainder):
    tries = (with_check_digits(f"010145{n:03}", remainder) for n in range(500, 900))
    number = next(filter(None, tries))
    assert pid.cleaned(number) == number


@pytest.mark.parametrize("remainder", range(4, 10))
def test_other_remainders_are_not(remainder):
    tries = (with_check_digits(f"010145{n:03}", remainder) for n in range(500, 900))
    assert rule(next(filter(None, tries))) == "check"


@pytest.mark.parametrize(("day", "month"), [(1, 1), (31, 12), (41, 1), (71, 12), (1, 41), (31, 52), (29, 2)])
def test_days_and_months_of_each_kind(day, month):
    assert pid.cleaned(kind(day, month))


@pytest.mark.parametrize(
    ("day", "month"), [(0, 1), (32, 1), (40, 1), (72, 1), (1, 0), (1, 13), (1, 53), (31, 4), (30, 2), (1, 99)]
)
def test_what_is_no_date_is_refused(tests_allowed, day, month):
    assert rule(kind(day, month)) == "date"


@pytest.mark.parametrize(
    ("written", "broken"),
    [
        ("1483882119", "length"),
        ("148388211989", "length"),
        ("1483882119x", "digits"),
        ("１４８３８８２１１９８", "digits"),  # full-width
        ("١٤٨٣٨٨٢١١٩٨", "digits"),  # Arabic-Indic
        ("14838821199", "check"),
        ("14838821298", "check"),
    ],
)
def test_what_is_wrong_is_named_by_its_rule(tests_allowed, written, broken):
    assert rule(written) == broken


@pytest.mark.parametrize("written", [" 148388 21198", "148388-21198", "148388\u00a021198", "14.83.88 21198"])
def test_people_may_write_spaces(tests_allowed, written):
    assert pid.cleaned(written) == TENOR


@given(st.text(max_size=14) | st.from_regex(r"[0-9]{9,12}", fullmatch=True))
def test_anything_gives_eleven_digits_or_a_refusal(written):
    with contextlib.suppress(ValidationError):
        assert len(pid.cleaned(written)) == 11


class Form(DesignForm):
    number = pid.PidField()


def test_the_field_says_the_rule_beside_itself_and_nothing_in_the_log(caplog):
    caplog.set_level(logging.DEBUG)
    form = Form({"number": "148388211"})
    assert form.errors == {"number": ["Et fødselsnummer har 11 sifre."]}
    assert "148388211" not in caplog.text


def test_the_field_may_stand_empty():
    assert pid.PidField(required=False).clean("  ") == ""
    assert "maxlength" not in str(Form()["number"])
