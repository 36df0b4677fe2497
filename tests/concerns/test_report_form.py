"""A private person's report, from the first page to the receipt, without JavaScript."""

import io
import re
import time

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.encryption import seal
from casework.events import Event
from concerns.models import ConcernReport
from tests.concerns.filling_in import (
    ANONYMOUS,
    CHILD,
    FORM,
    NAMED,
    WORRY,
    begin,
    code_on,
    heading,
    hidden,
    post,
    send,
    to_check_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]


@pytest.fixture
def client():
    """A browser that has the form's own protection against forged posts switched on."""
    return Client()


def test_the_first_page_asks_whether_it_is_urgent(client):
    call_command("load_content", "asker", stdout=io.StringIO())
    page = client.get("/bekymringsmelding/").content.decode()
    for number in ("tel:112", "tel:113", "tel:116111", "tel:67504770"):
        assert number in page
    assert "om natten" in page


@pytest.mark.parametrize(("content", "known"), [("asker", True), ("harstad", False)])
@pytest.mark.parametrize("address", ["/bekymringsmelding/", "/bekymringsmelding/svar/"])
def test_where_one_is_told_to_call_child_welfare_its_number_stands(client, content, known, address):
    """Harstad's source has no such number, and none is made up."""
    call_command("load_content", content, stdout=io.StringIO())
    page = client.get(address)
    assert page.status_code == 200
    assert ('href="tel:66909700">Ring 66 90 97 00<' in page.content.decode()) is known


@pytest.mark.parametrize(("reporter", "identity"), [(ANONYMOUS, "anonymous"), (NAMED, "named")])
def test_a_report_is_stored_and_acknowledged_with_a_code(client, reporter, identity):
    receipt = send(client, reporter=reporter)
    assert heading(receipt) == "Takk for at du sa fra"
    assert code_on(receipt)
    report = ConcernReport.objects.get()
    assert report.identity == identity
    assert report.content["child-1"].items() >= (CHILD | {"more": False}).items()
    assert report.content["worry"] == WORRY | {"acute": False}
    assert report.content["reporter"].items() >= reporter.items()
    assert "notice" not in report.content
    assert Event.objects.of(report).get().name == "received"


