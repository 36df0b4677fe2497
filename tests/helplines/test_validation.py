"""What staff may not save, each with a sentence beside its field."""

from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from helplines.hours import OSLO
from helplines.models import Helpline, Hours, HoursException, InfoPage, Notice, Number
from tests.helplines.lines import make_line

EARLY, LATE = date(2026, 11, 1), date(2026, 11, 30)


def refused(row, *fields):
    """The row is refused, and the sentences stand beside exactly these fields."""
    with pytest.raises(ValidationError) as caught:
        row.full_clean(exclude=["helpline"])
    assert set(caught.value.message_dict) == set(fields)
    assert all(sentence for sentences in caught.value.message_dict.values() for sentence in sentences)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("66 71 50 59", "66715059"),
        ("+47 948 35 674", "94835674"),
        ("004766715059", "66715059"),
        ("770 65890", "77065890"),
        ("116 111", "116111"),
        ("112", "112"),
        ("02800", "02800"),
    ],
)
def test_number_is_kept_as_digits(typed, kept):
    number = Number(digits=typed)
    number.full_clean(exclude=["helpline"])
    assert number.digits == kept


@pytest.mark.parametrize(
    "typed",
    [
        "1",
        "111",
        "999",
        "1234",
        "12345",
        "1234567",
        "123456789",
        "00000000",
        "22222222",
        "ring oss",
        "+46 70 123 45 67",
        "116 11x",
    ],
)
def test_what_is_no_number_is_refused(typed):
    refused(Number(digits=typed), "digits")


def test_missing_number_needs_a_note():
    refused(Number(), "digits")
    Number(note="Kontakt Familiens hus").full_clean(exclude=["helpline"])


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"weekdays": "", "opens": time(8), "closes": time(15)}, "weekdays"),
        ({"weekdays": "07", "opens": time(8), "closes": time(15)}, "weekdays"),
        ({"weekdays": "00", "opens": time(8), "closes": time(15)}, "weekdays"),
        ({"weekdays": "0", "opens": time(8), "closes": time(8)}, "closes"),
        ({"weekdays": "0", "opens": time(8)}, "closes"),
        ({"weekdays": "0", "closes": time(15), "valid_from": LATE, "valid_to": EARLY}, "valid_to"),
    ],
)
def test_hours_refused(fields, wrong):
    refused(Hours(**fields), wrong)


@pytest.mark.parametrize(("opens", "closes"), [(time(22), time(6)), (time(18), time(0)), (None, time(17))])
def test_hours_past_midnight_and_with_unknown_start_are_fine(opens, closes):
    Hours(weekdays="45", opens=opens, closes=closes).full_clean(exclude=["helpline"])


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"first": LATE, "last": EARLY, "closed": True}, "last"),
        ({"first": EARLY, "last": LATE, "closed": True, "opens": time(8)}, "closed"),
        ({"first": EARLY, "last": LATE}, "closes"),
        ({"first": EARLY, "last": LATE, "opens": time(8), "closes": time(8)}, "closes"),
    ],
)
def test_exception_refused(fields, wrong):
    refused(HoursException(**fields), wrong)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"for_everyone": False}, "for_everyone"),
        ({"shown_from": LATE, "shown_to": EARLY}, "shown_to"),
        ({"closed_months": "13"}, "closed_months"),
        ({"closed_months": "juli"}, "closed_months"),
        ({"contact_number": "123"}, "contact_number"),
    ],
)
def test_line_refused(fields, wrong):
    refused(Helpline(**{"slug": "a", "name_nb": "A", "for_everyone": True} | fields), wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("row", ["hours", "exceptions"])
def test_number_of_another_line_is_refused(row):
    mine, other = make_line("mine"), make_line("other")
    theirs = other.numbers.get()
    made = Hours(helpline=mine, number=theirs, weekdays="0", closes=time(15))
    if row == "exceptions":
        made = HoursException(helpline=mine, number=theirs, first=EARLY, last=LATE, closed=True)
    refused(made, "number")


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_notice_without_text_is_refused(text):
    with pytest.raises(ValidationError) as caught:
        Notice(text_nb=text).full_clean()
    assert any(field.startswith("text") for field in caught.value.message_dict)


def test_notice_that_ends_before_it_starts_is_refused():
    start = datetime(2026, 11, 23, 12, tzinfo=OSLO)
    refused(Notice(text_nb="Flom", starts_at=start, ends_at=start), "ends_at")


@pytest.mark.django_db
def test_page_that_ends_before_it_starts_is_refused():
    refused(InfoPage(slug="a", title_nb="A", body_nb="B", starts_on=LATE, ends_on=EARLY), "ends_on")
