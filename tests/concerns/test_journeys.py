"""Every way in, step by step, without JavaScript: parent, child, professional, signed in, and by phone."""

import re
from datetime import date

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from accounts import sessions
from accounts.citizens import LEVEL
from accounts.models import Citizen, User
from casework.doorway import presenting
from casework.events import Event
from concerns import journeys, notices
from concerns.models import CitizenReport, ConcernReport
from concerns.phone_entry import CITIZEN_SERVICE, SPOKEN, spoken
from concerns.receipts import CROCKFORD
from tests.accounts.sign_in import staff
from tests.concerns.filling_in import (
    ANONYMOUS,
    CHILD,
    FORM,
    NAMED,
    NO_FILES,
    NO_NOTICE,
    SIGNED_IN,
    WORRY,
    begin,
    code_on,
    go_through,
    heading,
    hidden,
    post,
    to_check_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]

PHONE_ENTRY = "/admin/for-innringer/"
OWN_CHILD = {"child_name": "Ola Granskog", "age": "8", "address_known": "no", "more": "False"}
AGENCY = {
    "name": "Kari Lyngmo",
    "role": "Lærer",
    "phone": "+47 400 00 000",
    "email": "kari.lyngmo@skole.example",
    "agency": "Lia skole",
    "orgnr": "974 760 673",
    "address": "Skoleveien 1",
    "postcode": "3470",
    "city": "Slemmestad",
}
PUPIL = {
    "unborn": "False",
    "child_name": "Ola Granskog",
    "address_known": "yes",
    "address": "Blåbærveien 3",
    "informed": "False",
    "reason": "Han er for liten.",
    "more": "False",
}
GUARDIAN = {"name": "Anne Granskog", "informed": "True", "more": "False"}
OBSERVATION = WORRY | {"history": "Vi har snakket med mor.", "others": ""}
MORE = {"interpreter": "Mor, tigrinja", "agencies": "Helsestasjonen"}


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def citizen(settings):
    """Somebody invented, signed in at the level high."""
    user = User.objects.create_user("a hash", kind=User.Kind.CITIZEN)
    Citizen.objects.create(user=user, pid="", name="Kari Lyngmo")
    return sign_in(Client(), user)


def sign_in(client, user, level="high"):
    client.force_login(user)
    session = client.session
    session[LEVEL] = level
    sessions.start(session)
    session.save()
    client.user = user
    return client


def report_behind(receipt) -> ConcernReport:
    return ConcernReport.behind(code_on(receipt))


# --- parent and child --------------------------------------------------------------------------------
def test_a_parent_is_asked_about_their_own_child_and_not_how_they_know_it(client):
    page = begin(client, "parent")
    assert heading(page) == "Barnet ditt"
    assert "Hvordan kjenner du" not in page.content.decode()
    page = go_through(client, page, OWN_CHILD, WORRY, NO_FILES)
    assert "skjult" not in page.content.decode()
    assert 'value="hidden"' not in page.content.decode()
    page = go_through(client, page, NAMED, NO_NOTICE)
    report = report_behind(post(client, page, go="send"))
    assert (report.reporter, report.identity) == ("parent", "named")


@pytest.mark.parametrize(
    ("identity", "you"),
    [
        ("named", {"child_name": "Ola Granskog", "age": "14", "place": "Lia skole"}),
        ("anonymous", {"age": "14"}),
    ],
)
def test_a_child_is_first_told_who_gets_to_know_and_asked_its_name_only_when_it_wants(client, identity, you):
    page = begin(client, "child")
    assert "Får foreldrene mine vite det?" in page.content.decode()
    page = post(client, page, identity=identity)
    assert ("Hva heter du?" in page.content.decode()) is (identity == "named")
    page = go_through(client, page, you, WORRY, NO_FILES, NO_NOTICE)
    report = report_behind(post(client, page, go="send"))
    assert (report.reporter, report.identity) == ("child", identity)
    assert report.child_name == you.get("child_name", "")
    assert report.content["reporter"].get("name", "") == you.get("child_name", "")


def test_what_a_child_wrote_is_dropped_when_it_turns_out_to_be_a_parent(client):
    """A stale branch is neither shown nor sent, whatever the sealed field still holds."""
    page = go_through(client, begin(client, "child"), ANONYMOUS, {"age": "14"}, WORRY, NO_FILES, NO_NOTICE)
    page = post(client, post(client, page, go="change:who"), who="parent")
    assert heading(page) == "Barnet ditt"
    page = go_through(client, page, OWN_CHILD)
    assert heading(page) == "Se over svarene"
    report = report_behind(post(client, page, go="send"))
    assert set(report.content) == {"who", "child-1", "worry", "reporter"}
    assert "14" not in str(report.content)


