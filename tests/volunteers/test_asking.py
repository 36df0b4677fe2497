"""Asking, answering, reserving, stepping back: who gets a place, and what the request says of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.cases import TransitionRefused
from casework.events import Event
from casework.outbox import Message
from tests.volunteers.people import area, coordinator, help_request, task, volunteer
from volunteers import asking, deciding, matching, policy, pool, taking_part
from volunteers.models import Ask, HelpRequest, Match, Volunteer

pytestmark = pytest.mark.django_db
Status, Answer = HelpRequest.Status, Ask.Answer


@pytest.fixture
def by():
    return coordinator()


def asked(by, *people, request=None, **fields):
    """A request, and an ask for each of these volunteers."""
    request = request or help_request(**fields)
    return request, asking.ask(request, people, by=by)


def status_of(request):
    return HelpRequest.objects.get(pk=request.pk).status


@pytest.mark.parametrize("model", [HelpRequest, Volunteer, Match])
def test_the_lifecycle_knows_every_status_and_reaches_each(model):
    assert model.transitions.keys() == set(model.Status)
    reached = set().union(*model.transitions.values())
    first = {"helprequest": "received", "volunteer": "received", "match": "reserved"}[model._meta.model_name]
    assert reached | {first} == set(model.Status)


def test_a_wave_asks_each_once_and_tells_them(by):
    people = [volunteer(), volunteer()]
    request, asks = asked(by, *people)
    assert status_of(request) == Status.ASKED
    assert [one.wave for one in asks] == [1, 1]
    assert asks[0].parts["area"] == 1.0
    assert {one.asked_on for one in Volunteer.objects.all()} == {timezone.localdate()}
    told = Message.objects.filter(kind="volunteers.tell_helper").values_list("payload", flat=True)
    assert {payload["ask"] for payload in told} == {str(one.pk) for one in asks}
    _request, second = asked(by, volunteer(), request=HelpRequest.objects.get())
    assert second[0].wave == 2


@pytest.mark.parametrize(
    ("gate", "fields"),
    [
        ("approved", {"status": "received"}),
        ("pause", {"status": "paused"}),
        ("declaration", {"declared_at": None}),
        ("time", {"slots": 0}),
    ],
)
def test_nobody_is_asked_past_a_gate_and_then_nobody_at_all(by, gate, fields):
    with pytest.raises(asking.CannotBeAsked) as refused:
        asked(by, volunteer(), volunteer(**fields))
    assert refused.value.gates == [gate]
    assert not Ask.objects.exists()
    assert status_of(HelpRequest.objects.get()) == Status.OPEN


def test_nobody_is_asked_twice_for_the_same(by):
    person = volunteer()
    request, _asks = asked(by, person)
    with pytest.raises(asking.CannotBeAsked):
        asked(by, person, request=request)


def test_a_reservation_becomes_an_agreement_and_then_it_is_done(by):
    request, [ask] = asked(by, volunteer())
    match = asking.reserve(ask)
    assert status_of(request) == Status.RESERVED
    asking.confirm(match)
    assert status_of(request) == Status.MATCHED
    asking.say_outcome(match, "helper", "done")
    assert status_of(request) == Status.DONE
    asking.say_outcome(match, "seeker", "done")
    match.refresh_from_db()
    assert (match.helper_says, match.seeker_says, match.status) == ("done", "done", Match.Status.DONE)
    names = Event.objects.of(request).values_list("name", flat=True)
    assert list(names) == ["asked", "reserved", "agreed", "helper_says_done", "seeker_says_done"]


def test_yes_twice_is_one_place(by):
    _request, [ask] = asked(by, volunteer())
    assert asking.reserve(ask) == asking.reserve(ask)
    assert Match.objects.count() == 1


def test_the_second_for_the_last_place_waits_and_moves_up(by):
    request, [first, second] = asked(by, volunteer(), volunteer())
    match = asking.reserve(first)
    assert asking.reserve(second) is None
    second.refresh_from_db()
    assert second.answer == Answer.WAITING
    Message.objects.all().delete()
    asking.step_back(match)
    second.refresh_from_db()
    assert second.answer == Answer.RESERVED
    assert second.match.status == Match.Status.RESERVED
    assert status_of(request) == Status.RESERVED
    assert Message.objects.get(kind="volunteers.tell_helper").payload == {"ask": str(second.pk)}


def test_who_has_filled_the_week_is_not_moved_up(by):
    busy = volunteer(capacity=1)
    _request, [first, second, third] = asked(by, volunteer(), busy, volunteer())
    match = asking.reserve(first)
    assert asking.reserve(second) is asking.reserve(third) is None
    _other, [elsewhere] = asked(by, busy)
    asking.reserve(elsewhere)
    asking.step_back(match)
    third.refresh_from_db()
    assert third.answer == Answer.RESERVED


def test_nobody_takes_on_more_than_they_said(by):
    person = volunteer(capacity=1)
    _one, [first] = asked(by, person)
    _other, [second] = asked(by, person)
    asking.reserve(first)
    with pytest.raises(asking.NoCapacity):
        asking.reserve(second)


def test_a_weekly_task_counts_in_the_weeks_that_follow(by):
    person = volunteer(capacity=1)
    _weekly, [ask] = asked(by, person, recurring=True)
    asking.confirm(asking.reserve(ask))
    later = timezone.localdate() + timedelta(days=21)
    assert pool.load(person, later) == 1
    next_month = help_request(wanted_on=later)
    assert "capacity" in pool.judge(next_month, person, timezone.localdate())[1]


def test_two_places_take_two_helpers(by):
    request, asks = asked(by, *[volunteer() for _ in range(3)], places=2)
    first, second = asking.reserve(asks[0]), asking.reserve(asks[1])
    assert {first.place, second.place} == {1, 2}
    assert asking.reserve(asks[2]) is None
    asking.confirm(first)
    assert status_of(request) == Status.RESERVED
    asking.confirm(second)
    assert status_of(request) == Status.MATCHED


def test_no_costs_nothing_and_can_be_taken_back_while_there_is_a_place(by):
    request, [ask] = asked(by, volunteer())
    asking.decline(ask)
    asking.decline(ask)
    assert Event.objects.of(request).filter(name="declined").count() == 1
    assert list(HelpRequest.objects.nobody_answers()) == [HelpRequest.objects.get()]
    ask.refresh_from_db()
    assert asking.reserve(ask)


def test_yes_after_stepping_back_is_too_late(by):
    _request, [ask] = asked(by, volunteer())
    asking.step_back(asking.reserve(ask))
    with pytest.raises(asking.NoPlace):
        asking.reserve(ask)


@pytest.mark.parametrize("verb", [deciding.cancel, deciding.close])
def test_yes_after_the_request_is_over_is_too_late(by, verb):
    _request, [ask, held] = asked(by, volunteer(), volunteer(), places=2)
    match = asking.reserve(held)
    verb(HelpRequest.objects.get(), by=by)
    with pytest.raises(asking.NoPlace):
        asking.reserve(ask)
    match.refresh_from_db()
    ask.refresh_from_db()
    assert (match.status, ask.answer) == (Match.Status.CANCELLED, Answer.OVER)
    with pytest.raises(asking.NoPlace):
        asking.confirm(match)


@pytest.mark.parametrize("change", [{"status": "blocked"}, {"status": "paused"}, {"declared_at": None}])
def test_a_gate_that_closes_after_the_question_is_closed_for_the_answer(by, change):
    person = volunteer()
    _request, [ask] = asked(by, person)
    Volunteer.objects.filter(pk=person.pk).update(**change)
    with pytest.raises(asking.NotAllowed):
        asking.reserve(ask)


def test_a_place_that_nobody_confirms_is_given_to_the_next(by):
    _request, [first, second] = asked(by, volunteer(), volunteer())
    asking.reserve(first)
    asking.reserve(second)
    now = timezone.now()
    assert asking.lapse_overdue(now + policy.RESERVATION.value - timedelta(minutes=1)) == 0
    assert asking.lapse_overdue(now + policy.RESERVATION.value + timedelta(minutes=1)) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.answer, second.answer) == (Answer.LAPSED, Answer.RESERVED)


def test_one_we_did_not_meet_is_for_a_coordinator_to_look_at(by):
    request, [ask] = asked(by, volunteer())
    match = asking.reserve(ask)
    asking.confirm(match)
    asking.say_outcome(match, "helper", "done")
    asking.say_outcome(match, "seeker", "not_met")
    assert status_of(request) == Status.NOT_MET
    deciding.find_anew(HelpRequest.objects.get(), by=by)
    assert status_of(request) == Status.OPEN
    _again, [new] = asked(by, volunteer(), request=HelpRequest.objects.get())
    assert asking.reserve(new).place == 1


def test_how_it_went_is_asked_only_of_what_was_agreed(by):
    _request, [ask] = asked(by, volunteer())
    match = asking.reserve(ask)
    with pytest.raises(asking.NoPlace):
        asking.say_outcome(match, "helper", "done")


def test_who_agrees_and_steps_back_again_and_again_rests(by):
    person = volunteer(capacity=20)
    for _time in range(policy.STEPS_BACK.value):
        _request, [ask] = asked(by, Volunteer.objects.get(pk=person.pk))
        match = asking.reserve(ask)
        asking.confirm(match)
        asking.step_back(match)
    person.refresh_from_db()
    assert person.status == Volunteer.Status.PAUSED
    assert Message.objects.filter(kind="volunteers.tell_coordinator").exists()


def test_who_leaves_is_deleted_and_their_place_goes_on(by):
    person, next_one = volunteer(capacity=3), volunteer()
    _request, [ask, waiting] = asked(by, person, next_one)
    asking.reserve(ask)
    asking.reserve(waiting)
    _other, [open_ask] = asked(by, Volunteer.objects.get(pk=person.pk))
    taking_part.leave(Volunteer.objects.get(pk=person.pk), by=None)
    person = Volunteer.objects.get(pk=person.pk)
    assert (person.status, person.content, person.contact_hash) == (Volunteer.Status.LEFT, {}, "")
    waiting.refresh_from_db()
    open_ask.refresh_from_db()
    assert (waiting.answer, open_ask.answer) == (Answer.RESERVED, Answer.DECLINED)


def test_the_blocked_and_their_places_are_called_off(by):
    person = volunteer()
    _request, [ask] = asked(by, person)
    match = asking.reserve(ask)
    deciding.block(Volunteer.objects.get(pk=person.pk), by=by, reason="Sa noe stygt.")
    match.refresh_from_db()
    assert match.status == Match.Status.CANCELLED
    assert pool.suggestions(help_request(), timezone.localdate()) == []


def test_a_certificate_is_noted_only_where_the_law_asks_for_one(by):
    person = volunteer()
    with pytest.raises(TransitionRefused):
        deciding.certificate_seen(person, by=by, certificate="health", seen_on=timezone.localdate())
    care = task("følge", certificate="health", legal_basis="hol. § 5-4", minimum_age=18)
    person.tasks.add(care)
    deciding.certificate_seen(person, by=by, certificate="health", seen_on=timezone.localdate())
    assert person.certificate_seen_by == by.get_username()


# --- suggestions --------------------------------------------------------------------------------------
def test_suggestions_leave_out_whoever_was_asked_blocked_or_is_the_one_who_asks(by):
    request = help_request(contact_hash="their number")
    fits, apart = volunteer(), volunteer()
    volunteer(contact_hash="their number")
    volunteer(status="received")
    deciding.keep_from_helping(request, by=by, reason="Tidligere ektefelle.", volunteer=apart)
    found = pool.suggestions(request, timezone.localdate())
    assert [one.helper.pk for one in found] == [fits.pk]
    asked(by, fits, request=request)
    assert pool.suggestions(request, timezone.localdate()) == []
    assert {line.suggestion for _request, line in pool.proposal([request], timezone.localdate())} == {None}


def test_the_database_narrows_to_nobody_less_than_the_gates_do(by):
    """What the query leaves out, the gates would have left out: the answer is the same without it."""
    here, there = area("Nær"), area("Fjern")
    for status in Volunteer.Status:
        for number in range(4):
            volunteer(
                [task(), task("ringe")][number % 2 :],
                [here, there][number // 2 :],
                status=status,
                slots=1 << number,
                declared_at=timezone.now() if number else None,
            )
    request = help_request(area=here, slots=0b1011)
    need = pool.need_of(request, timezone.localdate())
    everybody = pool.helpers(Volunteer.objects.all(), need.day)
    assert [one.helper.pk for one in matching.suggest(need, everybody)] == [
        one.helper.pk for one in pool.suggestions(request, timezone.localdate())
    ]


def test_the_board_proposes_for_all_at_once(by):
    drivers, walk, drive = volunteer([task(), task("kjøre")]), task(), task("kjøre")
    walker = volunteer([walk])
    requests = [help_request(task=walk), help_request(task=drive)]
    lines = pool.proposal(requests, timezone.localdate())
    assert [line.suggestion.helper.pk for _request, line in lines] == [walker.pk, drivers.pk]


def test_suggestions_ask_the_database_six_times_at_most(by, django_assert_max_num_queries):
    request = help_request(area=area("Midt", area("Nord")))
    for number in range(30):
        volunteer(areas=[area("Nord")], reach=number % 3)
    asked(by, volunteer(areas=[area("Nord")], reach=1), request=request)
    with django_assert_max_num_queries(6):
        assert pool.suggestions(request, timezone.localdate())
