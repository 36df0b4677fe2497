"""Notices, information pages, and the inbox of what people say about the numbers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from helplines.models import InfoPage, Notice, NumberFeedback
from tests.accounts.sign_in import signed_in, staff
from tests.helplines.desk import a_line, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(editor):
    return signed_in(editor)


def add(client, model: str, button: str = "_save", **fields):
    address = reverse(f"admin:helplines_{model}_add")
    return client.post(address, posted(client.get(address)) | {button: "1"} | fields)


# --- notices --------------------------------------------------------------------------------------
def test_a_notice_is_saved_in_three_languages(client):
    add(
        client,
        "notice",
        text_nb="Vannet er stengt",
        text_nn="Vatnet er stengt",
        text_en="No water",
        level="3",
    )
    notice = Notice.objects.get()
    assert (notice.text_nn, notice.text_en, notice.level) == ("Vatnet er stengt", "No water", 3)


@pytest.mark.parametrize("text", ["", "   "])
@pytest.mark.parametrize("button", ["_save", "_preview"])
def test_a_notice_without_text_is_refused_beside_the_field(client, text, button):
    response = add(client, "notice", button, text_nb=text)
    errors = response.context["adminform"].form.errors
    assert list(errors) == ["text_nb"]
    assert not Notice.objects.exists()


def test_a_notice_that_ends_before_it_starts_is_refused(client):
    response = add(client, "notice", text_nb="Hei", starts_at="2027-01-02T10:00", ends_at="2027-01-02T09:00")
    assert "Slutten må være etter starten." in response.content.decode()
    assert not Notice.objects.exists()


def test_the_preview_of_a_notice_saves_nothing(client):
    response = add(client, "notice", "_preview", text_nb="Vannet er stengt")
    assert "Slik blir varselet" in response.content.decode()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "words"), [(-2, None, "Vises nå"), (-2, -1, "Avsluttet"), (1, 2, "Kommer senere")]
)
def test_the_list_says_whether_a_notice_is_shown(client, starts, ends, words):
    now = timezone.now()
    Notice.objects.create(
        text_nb="Hei",
        starts_at=now + timedelta(days=starts),
        ends_at=ends and now + timedelta(days=ends),
    )
    page = client.get(reverse("admin:helplines_notice_changelist"))
    assert f'<td class="field-state">{words}</td>' in page.content.decode()


# --- pages ----------------------------------------------------------------------------------------
def test_a_page_staff_have_written_is_no_longer_the_content_sets(client):
    add(client, "infopage", title_nb="Tips", body_nb="Hei", slug="tips")
    assert InfoPage.objects.get().by_staff


def test_the_preview_of_a_page_shows_markdown_and_no_html(client):
    response = add(
        client,
        "infopage",
        "_preview",
        title_nb="Tips",
        slug="tips",
        body_nb="## Første\n\n<script>alert(1)</script>",
    )
    page = response.content.decode()
    assert "Første</h2>" in page
    assert "<script>alert(1)" not in page
    assert not InfoPage.objects.exists()


def test_a_page_that_ends_before_it_starts_is_refused(client):
    response = add(
        client,
        "infopage",
        title_nb="Tips",
        slug="tips",
        body_nb="Hei",
        starts_on="2027-01-02",
        ends_on="2027-01-01",
    )
    assert "Sluttdatoen er før startdatoen" in response.content.decode()


# --- feedback -------------------------------------------------------------------------------------
def report(**fields) -> NumberFeedback:
    return NumberFeedback.objects.create(helpline=a_line(), digits="66715059", **fields)


def test_unhandled_reports_stand_first(client, editor):
    line = a_line()
    done = NumberFeedback.objects.create(helpline=line, message="ferdig")
    done.handle(by=editor)
    old = NumberFeedback.objects.create(helpline=line, received_at=timezone.now() - timedelta(days=9))
    shown = client.get(reverse("admin:helplines_numberfeedback_changelist")).context["cl"].result_list
    assert list(shown) == [old, done]


def test_a_report_is_handled_by_its_button_in_the_list(client, editor):
    waiting = report()
    address = reverse("admin:helplines_numberfeedback_handle", args=[waiting.pk])
    assert address in client.get(reverse("admin:helplines_numberfeedback_changelist")).content.decode()
    client.post(address)
    waiting.refresh_from_db()
    assert waiting.handled_by == editor


def test_many_reports_are_handled_at_once(client):
    waiting = report()
    client.post(
        reverse("admin:helplines_numberfeedback_changelist"),
        {"index": "0", "action": "handle_reports", "_selected_action": [waiting.pk]},
    )
    waiting.refresh_from_db()
    assert waiting.handled_at


def test_who_handled_a_report_first_is_kept(client):
    waiting = report()
    waiting.handle(by=staff("kollega"))
    client.post(reverse("admin:helplines_numberfeedback_handle", args=[waiting.pk]))
    waiting.refresh_from_db()
    assert waiting.handled_by.username == "kollega"


def test_what_people_wrote_cannot_be_changed(client):
    waiting = report(message="Feil nummer")
    address = reverse("admin:helplines_numberfeedback_change", args=[waiting.pk])
    assert "Feil nummer" in client.get(address).content.decode()
    assert client.post(address, {"message": "Annet", "_save": "1"}).status_code == 403
    assert client.get(reverse("admin:helplines_numberfeedback_handle", args=[waiting.pk])).status_code == 403


def test_the_start_page_counts_what_waits(client):
    report()
    page = client.get(reverse("admin:index")).content.decode()
    assert "Meldinger om feil nummer" in page
    assert "Hjelpetelefoner å se over" in page


def test_the_inbox_asks_the_same_for_one_report_and_thirty(client, django_assert_num_queries):
    line = a_line()
    for _ in range(30):
        NumberFeedback.objects.create(helpline=line)
    # session, user with rights; count, reports with line and handler
    with django_assert_num_queries(4):
        client.get(reverse("admin:helplines_numberfeedback_changelist"))