# --- children ----------------------------------------------------------------------------------------
def test_several_children_are_told_of_one_by_one_and_siblings_share_a_home(client):
    first = CHILD | {"address_known": "yes", "address": "Blåbærveien 3", "postcode": "3470", "more": "True"}
    page = go_through(client, begin(client), first)
    assert heading(page) == "Barn 2"
    second = {"child_name": "Eli Granskog", "address_known": "same", "more": "False"}
    page = go_through(client, page, second, WORRY, NO_FILES, ANONYMOUS, NO_NOTICE)
    report = report_behind(post(client, page, go="send"))
    assert report.child_name == "Ola Granskog, Eli Granskog"
    assert {child["address"] for child in report.children} == {"Blåbærveien 3"}
    assert {child["postcode"] for child in report.children} == {"3470"}


def test_there_is_room_for_six_children_and_a_word_on_where_to_write_of_more(client):
    page = begin(client)
    for _number in range(5):
        page = post(client, page, **CHILD | {"more": "True"})
    assert heading(page) == "Barn 6"
    assert "plass til seks barn" in page.content.decode()
    page = go_through(client, page, CHILD, WORRY, NO_FILES, ANONYMOUS, NO_NOTICE)
    assert len(report_behind(post(client, page, go="send")).children) == 6


def test_a_child_that_is_struck_out_again_is_not_sent(client):
    page = go_through(client, begin(client), CHILD | {"more": "True"}, CHILD | {"child_name": "Eli"})
    page = go_through(client, page, WORRY, NO_FILES, ANONYMOUS, NO_NOTICE)
    page = post(client, post(client, page, go="change:child-1"), **CHILD)
    assert "Eli" not in page.content.decode()
    assert report_behind(post(client, page, go="send")).child_name == "Ola Granskog"


def test_a_child_not_born_yet_is_found_by_its_mother(client):
    unborn = {
        "address_known": "no",
        "unborn": "on",
        "mother": "Anne Granskog",
        "due": "i mars",
        "more": "False",
    }
    page = go_through(client, begin(client), unborn, WORRY, NO_FILES, ANONYMOUS, NO_NOTICE)
    assert "Barnet er ikke født ennå" in page.content.decode()
    (child,) = report_behind(post(client, page, go="send")).children
    assert (child["unborn"], child["mother"], child["due"]) == (True, "Anne Granskog", "i mars")


def test_a_child_who_lives_elsewhere_is_taken_in(client):
    page = to_check_page(client, child={"municipality": "Harstad"})
    assert "Harstad" in page.content.decode()
    assert report_behind(post(client, page, go="send")).children[0]["municipality"] == "Harstad"


# --- urgent, hidden, revealed ------------------------------------------------------------------------
def test_what_is_urgent_is_marked_and_answered_with_who_to_call(client):
    page = to_check_page(client, worry={"acute": "True"})
    assert re.search(r"<details open>", page.content.decode())
    receipt = post(client, page, go="send")
    assert "Ring også, nå" in receipt.content.decode()
    assert report_behind(receipt).acute


def test_one_who_hides_from_the_family_is_named_to_child_welfare(client):
    page = to_check_page(client, reporter=NAMED | {"identity": "hidden"})
    report = report_behind(post(client, page, go="send"))
    assert (report.identity, report.content["reporter"]["name"]) == ("hidden", "Kari Lyngmo")


def test_a_text_that_seems_to_reveal_its_writer_is_pointed_at_and_sent_all_the_same(client):
    page = to_check_page(client, worry={"text": "Jeg er tanten til gutten."}, child={"relation": ""})
    assert "Teksten ser ut til å røpe deg" in page.content.decode()
    assert "«Jeg er tanten»" in page.content.decode()
    assert heading(post(client, page, go="change:worry")) == "Bekymringen"
    assert code_on(post(client, page, go="send"))


def test_one_who_gives_their_name_is_not_warned_of_it(client):
    page = to_check_page(client, reporter=NAMED, worry={"text": "Jeg er tanten til gutten."})
    assert "røpe" not in page.content.decode()


def test_each_step_asks_the_database_little(client, django_assert_max_num_queries):
    page = client.get(FORM)
    for answers in ({"who": "private"}, CHILD, WORRY, NO_FILES, ANONYMOUS, NO_NOTICE):
        with django_assert_max_num_queries(8):
            page = post(client, page, **answers)
    assert heading(page) == "Se over svarene"


# --- told of answers ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "notice", [{"notice": "email", "email": "a@b.example"}, {"notice": "sms", "mobile": "40000000"}]
)
def test_where_to_tell_of_answers_is_kept_apart_from_the_report(client, notice):
    page = post(client, to_check_page(client), go="change:notice")
    report = report_behind(post(client, post(client, page, **notice), go="send"))
    with presenting(notices.digest_of(report.pk)):
        assert notices.is_asked_for(report)
    assert "notice" not in report.content
    assert not {"a@b.example", "40000000"} & set(str(report.content).split("'"))


