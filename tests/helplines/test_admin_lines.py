"""Communications staff change a line: what is shown, what is refused, what becomes public."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from helplines.models import Helpline, Revision
from tests.accounts.sign_in import signed_in, staff
from tests.helplines.desk import CHANGE, a_line, change_page, post, posted, published_digits, second_number

pytestmark = pytest.mark.django_db

CHRISTMAS = date(2099, 12, 24)
# Session, user with rights; count, lines with revisions.
LIST_QUERIES = 4
# The first two; line with revision, numbers to choose from (hours, exceptions), the three kinds of
# rows, lines it may be a supplement to, those it is.
FORM_QUERIES = 10


@pytest.fixture
def client(editor):
    return signed_in(editor)


def test_a_changed_number_is_published_with_who_and_why(client, editor):
    line = a_line()
    response = post(client, line, **{"numbers-0-digits": "66 71 50 60", "comment": "Nytt nummer"})
    assert response.status_code == 302
    assert published_digits(line) == ["66715060"]
    assert (line.published.created_by, line.published.comment) == (editor, "Nytt nummer")


def test_saving_without_a_change_publishes_nothing_new(client):
    line = a_line()
    response = post(client, line, comment="Ingenting")
    assert response.status_code == 302
    assert Revision.objects.count() == 1


def test_the_message_after_saving_leads_to_the_public_page(client):
    line = a_line()
    post(client, line, **{"numbers-0-digits": "66715060"})
    page = client.get(reverse("admin:helplines_helpline_changelist"))
    assert reverse("helplines:line", args=[line.slug]) in page.content.decode()


def test_preview_shows_the_changed_days_and_saves_nothing(client):
    line = a_line()
    friday = timezone.localdate() + timedelta(days=(4 - timezone.localdate().weekday()) % 7 or 7)
    response = post(
        client,
        line,
        "_preview",
        **{
            "exceptions-0-first": friday.isoformat(),
            "exceptions-0-last": friday.isoformat(),
            "exceptions-0-opens": "18:15",
            "exceptions-0-closes": "19:45",
            "exceptions-0-reason_nb": "Kurs",
        },
    )
    assert response.status_code == 200
    (channel,) = response.context["preview"]["channels"]
    changed = [day for day in channel.days if day.before]
    assert len(channel.days) == 14
    assert [(day.words.hours, day.words.why) for day in changed] == [(("kl. 18.15–19.45",), "Kurs")]
    assert "kl. 18.15–19.45" in response.content.decode()
    assert not line.exceptions.exists()
    assert Revision.objects.count() == 1


def test_preview_keeps_what_was_written(client):
    line = a_line()
    response = post(client, line, "_preview", **{"numbers-0-digits": "66715060", "comment": "Nytt"})
    form = response.context["adminform"].form
    assert form["comment"].value() == "Nytt"
    assert response.context["inline_admin_formsets"][0].formset.forms[0]["digits"].value() == "66715060"
    assert response.context["errors"] == []


def test_preview_of_a_line_that_is_not_made_yet(client):
    new = client.get(reverse("admin:helplines_helpline_add"))
    data = posted(new) | {"name_nb": "Ny linje", "slug": "ny", "for_everyone": "on", "_preview": "1"}
    data |= {"hours-0-weekdays": ["0", "1"], "hours-0-opens": "09:00", "hours-0-closes": "12:00"}
    response = client.post(reverse("admin:helplines_helpline_add"), data)
    assert len(response.context["preview"]["channels"][0].days) == 14
    assert not Helpline.objects.exists()


def test_a_new_line_is_published_and_confirmed(client, editor):
    new = client.get(reverse("admin:helplines_helpline_add"))
    data = posted(new) | {
        "name_nb": "Ny linje",
        "slug": "ny",
        "for_everyone": "on",
        "numbers-0-digits": "116111",
    }
    response = client.post(reverse("admin:helplines_helpline_add"), data | {"_save": "1"})
    line = Helpline.objects.get(slug="ny")
    assert response.status_code == 302
    assert published_digits(line) == ["116111"]
    assert line.confirmed_by == editor


REFUSED = {
    "a number that is no number": ({"numbers-0-digits": "12ab"}, "Skriv et norsk nummer"),
    "no number and nothing else": ({"numbers-0-digits": None}, "Skriv nummeret"),
    "no weekday": ({"hours-0-weekdays": []}, "Velg minst én ukedag"),
    "no closing time": ({"hours-0-closes": None}, "Fyll ut «Stenger»"),
    "opens when it closes": ({"hours-0-closes": "10:00"}, "samme klokkeslett"),
    "hours that close before they open": ({"hours-0-closes": "07:30"}, "Det stenger før det åpner"),
    "a next day that is the same": ({"hours-0-next_day": "on"}, "Dette stenger samme dag"),
    "an exception that closes before it opens": (
        {
            "exceptions-0-first": "2027-02-02",
            "exceptions-0-last": "2027-02-02",
            "exceptions-0-opens": "17:30",
            "exceptions-0-closes": "10:00",
        },
        "Det stenger før det åpner",
    ),
    "hours that overlap": (
        {"hours-1-weekdays": ["4"], "hours-1-opens": "13:00", "hours-1-closes": "15:00"},
        "overlapper med en annen rad på samme dag: 10.00–14.00",
    ),
    "hours that end before they start": (
        {"hours-0-valid_from": "2027-02-01", "hours-0-valid_to": "2027-01-01"},
        "Sluttdatoen er før startdatoen",
    ),
    "an exception that ends before it starts": (
        {"exceptions-0-first": "2027-02-02", "exceptions-0-last": "2027-02-01", "exceptions-0-closed": "on"},
        "Sluttdatoen er før startdatoen",
    ),
    "an exception neither closed nor open": (
        {"exceptions-0-first": "2027-02-02", "exceptions-0-last": "2027-02-02"},
        "Skriv når det stenger",
    ),
    "a date that is no date": (
        {"exceptions-0-first": "2027-02-31", "exceptions-0-last": "2027-03-01", "exceptions-0-closed": "on"},
        "gyldig dato",
    ),
    "nobody it is for": ({"for_children": None}, "Velg minst én målgruppe"),
    "a month that is no month": ({"closed_months": "13"}, "fra 1 til 12"),
    "no name": ({"name_nb": None}, "Fyll ut «Navn (bokmål)»"),
}


@pytest.mark.parametrize("button", ["_save", "_preview"])
@pytest.mark.parametrize(("changes", "sentence"), REFUSED.values(), ids=REFUSED)
def test_nonsense_is_refused_beside_its_field(client, changes, sentence, button):
    line = a_line()
    response = post(client, line, button, **changes)
    assert response.status_code == 200
    errors = [
        message
        for form in [response.context["adminform"].form, *_rows(response)]
        for field, messages in form.errors.items()
        for message in messages
        if field != "__all__"
    ]
    assert any(sentence in message for message in errors), errors
    assert sentence in response.content.decode()
    assert "preview" not in response.context
    assert Revision.objects.count() == 1
    assert published_digits(line) == ["66715059"]


def _rows(response):
    return [row for inline in response.context["inline_admin_formsets"] for row in inline.formset.forms]


def test_hours_past_midnight_and_hours_one_after_another_are_fine(client):
    line = a_line()
    response = post(
        client,
        line,
        **{
            "hours-1-weekdays": ["4"],
            "hours-1-opens": "14:00",
            "hours-1-closes": "02:00",
            "hours-1-next_day": "on",
        },
    )
    assert response.status_code == 302
    assert line.hours.count() == 2
    assert post(client, line).status_code == 302, "the row keeps its tick"


def test_exceptions_that_contradict_each_other_are_refused(client):
    line = a_line()
    tomorrow = timezone.localdate() + timedelta(days=1)
    line.exceptions.create(first=tomorrow, last=tomorrow, closed=True)
    response = post(
        client,
        line,
        **{
            "exceptions-1-first": tomorrow.isoformat(),
            "exceptions-1-last": tomorrow.isoformat(),
            "exceptions-1-opens": "10:00",
            "exceptions-1-closes": "12:00",
        },
    )
    assert "sier noe annet om samme dato" in response.content.decode()
    assert line.exceptions.count() == 1


def test_each_number_may_have_hours_of_its_own_at_the_same_time(client):
    line = a_line()
    number = second_number(line)
    response = post(
        client,
        line,
        **{
            "hours-1-weekdays": ["0"],
            "hours-1-opens": "10:00",
            "hours-1-closes": "12:00",
            "hours-1-number": str(number.pk),
        },
    )
    assert response.status_code == 302


def test_hours_of_a_deleted_number_go_with_it_even_when_they_were_changed(client):
    line = a_line()
    line.hours.create(weekdays="5", opens=time(10), closes=time(12), number=second_number(line))
    response = post(client, line, **{"numbers-1-DELETE": "on", "hours-1-closes": "13:00"})
    assert response.status_code == 302
    line.refresh_from_db()
    assert [entry["weekdays"] for entry in line.published.content["hours"]] == [[0, 1, 2, 3, 4]]


def test_the_preview_leaves_out_rows_that_are_to_be_deleted(client):
    line = a_line()
    response = post(client, line, "_preview", **{"hours-0-DELETE": "on"})
    (channel,) = response.context["preview"]["channels"]
    assert {day.words.hours for day in channel.days} == {("Stengt",)}


def test_the_second_of_two_writers_is_refused_and_keeps_the_text(client, editor):
    line = a_line()
    opened = change_page(client, line)
    line.numbers.update(digits="66715061")
    line.publish(by=editor)
    data = posted(opened) | {"numbers-0-digits": "66715062", "_save": "1"}
    response = client.post(reverse(CHANGE, args=[line.pk]), data)
    assert "En kollega har publisert" in response.content.decode()
    assert "66715062" in response.content.decode()
    assert published_digits(line) == ["66715061"]


def test_exceptions_that_are_over_stay_though_the_form_does_not_show_them(client):
    line = a_line()
    yesterday = timezone.localdate() - timedelta(days=1)
    line.exceptions.create(first=yesterday, last=yesterday, closed=True)
    post(client, line, **{"numbers-0-digits": "66715060"})
    assert line.exceptions.count() == 1


def test_a_dated_change_is_shown_as_coming_on_page_and_list(client):
    line = a_line()
    post(client, line, **{"numbers-1-digits": "66715060", "numbers-1-valid_from": "2099-12-01"})
    for page in (change_page(client, line), client.get(reverse("admin:helplines_helpline_changelist"))):
        assert "1. desember 2099" in page.content.decode()
        assert "66 71 50 60" in page.content.decode()


def test_a_line_cannot_be_deleted(client):
    line = a_line()
    assert client.post(reverse("admin:helplines_helpline_delete", args=[line.pk])).status_code == 403


# --- confirmation ---------------------------------------------------------------------------------
def test_many_lines_are_confirmed_at_once(client, editor):
    lines = [a_line("en"), a_line("to"), a_line("tre")]
    response = client.post(
        reverse("admin:helplines_helpline_changelist"),
        {"index": "0", "action": "confirm_lines", "_selected_action": [lines[0].pk, lines[1].pk]},
        follow=True,
    )
    assert "2 linjer er bekreftet." in response.content.decode()
    assert set(Helpline.objects.filter(confirmed_by=editor)) == set(lines[:2])


def test_one_line_is_confirmed_by_its_button(client, editor):
    line = a_line()
    address = reverse("admin:helplines_helpline_confirm", args=[line.pk])
    assert address in change_page(client, line).content.decode()
    client.post(address)
    line.refresh_from_db()
    assert line.confirmed_by == editor


def test_looking_at_the_button_confirms_nothing(client):
    line = a_line()
    assert client.get(reverse("admin:helplines_helpline_confirm", args=[line.pk])).status_code == 403
    line.refresh_from_db()
    assert line.confirmed_at is None


def test_the_list_says_stale_in_words(client):
    a_line(confirmed_at=timezone.now() - timedelta(days=45))
    a_line("ny", confirmed_at=timezone.now())
    a_line("akutt", acute_order=1)
    page = client.get(reverse("admin:helplines_helpline_changelist")).content.decode()
    assert "Ikke bekreftet på 45 dager" in page
    assert "Trenger ingen bekreftelse" in page


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("stale=yes", {"gammel", "slutt"}),
        ("stale=no", {"fersk"}),
        ("audience=guardians", {"fersk"}),
        ("shown=ended", {"slutt"}),
        ("shown=now", {"gammel", "fersk"}),
        ("q=66715059", {"gammel", "fersk", "slutt"}),
    ],
)
def test_the_list_is_narrowed(client, query, slugs):
    a_line("gammel")
    a_line("fersk", for_guardians=True, confirmed_at=timezone.now())
    a_line("slutt", shown_to=timezone.localdate() - timedelta(days=1))
    response = client.get(f"{reverse('admin:helplines_helpline_changelist')}?{query}")
    assert {line.slug for line in response.context["cl"].result_list} == slugs


# --- who ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("group", ["Barnevern", "Innbyggerservice"])
def test_other_groups_reach_nothing_of_it(editor, group):
    line = a_line()
    other = signed_in(staff("annen", group))
    for name, args in (
        ("changelist", []),
        ("change", [line.pk]),
        ("history", [line.pk]),
    ):
        assert other.get(reverse(f"admin:helplines_helpline_{name}", args=args)).status_code == 403
    for name, args in (("confirm", [line.pk]), ("restore", [line.pk, line.published_id])):
        assert other.post(reverse(f"admin:helplines_helpline_{name}", args=args)).status_code == 403


# --- queries --------------------------------------------------------------------------------------
def test_the_list_asks_the_same_for_three_lines_and_thirty(client, django_assert_num_queries):
    for place in range(30):
        a_line(f"linje-{place}")
    address = reverse("admin:helplines_helpline_changelist")
    client.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(address)
    Helpline.objects.filter(slug__startswith="linje-2").update(published=None)
    Helpline.objects.filter(slug__startswith="linje-2").delete()
    with django_assert_num_queries(LIST_QUERIES):
        client.get(address)


def test_the_form_asks_the_same_for_one_row_and_thirty(client, django_assert_num_queries):
    short, long = a_line(), a_line("lang")
    for _ in range(30):
        long.hours.create(weekdays="5", opens=time(10), closes=time(11), number=second_number(long))
        long.exceptions.create(first=CHRISTMAS, last=CHRISTMAS, closed=True)
    change_page(client, short)  # what a process asks once
    for line in (short, long):
        with django_assert_num_queries(FORM_QUERIES):
            change_page(client, line)
