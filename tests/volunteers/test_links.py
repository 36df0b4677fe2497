"""What a link alone can do, and what it never shows: mail scanners, and those who collect addresses."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.events import Event
from casework.outbox import Message
from tests.concerns.citizens import citizen, sign_in
from tests.volunteers.people import coordinator, help_request, volunteer
from volunteers import asking, deciding, links, policy, revealing
from volunteers.models import Ask, HelpRequest, Match, OneTimeCode, Problem, Reveal, Volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]


def question(helper=None, request=None, **fields):
    """A question to one volunteer, as if a coordinator had asked."""
    request = request or help_request(**fields)
    if request.status == HelpRequest.Status.OPEN:
        HelpRequest.objects.filter(pk=request.pk).update(status=HelpRequest.Status.ASKED)
    return Ask.objects.create(request=request, volunteer=helper or volunteer(), wave=1, by="koordinator")


def at(ask):
    return reverse("volunteers:ask", args=[links.token("ask", ask.pk)])


def follow(request):
    return reverse("volunteers:request", args=[links.token("request", request.pk)])


def press(url, go, client=None, **data):
    return (client or Client()).post(url, {"go": go} | data).content.decode()


def show(ask, code=None):
    """Send a code and give it back."""
    press(at(ask), "code")
    return press(at(ask), "show", code=code or OneTimeCode.objects.latest("made_at").code)


def everything():
    rows = [Ask, Match, HelpRequest, Volunteer, Reveal, OneTimeCode, Event, Message]
    return [list(model.objects.order_by("pk").values_list()) for model in rows]


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_mail_scanner_that_opens_every_link_changes_nothing(method):
    ask = question()
    asking.reserve(question(ask.volunteer))
    before = everything()
    for url in (at(ask), follow(ask.request)):
        for query in ("", "?go=reserve", "?go=show&code=000000", "?go=cancel"):
            getattr(Client(), method)(url + query)
    assert everything() == before


def test_a_token_with_one_sign_changed_leads_nowhere():
    ask = question()
    token = links.token("ask", ask.pk)
    wrong = [token[:-1] + ("0" if token[-1] != "0" else "1"), ask.pk.hex, "", "x", "å" * 64, token + "0"]
    wrong.append(links.token("request", ask.pk))  # a link to something else
    assert [links.read("ask", one) for one in wrong] == [None] * len(wrong)
    assert Client().get(f"/frivillig/sporsmal/{wrong[0]}/").status_code == 404


@pytest.mark.parametrize("go", ["show", "code", "step_back", "done", "not_met"])
def test_nothing_can_be_done_with_a_place_one_does_not_have(go):
    ask = question()
    page = press(at(ask), go, code="123456")
    assert "Trenger Nummer" not in page
    assert not Reveal.objects.exists()
    assert "rakk det først" in page or "stemmer ikke" in page


def test_the_name_of_who_is_helped_stands_on_no_page_before_the_code():
    ask = question()
    content = ask.request.content
    pages = Client().get(at(ask)).content.decode() + press(at(ask), "reserve") + press(at(ask), "code")
    for secret in (content["name"], content["phone"], content["address"]):
        assert secret not in pages
        assert secret not in press(at(ask), "show", code="1")
    assert content["name"] in show(ask)


def test_a_code_is_right_once_for_ten_minutes_and_five_tries():
    ask = question()
    asking.reserve(ask)
    assert "Trenger Nummer" in show(ask)
    assert "Trenger Nummer" not in press(at(ask), "show", code=OneTimeCode.objects.get().code)
    revealing.send_code(ask.pk)
    code = OneTimeCode.objects.latest("made_at").code
    for _try in range(policy.CODE_TRIES.value):
        assert not revealing.is_right(ask.pk, "no")
    assert not revealing.is_right(ask.pk, code)
    revealing.send_code(ask.pk)
    code = OneTimeCode.objects.latest("made_at").code
    with time_machine.travel(timezone.now() + policy.CODE_LASTS.value + timedelta(seconds=1), tick=False):
        assert not revealing.is_right(ask.pk, code)
    assert revealing.is_right(ask.pk, code)


def test_an_hour_sends_only_so_many_codes():
    ask = question()
    asking.reserve(ask)
    for _time in range(policy.CODES_AN_HOUR.value):
        assert "Vi har sendt en kode" in press(at(ask), "code")
    assert "mange koder" in press(at(ask), "code")
    assert Message.objects.filter(kind="volunteers.send_code").count() == policy.CODES_AN_HOUR.value


def test_a_code_for_one_question_opens_no_other():
    mine, other = question(), question()
    asking.reserve(mine)
    asking.reserve(other)
    press(at(mine), "code")
    assert "stemmer ikke" in press(at(other), "show", code=OneTimeCode.objects.get().code)


def test_addresses_are_not_harvested_by_saying_yes_and_stepping_back():
    """So many a day, and then a pause that only a coordinator sees the reason for."""
    helper, seen = volunteer(capacity=20), 0
    for _try in range(policy.REVEALS_A_DAY.value + 3):
        ask = question(helper)
        press(at(ask), "reserve")
        seen += "Trenger Nummer" in show(ask)
        press(at(ask), "step_back")
    assert seen == policy.REVEALS_A_DAY.value
    assert Reveal.objects.count() == seen
    helper.refresh_from_db()
    assert helper.status == Volunteer.Status.PAUSED


def test_more_than_a_days_addresses_are_kept_back_with_a_kind_sentence():
    helper = volunteer(capacity=20)
    for _one in range(policy.REVEALS_A_DAY.value):
        ask = question(helper)
        asking.reserve(ask)
        show(ask)
    ask = question(helper)
    asking.reserve(ask)
    assert "så mange som vi viser på én dag" in show(ask)
    assert "Trenger Nummer" in show(Match.objects.first().ask), "the same one again is free"
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        Match.objects.filter(ask=ask).update(held_until=timezone.now() + timedelta(hours=1))
        assert "Trenger Nummer" in show(ask)


@pytest.mark.parametrize(
    "change",
    [{"status": "blocked"}, {"status": "paused"}, {"declared_at": None}],
)
def test_a_gate_that_closes_after_the_yes_keeps_the_address_back(change):
    ask = question()
    asking.reserve(ask)
    Volunteer.objects.filter(pk=ask.volunteer_id).update(**change)
    assert "Trenger Nummer" not in show(ask)
    assert not Reveal.objects.exists()


def test_two_who_must_not_meet_are_not_shown_to_each_other():
    ask = question(contact_hash="their number")
    asking.reserve(ask)
    request = HelpRequest.objects.get()
    deciding.keep_from_helping(request, by=coordinator(), reason="Nei.", volunteer=ask.volunteer)
    assert "Trenger Nummer" not in show(ask)


def test_a_protected_address_is_shown_to_nobody():
    ask = question(protected=True)
    assert "Solbygda" not in Client().get(at(ask)).content.decode()
    asking.reserve(ask)
    page = show(ask)
    assert "Adressen er beskyttet" in page
    assert "Lysløypa" not in page
    assert ask.request.content["phone"] in page


def test_accepting_after_it_is_called_off_is_answered_kindly():
    ask = question()
    deciding.cancel(HelpRequest.objects.get(), by=None)
    page = press(at(ask), "reserve")
    assert "rakk det først, eller det trengs ikke lenger" in page
    assert not Match.objects.exists()


def test_the_one_who_is_second_is_told_kindly_and_waits():
    request = help_request()
    first, second = question(request=request), question(request=request)
    press(at(first), "reserve")
    assert "Du står på venteliste" in press(at(second), "reserve")
    press(at(first), "step_back")
    assert "Vis hvem du er" in Client().get(at(second)).content.decode()


def test_a_problem_reaches_the_coordinator_at_once_and_the_other_side_never(mailoutbox, settings):
    settings.VOLUNTEER_COORDINATOR_MAIL = "frivillig@example.no"
    ask = question()
    asking.confirm(asking.reserve(ask))
    press(at(ask), "problem", text="Hen ba om bankkortet mitt.")
    from casework.outbox import deliver_waiting

    deliver_waiting()
    [told] = [mail for mail in mailoutbox if mail.to == ["frivillig@example.no"]]
    assert "bankkort" not in told.body + told.subject
    assert "ba om bankkortet" not in Client().get(follow(ask.request)).content.decode()
    assert Problem.objects.get().text == "Hen ba om bankkortet mitt."
    assert list(HelpRequest.objects.with_problems()) == [ask.request]
    assert "Skriv kort hva som skjedde" in press(at(ask), "problem", text=" ")


def test_only_the_volunteer_who_signed_in_opens_the_question_without_a_link():
    owner = citizen()
    ask = question(volunteer(citizen=owner))
    url = reverse("volunteers:my_ask", args=[ask.pk])
    assert sign_in(Client(), citizen("other")).get(url).status_code == 404
    client = sign_in(Client(), owner)
    press(url, "reserve", client)
    assert "Trenger Nummer" not in client.get(url).content.decode()
    assert "Trenger Nummer" in press(url, "show", client)
    assert Reveal.objects.get().how == "signed_in"


# --- the one who asked ---------------------------------------------------------------------------------
def test_whoever_asked_calls_off_says_how_it_went_and_sees_who_comes_by_code_alone():
    ask = question()
    match = asking.reserve(ask)
    assert "Hvem kommer?" not in Client().get(follow(ask.request)).content.decode()
    asking.confirm(match)
    url = follow(ask.request)
    name = ask.volunteer.content["name"]
    assert name not in press(url, "code")
    assert name in press(url, "show", code=OneTimeCode.objects.get().code)
    assert "Vi følger det opp" in press(url, "not_met", match=str(match.pk))
    assert HelpRequest.objects.get().status == HelpRequest.Status.NOT_MET
    assert "Det er avlyst" in press(url, "cancel")
    assert HelpRequest.objects.get().status == HelpRequest.Status.CANCELLED


def test_nobody_says_how_somebody_elses_help_went():
    mine, other = question(), question()
    match = asking.reserve(other)
    asking.confirm(match)
    page = press(follow(mine.request), "done", match=str(match.pk))
    assert "passer ikke lenger" in page
    match.refresh_from_db()
    assert match.seeker_says == ""


def test_what_is_forgotten_has_no_page():
    request = help_request(anonymised_at=timezone.now())
    assert Client().get(follow(request)).status_code == 404