def test_nothing_is_kept_before_sending(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as queries:
        to_check_page(client)
    writes = [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]
    assert writes == []
    assert set(client.cookies) <= {"csrf"}


def test_no_cookie_lasts_longer_than_the_browser(client):
    client.get(FORM)
    assert not client.cookies["csrf"]["max-age"]
    assert not client.cookies["csrf"]["expires"]


def test_the_answers_travel_sealed(client):
    page = to_check_page(client)
    state = hidden(page)["state"]
    assert "Granskog" not in state
    for step in ("worry", "reporter"):
        shown = post(client, page, go=f"change:{step}").content.decode()
        assert "Granskog" not in shown


def test_pages_of_the_form_are_never_stored_by_a_browser(client):
    for page in (client.get(FORM), to_check_page(client), send(client)):
        assert "no-store" in page["Cache-Control"]
        assert "bekymring" not in page.content.decode().split("</title>")[0].lower().split("<title>")[1]


def test_a_browser_does_not_suggest_the_childs_name_to_its_next_user(client):
    page = client.get(FORM)
    for answers in (CHILD, WORRY, ANONYMOUS):
        assert re.search(r'<form[^>]* autocomplete="off"', page.content.decode())
        page = post(client, page, **answers)


def test_a_file_that_nobody_asked_for_never_touches_the_disk(client, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "not there"
    started = hidden(begin(client))
    page = client.post(FORM, started | CHILD | {"file": io.BytesIO(b"x" * 3_000_000)})
    assert page.status_code == 200
    assert heading(page) == "Bekymringen"


def test_an_answer_can_be_changed_from_the_check_page(client):
    page = post(client, to_check_page(client), go="change:child-1")
    assert heading(page) == "Barnet"
    page = post(client, page, **CHILD | {"child_name": "Ola Bjørkeskog"})
    assert heading(page) == "Se over svarene"
    assert "Ola Bjørkeskog" in page.content.decode()
    assert "Han er alene" in page.content.decode()


def test_going_back_loses_nothing_and_complains_about_nothing(client):
    page = post(client, begin(client), **CHILD)
    page = post(client, page, go="back", text="Halv")
    assert heading(page) == "Barnet"
    page = post(client, page, **CHILD)
    assert "Halv</textarea>" in page.content.decode()
    page = post(client, page, go="back", text="")
    page = post(client, page, **CHILD)
    assert "Feil:" not in page.content.decode()


# --- sent more than once -----------------------------------------------------------------------------
def test_a_double_click_gives_one_report_and_the_same_code_twice(client):
    check = to_check_page(client)
    first, second = post(client, check, go="send"), post(client, check, go="send")
    assert code_on(first) == code_on(second)
    assert ConcernReport.objects.count() == 1


def test_a_report_changed_after_it_was_sent_is_a_report_of_its_own(client):
    """Nobody shall believe that the changed words arrived when only the first ones did."""
    check = to_check_page(client)
    first = post(client, check, go="send")
    changed = post(client, post(client, check, go="change:worry"), **WORRY | {"text": "Han er ofte alene."})
    second = post(client, changed, go="send")
    assert code_on(first) != code_on(second)
    assert {report.content["worry"]["text"] for report in ConcernReport.objects.all()} == {
        "Han er alene om kvelden.",
        "Han er ofte alene.",
    }


def test_two_people_with_the_same_words_get_a_report_each(client):
    assert code_on(send(client)) != code_on(send(Client()))
    assert ConcernReport.objects.count() == 2


# --- bad input ---------------------------------------------------------------------------------------
def test_a_report_with_nothing_in_it_is_refused_beside_each_question(client):
    page = begin(client, who="")
    assert "Velg hvem du er" in page.content.decode()
    page = post(client, page, who="private")
    for wrong, sentences in (
        ({}, ["Velg om du vet hvor barnet bor", "Velg om det er flere barn"]),
        ({"address_known": "no", "more": "False"}, ["Skriv hva barnet heter"]),
        ({"address_known": "yes", "more": "False"}, ["Skriv gate og nummer"]),
        ({"address_known": "no", "more": "False", "unborn": "on"}, ["Skriv navnet på den som er gravid"]),
    ):
        page = post(client, page, **wrong)
        assert all(sentence in page.content.decode() for sentence in sentences)
    page = post(client, post(client, page, **CHILD), text="   ")
    assert "Skriv hva du er bekymret for" in page.content.decode()
    assert "Velg om det haster" in page.content.decode()
    page = post(client, post(client, post(client, page, **WORRY)))
    assert "Velg om du vil si hvem du er" in page.content.decode()
    page = post(client, page, identity="named", phone="ring meg")
    assert "Skriv navnet ditt" in page.content.decode()
    assert "Skriv telefonnummeret med sifre" in page.content.decode()
    page = post(client, post(client, page, **NAMED), notice="email", email="kari+melding@eksempel.no")
    assert "Bruk en adresse uten" in page.content.decode()
    assert page.content.decode().split("<title>")[1].startswith("Feil:")


def test_two_hundred_kilobytes_are_refused_with_both_lengths_and_kept(client):
    text = "Æ" * 100_000
    page = post(client, post(client, begin(client), **CHILD), text=text)
    shown = page.content.decode()
    assert "10000" in shown.replace("\xa0", "").replace(" ", "")
    assert text in shown
    assert not ConcernReport.objects.exists()


def test_signs_that_nobody_wrote_to_be_read_are_taken_out(client):
    send(client, worry={"text": "Hei\0 \u202eder\u2066 A\u030a"})
    assert ConcernReport.objects.get().content["worry"]["text"] == "Hei der Å"


def test_a_step_posted_out_of_order_leads_to_the_first_open_one_and_is_kept(client):
    page = client.post(FORM, {"step": "reporter", "go": "next", **NAMED})
    assert heading(page) == "Hvem du er"
    page = post(client, page, who="private")
    page = post(client, post(client, page, **CHILD), **WORRY)
    page = post(client, page)
    assert heading(page) == "Deg som melder"
    assert "Kari Lyngmo" in page.content.decode()


@pytest.mark.parametrize("go", ["send", "change:reporter", "change:", "next", "back", "", "x" * 1000])
def test_no_button_leads_past_an_open_step(client, go):
    page = client.post(FORM, {"go": go})
    assert page.status_code == 200
    assert heading(page) == "Hvem du er"
    assert not ConcernReport.objects.exists()


def test_a_changed_sealed_field_loses_only_what_it_held(client):
    page = post(client, begin(client), **CHILD)
    state = hidden(page)["state"]
    changed = state[:60] + ("A" if state[60] != "A" else "B") + state[61:]
    page = client.post(FORM, {"state": changed, "step": "worry", "go": "next", **WORRY})
    assert page.status_code == 200
    assert "Det du skrev her, er beholdt" in page.content.decode()
    page = post(client, page, who="private")
    page = post(client, page, **CHILD)
    assert heading(page) == "Bekymringen"
    assert "Han er alene" in page.content.decode()


def test_a_state_from_another_form_is_not_taken(client):
    foreign = seal(["key", int(time.time()), {"child-1": {"child_name": ["Ola"]}}], purpose="another form")
    page = client.post(FORM, {"state": foreign, "step": "worry", "go": "next", **WORRY})
    assert heading(page) == "Hvem du er"


def test_an_old_form_is_shown_again_before_it_is_sent(client, time_machine):
    time_machine.move_to("2026-11-23T08:00:00+00:00")
    check = to_check_page(client)
    time_machine.shift(13 * 60 * 60)
    page = post(client, check, go="send")
    assert heading(page) == "Se over svarene"
    assert "lenge siden" in page.content.decode()
    assert not ConcernReport.objects.exists()
    assert code_on(post(client, page, go="send"))


def test_an_expired_token_shows_what_was_written_and_sends_it_after_all():
    client = Client(enforce_csrf_checks=True)
    page = post(client, begin(client), **CHILD)
    refused = client.post(FORM, {"state": "x", "step": "worry", **WORRY})
    assert refused.status_code == 403
    assert "Han er alene om kvelden." in refused.content.decode()
    assert page.status_code == 403 or heading(page)


def test_when_the_database_refuses_nothing_is_acknowledged_and_nothing_lost(client, monkeypatch):
    check = to_check_page(client)

    def refuse(*args, **kwargs):
        raise DatabaseError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(ConcernReport, "save", refuse)
        page = post(client, check, go="send")
    assert page.status_code == 503
    assert "ikke sendt" in page.content.decode()
    assert "Han er alene om kvelden." in page.content.decode()
    assert code_on(post(client, page, go="send"))
    assert ConcernReport.objects.count() == 1


def test_a_row_that_cannot_be_read_back_is_not_acknowledged(client, monkeypatch):
    check = to_check_page(client)
    monkeypatch.setattr(ConcernReport, "_store", classmethod(lambda cls, *args: None))
    with pytest.raises(ConcernReport.DoesNotExist):
        post(client, check, go="send")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["state", "step", "go", "child_name", "text", "identity", "returning", "phone"]),
        st.one_of(
            st.text(max_size=40), st.sampled_from(["child", "worry", "reporter", "send", "back", "named"])
        ),
        max_size=8,
    )
)
def test_whatever_is_posted_there_is_a_page(client, posted):
    assert client.post(FORM, posted).status_code == 200


# --- the way back ------------------------------------------------------------------------------------
def test_the_code_says_that_the_report_has_arrived_and_nothing_else(client):
    code = code_on(send(client))
    for spelling in (code, code.lower().replace("-", " ")):
        page = client.post("/bekymringsmelding/svar/", {"code": spelling})
        assert "Meldingen din er mottatt" in page.content.decode()
        assert "Granskog" not in page.content.decode()
        assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("code", ["", "x", "0000-0000-0000-0000-0000-0000", "æ\0" * 20])
def test_a_wrong_code_opens_nothing(client, code):
    send(client)
    page = client.post("/bekymringsmelding/svar/", {"code": code})
    assert page.status_code == 200
    assert "Feil:" in page.content.decode()


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_form_stays_in_the_language_it_was_begun_in(client, language):
    page = client.get(f"/{language}{FORM}")
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()