def test_a_receipt_is_shown_also_when_that_could_not_be_kept(client, monkeypatch):
    def refuse(*args):
        raise DatabaseError("gone")

    page = post(client, to_check_page(client), go="change:notice")
    page = post(client, page, notice="sms", mobile="400 00 000")
    monkeypatch.setattr(notices, "remember", refuse)
    receipt = post(client, page, go="send")
    assert code_on(receipt)
    assert "ikke lagret hvor vi skal gi beskjed" in receipt.content.decode()


# --- signed in ---------------------------------------------------------------------------------------
def to_duty_check_page(citizen, **changes):
    steps = [AGENCY, PUPIL, GUARDIAN, OBSERVATION, MORE, NO_FILES, NO_NOTICE]
    return go_through(citizen, begin(citizen, "professional", SIGNED_IN), *steps)


def test_a_professional_reports_with_all_that_the_national_form_asks(citizen):
    page = to_duty_check_page(citizen)
    receipt = post(citizen, page, go="send")
    report = report_behind(receipt)
    assert (report.reporter, report.identity) == ("professional", "named")
    assert report.content["agency"]["orgnr"] == "974760673"
    assert report.content["child-1"]["informed"] is False
    assert report.content["guardian-1"]["informed"] is True
    for word in ("Lia skole", "Blåbærveien 3", "Han er for liten.", "Anne Granskog", "tigrinja"):
        assert word in receipt.content.decode(), "the receipt can be printed for the agency's own records"
    assert "Fagperson som melder i jobben" in receipt.content.decode()
    assert "åpner en undersøkelse" in receipt.content.decode()


def test_a_professional_is_refused_beside_each_question(citizen):
    page = begin(citizen, "professional", SIGNED_IN)
    page = post(citizen, page, email="kari@", orgnr="123")
    for sentence in (
        "Skriv navnet ditt",
        "Skriv hvilken stilling",
        "navn@eksempel.no",
        "ni sifre",
        "Skriv hvor",
    ):
        assert sentence in page.content.decode()
    page = post(citizen, post(citizen, page, **AGENCY), unborn="False", informed="False", pid="123")
    for sentence in ("Skriv barnets navn", "11 sifre", "Skriv kort hvorfor", "Velg om det er flere barn"):
        assert sentence in page.content.decode()
    page = post(citizen, post(citizen, page, **PUPIL))
    assert "Skriv navnet på den foresatte" in page.content.decode()
    page = post(citizen, post(citizen, page, **GUARDIAN), text="Noe")
    assert "Skriv hva dere har gjort til nå" in page.content.decode()


def test_before_telling_the_parents_a_professional_is_told_to_call(citizen):
    page = go_through(citizen, begin(citizen, "professional", SIGNED_IN), AGENCY)
    assert "Ring barneverntjenesten før du sier noe til foreldrene" in page.content.decode()


def test_an_unborn_child_needs_no_name_of_a_professional(citizen):
    unborn = {"unborn": "True", "due": "1. mars", "address_known": "no", "informed": "True", "more": "False"}
    page = go_through(citizen, begin(citizen, "professional", SIGNED_IN), AGENCY, unborn)
    assert heading(page) == "Foresatt"
    assert "morens navn" in page.content.decode()


def test_a_report_of_somebody_signed_in_is_found_again_and_kept_once(citizen):
    page = to_duty_check_page(citizen)
    first, second = post(citizen, page, go="send"), post(citizen, page, go="send")
    assert code_on(first) == code_on(second)
    (kept,) = CitizenReport.objects.all()
    assert (kept.user, kept.code) == (citizen.user, code_on(first))


def test_the_receipt_is_shown_also_when_my_page_cannot_have_it(citizen, monkeypatch):
    def refuse(*args):
        raise DatabaseError("gone")

    page = to_duty_check_page(citizen)
    monkeypatch.setattr(CitizenReport, "remember", refuse)
    receipt = post(citizen, page, go="send")
    assert code_on(receipt)
    assert "ikke på Min side" in receipt.content.decode()


def test_signed_in_one_cannot_be_anonymous_and_is_shown_where_one_can(citizen):
    page = go_through(citizen, begin(citizen, "private", SIGNED_IN), CHILD, WORRY, NO_FILES)
    assert 'value="anonymous"' not in page.content.decode()
    assert f'href="{FORM}"' in page.content.decode()
    assert "Kari Lyngmo" in page.content.decode(), "the name is known"
    assert "Velg" in post(citizen, page, **ANONYMOUS | {"name": "x"}).content.decode()
    parent = go_through(
        citizen, begin(citizen, "parent", SIGNED_IN), OWN_CHILD, WORRY, NO_FILES, NAMED, NO_NOTICE
    )
    assert report_behind(post(citizen, parent, go="send")).identity == "named"


