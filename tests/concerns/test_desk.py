"""Child welfare's desk: who sees what, what is logged, and that two people never overwrite each other."""

import re
import unicodedata
import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse

from accounts.models import User
from asker_portal.roles import ROLES
from casework import access
from casework.access import AccessEntry
from casework.events import Event
from casework.outbox import deliver_waiting
from concerns.models import CHILD_WELFARE, CHILD_WELFARE_LEADER, ConcernReport
from tests.accounts.sign_in import staff
from tests.concerns.desk import LIST, SEARCH, act, open_case, opening, page_of, verb
from tests.concerns.reports import child_welfare_worker, received

pytestmark = pytest.mark.django_db

OTHER_GROUPS = sorted(ROLES.keys() - {CHILD_WELFARE, CHILD_WELFARE_LEADER})


@pytest.fixture
def report():
    return received()


@pytest.fixture
def worker(at_the_desk):
    user = child_welfare_worker()
    client = at_the_desk(user)
    client.user = user
    return client


OUTSIDERS = [
    *(pytest.param(lambda g=group: staff("other", g), id=group) for group in OTHER_GROUPS),
    pytest.param(lambda: staff("nobody"), id="no group"),
    pytest.param(lambda: staff("root", is_superuser=True), id="superuser"),
    pytest.param(lambda: staff("root", *OTHER_GROUPS, is_superuser=True), id="superuser of all others"),
]


# --- people × pages -----------------------------------------------------------------------------------
@pytest.mark.parametrize("group", [CHILD_WELFARE, CHILD_WELFARE_LEADER])
def test_members_see_list_search_and_report(at_the_desk, report, group):
    client = at_the_desk(staff("member", group))
    assert report.reference in client.get(LIST).content.decode()
    assert report.reference in client.post(SEARCH, {"words": report.reference}).content.decode()
    assert "Han er alene om kvelden." in open_case(client, report).content.decode()


@pytest.mark.parametrize("person", OUTSIDERS)
def test_nobody_else_sees_anything_of_a_report(at_the_desk, report, person):
    """In no list, count, search, history or link: not even a superuser outside the group."""
    client = at_the_desk(person())
    pages = [
        client.get(LIST),
        client.get(page_of(report)),
        client.get(reverse("admin:concerns_concernreport_history", args=[report.pk])),
        client.get(reverse("admin:app_list", args=["concerns"])),
        client.post(SEARCH, {"words": report.reference}),
        client.post(SEARCH, {"words": "Granskog"}),
        client.post(opening(report), {"purpose": "caseworker"}),
        act(client, report, "take"),
        act(client, report, "note", text="x"),
    ]
    assert {page.status_code for page in pages} <= {403, 404}
    start = client.get(reverse("admin:index")).content.decode()
    for hidden in (report.reference, str(report.pk), "concernreport", "ekymringsmeldinger"):
        assert hidden not in start.split("<main")[-1]
    report.refresh_from_db()
    assert (report.version, report.opened_at) == (0, None)
    assert not AccessEntry.objects.exclude(action="denied").filter(case_id=report.pk).exists()


@pytest.mark.parametrize("address", [LIST, SEARCH])
def test_without_sign_in_there_is_only_the_way_to_sign_in(client, report, address):
    for answer in (client.get(address), client.get(page_of(report)), client.post(verb(report, "take"))):
        assert answer.status_code == 302
        assert "/ansatt/" in answer["Location"] or "/login/" in answer["Location"]


def test_a_former_member_sees_nothing(at_the_desk, report):
    user = child_welfare_worker()
    client = at_the_desk(user)
    user.groups.clear()
    assert client.get(page_of(report)).status_code in (403, 404)


def test_whoever_asks_for_a_report_they_may_not_see_is_written_down(at_the_desk, report):
    at_the_desk(staff("curious", "Kommunikasjon")).get(page_of(report))
    entry = AccessEntry.objects.get(action="denied")
    assert (entry.who, entry.case_id, entry.roles) == ("curious", report.pk, "Kommunikasjon")


def test_so_is_whoever_asks_for_the_list_or_searches_in_it(at_the_desk, report):
    stranger = at_the_desk(staff("curious", "Kommunikasjon"))
    stranger.get(LIST)
    stranger.post(SEARCH, {"words": report.reference})
    denied = AccessEntry.objects.filter(action="denied", who="curious", case_kind=report.kind(), case_id=None)
    assert denied.count() == 2


