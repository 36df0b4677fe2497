"""The open form's ways, step by step without JavaScript: private person, parent, and child."""

import re
from datetime import date

import pytest
from django.db import DatabaseError
from django.test import Client

from casework.doorway import presenting
from concerns import journeys, notices
from tests.concerns.filling_in import (
    ANONYMOUS,
    CHILD,
    FORM,
    NAMED,
    NO_FILES,
    NO_NOTICE,
    OWN_CHILD,
    WORRY,
    begin,
    code_on,
    go_through,
    heading,
    post,
    report_behind,
    to_check_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]


@pytest.fixture
def client():
    return Client()


# --- parent and child --------------------------------------------------------------------------------
def test_the_number_of_steps_is_told_when_it_is_known(client):
    first = client.get(FORM)
    again = post(client, first)
    for page in (first, again):
        assert "Steg 1" in page.content.decode()
        assert "Steg 1 av" not in page.content.decode()
    assert "Steg 2 av 5" in begin(client, "child").content.decode()
    assert "Steg 1 av 6" in post(client, begin(client, "private"), go="back").content.decode()


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


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (("private", CHILD, WORRY, NO_FILES, NAMED), "Du får ikke vite hva de gjør videre"),
        (("private", CHILD, WORRY, NO_FILES, ANONYMOUS), "Du er anonym, så de kan ikke"),
        (("parent", OWN_CHILD, WORRY, NO_FILES, NAMED), "Det gjelder barnet ditt, så du kan spørre"),
        (("parent", OWN_CHILD, WORRY, NO_FILES, ANONYMOUS), "Du er anonym, så de kan ikke"),
        (("child", NAMED, {"child_name": "Ola"}, WORRY, NO_FILES), "De kan ta kontakt med deg"),
        (("child", ANONYMOUS, {"age": "14"}, WORRY, NO_FILES), "svaret kommer bare her"),
    ],
)
def test_a_receipt_says_what_this_reporter_will_hear_and_nobody_elses_words(client, steps, told):
    """Whoever reports about themself or their own child is not turned away with a duty of secrecy."""
    who, *answers = steps
    page = go_through(client, begin(client, who), *answers, NO_NOTICE)
    receipt = post(client, page, go="send").content.decode()
    assert told in receipt
    assert ("taushetsplikt" in receipt) is (who == "private" and answers[-1] is NAMED)
    assert ("hjelpe barn" in receipt) is (who == "child")


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