def test_nobody_gets_to_the_signed_in_form_without_signing_in(client):
    away = client.get(SIGNED_IN)
    assert away.status_code == 302
    assert away["Location"] == reverse("citizen_login", query={"next": SIGNED_IN, "level": "high"})


def test_what_one_person_began_is_not_taken_up_by_another_at_the_same_machine(citizen):
    page = go_through(citizen, begin(citizen, "professional", SIGNED_IN), AGENCY)
    other = sign_in(Client(), User.objects.create_user("another hash", kind=User.Kind.CITIZEN))
    Citizen.objects.create(user=other.user, pid="", name="")
    page = other.post(SIGNED_IN, hidden(page) | PUPIL | {"go": "next"})
    assert heading(page) == "Hvem du er"
    assert "Lia skole" not in page.content.decode()


def test_what_is_posted_after_the_session_has_ended_goes_on_after_signing_in_again(citizen):
    page = go_through(citizen, begin(citizen, "professional", SIGNED_IN), AGENCY)
    session = citizen.session
    session[sessions.SIGNED_IN_AT] = 0
    session.save()
    away = citizen.post(SIGNED_IN, hidden(page) | PUPIL | {"go": "next"})
    assert away.status_code == 302
    back = re.search(r"next=([^&]+)", away["Location"])[1]
    sign_in(citizen, citizen.user)
    page = citizen.get(back.replace("%2F", "/").replace("%3F", "?").replace("%3D", "="))
    assert heading(page) == "Foresatt"


# --- by phone ----------------------------------------------------------------------------------------
@pytest.fixture
def phone(at_the_desk):
    user = staff("innbyggerservice-1", CITIZEN_SERVICE)
    client = at_the_desk(user)
    client.user = user
    return client


def by_phone(phone):
    page = begin(phone, "private", PHONE_ENTRY)
    page = go_through(phone, page, CHILD, WORRY, NO_FILES, ANONYMOUS, NO_NOTICE)
    return post(phone, page, go="send")


def test_citizen_service_writes_for_a_caller_and_reads_the_code_aloud(phone):
    receipt = by_phone(phone)
    report = report_behind(receipt)
    assert (report.source, report.code_is_spent_once) == ("phone", True)
    assert Event.objects.of(report).get(name="received").by == phone.user.username
    for group, words in spoken(code_on(receipt)):
        assert group in receipt.content.decode()
        assert words in receipt.content.decode()


def test_what_was_written_for_a_caller_is_closed_to_whoever_wrote_it(phone):
    report = report_behind(by_phone(phone))
    for page in (
        reverse("admin:concerns_concernreport_change", args=[report.pk]),
        reverse("admin:concerns_concernreport_changelist"),
    ):
        assert phone.get(page).status_code in (403, 404)
    start = phone.get(reverse("admin:index")).content.decode()
    assert report.reference not in start
    assert PHONE_ENTRY in start


@pytest.mark.parametrize("groups", [[], ["Barnevern"], ["Kommunikasjon"]])
def test_no_other_employee_enters_reports_for_callers(at_the_desk, groups):
    client = at_the_desk(staff("other", *groups, is_superuser=True))
    assert client.get(PHONE_ENTRY).status_code == 403
    assert client.post(PHONE_ENTRY, {"go": "send"}).status_code == 403
    assert PHONE_ENTRY not in client.get(reverse("admin:index")).content.decode()


def test_entering_for_a_caller_asks_for_sign_in_first(client):
    away = client.get(PHONE_ENTRY)
    assert away.status_code == 302
    assert SESSION_KEY not in client.session


def test_every_sign_of_a_code_can_be_read_aloud():
    assert set(SPOKEN) == set(CROCKFORD)


# --- what child welfare reads ------------------------------------------------------------------------
def test_a_stored_report_is_shown_in_the_words_that_were_asked(client):
    page = go_through(client, begin(client, "parent"), OWN_CHILD, WORRY, NO_FILES, NAMED, NO_NOTICE)
    titles = [
        str(title) for title, _rows in journeys.sections(report_behind(post(client, page, go="send")).content)
    ]
    assert titles == ["Hvem du er", "Barnet ditt", "Bekymringen", "Deg som melder"]


def test_the_receipt_tells_the_date_of_the_confirmation(client, time_machine):
    time_machine.move_to("2026-11-24T10:00:00+00:00", tick=False)
    receipt = post(client, to_check_page(client), go="send").content.decode()
    for day in (date(2026, 12, 1), date(2026, 12, 15)):
        assert f"{day.day}. desember 2026" in receipt