# --- what is logged -----------------------------------------------------------------------------------
def test_opening_is_logged_and_marks_the_report_read(worker, report):
    open_case(worker, report)
    worker.get(page_of(report))
    entries = AccessEntry.objects.filter(action="opened")
    assert {(e.who, e.reference, e.roles) for e in entries} == {
        ("barnevern-1", report.reference, "Barnevern")
    }
    assert entries.count() == 2
    assert Event.objects.filter(name="opened").count() == 1


def test_each_row_of_a_list_and_each_hit_is_logged(worker, report):
    received("another key")
    worker.get(LIST)
    assert AccessEntry.objects.filter(action="listed").count() == 2
    worker.post(SEARCH, {"words": report.reference})
    assert [entry.reference for entry in AccessEntry.objects.filter(action="found")] == [report.reference]


def test_what_cannot_be_logged_is_not_shown(worker, report, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(access, "record", full)
    worker.post(opening(report), {"purpose": "caseworker"})
    for address in (LIST, page_of(report)):
        with pytest.raises(OSError, match="disk full"):
            worker.get(address)


def test_the_privacy_officer_reads_the_log_and_that_is_logged(at_the_desk, worker, report):
    open_case(worker, report)
    officer = at_the_desk(staff("ombud", "Personvernombud"))
    page = officer.get(reverse("admin:casework_accessentry_changelist")).content.decode()
    assert report.reference in page
    assert "Granskog" not in page
    assert AccessEntry.objects.filter(who="ombud", action="log_read").exists()


@pytest.mark.parametrize("door", ["change", "history"])
def test_one_entry_of_the_log_is_not_read_unlogged_either(at_the_desk, worker, report, door):
    open_case(worker, report)
    entry = AccessEntry.objects.get(action="opened")
    at_the_desk(staff("ombud", "Personvernombud")).get(
        reverse(f"admin:casework_accessentry_{door}", args=[entry.pk])
    )
    assert AccessEntry.objects.filter(who="ombud", action="log_read").exists()


def test_djangos_own_history_holds_nothing_of_a_report(worker, report):
    act(worker, report, "take")
    act(worker, report, "note", text="Ringte skolen.")
    assert not LogEntry.objects.exists()


# --- the work -----------------------------------------------------------------------------------------
def test_the_newest_unread_report_is_found_taken_and_its_review_started(worker, report):
    start = worker.get(reverse("admin:index")).content.decode()
    assert re.search(r"<b>1</b>\s*Ulest", start)
    worker.get(page_of(report))
    assert worker.post(verb(report, "take"), {"version": 0}).status_code == 302
    assert worker.post(verb(report, "start-review"), {"version": 1}).status_code == 302
    report.refresh_from_db()
    assert (report.assigned_to, report.status) == (worker.user, "in_review")
    page = worker.get(page_of(report)).content.decode()
    assert "Gjennomgås" in page
    assert "Start gjennomgangen" not in page
    assert "Ta saken" not in page


def test_the_second_of_two_colleagues_is_told_and_changes_nothing(at_the_desk, worker, report):
    other = at_the_desk(child_welfare_worker("barnevern-2"))
    for client in (worker, other):
        client.get(page_of(report))
    assert worker.post(verb(report, "take"), {"version": 0}).status_code == 302
    late = other.post(verb(report, "take"), {"version": 0})
    assert late.status_code == 409
    assert "En kollega endret saken" in late.content.decode()
    report.refresh_from_db()
    assert report.assigned_to == worker.user


def test_a_note_is_kept_encrypted_and_shown_with_its_writer(worker, report):
    act(worker, report, "note", text="Ringte skolen.")
    page = open_case(worker, report).content.decode()
    assert "Ringte skolen." in page
    assert "barnevern-1" in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM concerns_reportnote")
        assert b"skolen" not in bytes(cursor.fetchone()[0])


def test_an_empty_note_is_refused_beside_its_field(worker, report):
    open_case(worker, report)
    page = act(worker, report, "note", text=" \0 ")
    assert page.status_code == 400
    assert "Skriv noe i notatet" in page.content.decode()
    assert "<title>Feil: " in page.content.decode(), "the first that a screen reader says"
    assert not report.notes.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "99", "1e9"])
def test_a_button_with_a_strange_version_does_nothing(worker, report, version):
    assert worker.post(verb(report, "take"), {"version": version}).status_code == 409
    assert ConcernReport.objects.get().assigned_to is None


def test_verbs_are_posted_and_only_those_on_the_list(worker, report):
    assert worker.get(verb(report, "take")).status_code == 405
    assert worker.post(verb(report, "delete"), {"version": 0}).status_code == 403


@pytest.mark.parametrize("words", ["Ola", "ola granskog", "GRANSKOG"])
def test_a_report_is_found_by_the_childs_name_without_the_name_in_an_address(worker, report, words):
    deliver_waiting()
    page = worker.post(SEARCH, {"words": words})
    assert report.reference in page.content.decode()
    assert page.request["QUERY_STRING"] == ""


def test_a_name_is_found_however_its_letters_are_put_together(worker):
    """A Mac may write å as a and a ring; the form has made one letter of them."""
    report = received(child={"child_name": "Åse Bjørk"})
    deliver_waiting()
    page = worker.post(SEARCH, {"words": unicodedata.normalize("NFD", "Åse")})
    assert report.reference in page.content.decode()


@pytest.mark.parametrize("words", ["", "Gran", "Kari", "Ola Bjørk", "%", "' OR 1=1"])
def test_other_words_find_nothing(worker, report, words):
    deliver_waiting()
    assert "0 treff" in worker.post(SEARCH, {"words": words}).content.decode()


def test_the_list_has_a_search_form_that_searches(worker, report):
    deliver_waiting()
    assert f'action="{SEARCH}"' in worker.get(LIST).content.decode()
    assert f'action="{SEARCH}"' in worker.post(SEARCH, {"words": report.reference}).content.decode()


def test_colleagues_are_called_by_their_names(worker, report):
    User.objects.filter(pk=worker.user.pk).update(first_name="Turid", last_name="Lyngmo")
    act(worker, report, "take")
    act(worker, report, "note", text="Ringte skolen.")
    for page in (LIST, page_of(report)):
        text = worker.get(page).content.decode()
        assert "Turid Lyngmo" in text
        assert worker.user.username not in text


def test_search_words_in_an_address_are_not_taken(worker, report):
    assert worker.get(SEARCH, {"words": "Granskog"}).status_code == 302


def test_a_whole_text_pasted_into_the_search_finds_nothing(worker, report):
    deliver_waiting()
    text = " ".join(f"ord{number}" for number in range(200))
    assert "0 treff" in worker.post(SEARCH, {"words": f"Ola {text}"}).content.decode()


@pytest.mark.parametrize("question", ["content=x", "receipt_digest__startswith=a", "opened_at__year=99999"])
def test_the_list_answers_no_question_but_its_filters(worker, report, question):
    assert worker.get(f"{LIST}?{question}").status_code == 400


@pytest.mark.parametrize(
    "question", ["waits=unread", "late=review", "acute=yes", "assigned=me", "status__exact=received"]
)
def test_the_lists_filters_work(worker, report, question):
    assert worker.get(f"{LIST}?{question}").status_code == 200


def test_a_report_that_cannot_be_opened_says_so_and_raises_the_alarm(worker, report, settings, caplog):
    settings.SEALING_PRIVATE_KEYS = ["other:" + "b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItb3Q="]
    for page in (worker.get(LIST), open_case(worker, report)):
        assert page.status_code == 200
        assert "kan ikke åpnes" in page.content.decode()
    assert "cannot_open" in caplog.messages


def test_nothing_is_added_changed_or_deleted_by_the_admins_own_doors(worker, report):
    assert worker.get(reverse("admin:concerns_concernreport_add")).status_code == 403
    assert worker.post(page_of(report), {"status": "in_review"}).status_code in (200, 405)
    delete = reverse("admin:concerns_concernreport_delete", args=[report.pk])
    assert worker.post(delete, {"post": "yes"}).status_code == 403
    assert ConcernReport.objects.get().status == "received"


def test_an_unknown_report_is_not_found(worker):
    assert worker.get(reverse("admin:concerns_concernreport_change", args=[uuid.uuid4()])).status_code == 404


def test_a_citizen_is_no_caseworker(at_the_desk, report):
    citizen = staff("c-1", CHILD_WELFARE, kind=User.Kind.CITIZEN)
    assert at_the_desk(citizen).get(page_of(report)).status_code in (302, 403)


# --- size ---------------------------------------------------------------------------------------------
def test_the_list_asks_the_same_few_questions_whatever_its_length(worker, django_assert_max_num_queries):
    received()
    with django_assert_max_num_queries(14) as few:
        worker.get(LIST)
    for number in range(30):
        received(f"key {number}")
    with django_assert_max_num_queries(14) as many:
        worker.get(LIST)
    assert len(few) == len(many)
