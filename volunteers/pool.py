"""From rows to what matching reckons with. Narrowed in the database, judged by volunteers.matching."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

from volunteers import times
from volunteers.areas import neighbours, steps_from
from volunteers.board import Line, propose
from volunteers.matching import FAR, Helper, Need, Suggestion, closed_gates, judged, suggest
from volunteers.models import Area, Ask, Block, HelpRequest, Match, TaskType, Volunteer

ADULT = TaskType.Age.ADULT
COLUMNS = (
    *("pk", "status", "declared_at", "certificate", "adult_on", "reach", "slots", "languages"),
    *("has_car", "capacity", "asked_on", "protected"),
)


def suggestions(request: HelpRequest, today: date, most: int = 10) -> list[Suggestion]:
    """Whom to ask for this request, the best first. Nobody who was asked before, or who does not pass."""
    need = _need(request, today, _graph(), blocks_of(request))
    narrowed = Volunteer.objects.available().exclude(pk__in=request.asks.values("volunteer"))
    narrowed = narrowed.exclude(pk__in=_own_offers([request]))
    narrowed = narrowed.annotate(common=F("slots").bitand(need.slots)).filter(common__gt=0)
    narrowed = narrowed.filter(_near_enough(need))
    return suggest(need, helpers(narrowed.filter(tasks=request.task_id), need.day, task=need.task), most)


def judge(request: HelpRequest, volunteer: Volunteer, today: date) -> tuple[Suggestion, list[str]]:
    """One volunteer for one request: the reasons, and the gates they do not pass."""
    need = need_of(request, today)
    need = need._replace(shut_out=need.shut_out | set(_own_offers([request])))
    helper = helpers(Volunteer.objects.filter(pk=volunteer.pk), need.day)[0]
    return judged(helper, need), closed_gates(helper, need)


def proposal(requests: Iterable[HelpRequest], today: date) -> list[tuple[HelpRequest, Line]]:
    """A helper for each request that waits for one, all at once. Nobody is proposed who was asked before."""
    requests = list(requests)
    graph, blocks = _graph(), list(_blocks())
    asked = defaultdict(set)
    for request, volunteer in Ask.objects.filter(request__in=requests).values_list("request", "volunteer"):
        asked[request].add(volunteer)
    own = defaultdict(set)
    for volunteer, contact in _own_offers(requests).values_list("pk", "contact_hash"):
        own[contact].add(volunteer)
    needs = [
        _need(request, today, graph, blocks, asked[request.pk] | own[request.contact_hash])
        for request in requests
    ]
    lines = propose(needs, helpers(Volunteer.objects.available(), today))
    return list(zip(requests, lines, strict=True))


def need_of(request: HelpRequest, today: date) -> Need:
    """What matching knows of this request, now."""
    return _need(request, today, _graph(), list(_blocks_with(request)))


def helpers(volunteers: Any, day: date, task: int | None = None) -> list[Helper]:
    """These volunteers with what they have taken on in the week of this day.

    `task` is the only one looked at where it is given; otherwise all that each of them offers.
    """
    rows = list(volunteers.order_by().values_list(*COLUMNS))
    areas = _by_volunteer(Volunteer.areas.through, "area_id", volunteers)
    if task is None:
        tasks: Mapping = _by_volunteer(Volunteer.tasks.through, "tasktype_id", volunteers)
    else:
        tasks = dict.fromkeys((row[0] for row in rows), frozenset([task]))
    loads, done = _history(times.week_of(day), task)
    return [
        Helper(
            pk=(pk := row[0]),
            status=row[1],
            declared=row[2] is not None,
            certificate=row[3],
            adult_on=row[4],
            tasks=tasks.get(pk, NOTHING),
            areas=areas.get(pk, NOTHING),
            reach=row[5],
            slots=row[6],
            languages=frozenset(row[7]),
            car=row[8],
            capacity=row[9],
            load=loads.get(pk, 0),
            asked_on=row[10],
            protected=row[11],
            experience=frozenset(done.get(pk, NOTHING)),
        )
        for row in rows
    ]


NOTHING: frozenset = frozenset()


def load(volunteer: Volunteer, day: date) -> int:
    """How many tasks they have taken on in the week of this day."""
    return volunteer.matches.filter(Match.counting_in(times.week_of(day))).count()


def _need(
    request: HelpRequest, today: date, graph: Mapping, blocks: list[tuple], shut_out: Set = frozenset()
) -> Need:
    """`blocks` may be everybody's. Who is named in one with this number must not meet this person."""
    task, theirs = request.task, {"", request.contact_hash}
    kept_apart = {volunteer for volunteer, contact in blocks if volunteer and contact in theirs}
    return Need(
        pk=request.pk,
        task=task.pk,
        day=request.first_day(today),
        today=today,
        certificate=task.certificate,
        adults_only=task.minimum_age >= ADULT,
        steps=None if request.protected or not request.area_id else steps_from(request.area_id, graph),
        slots=request.slots,
        languages=frozenset(request.languages),
        needs_car=request.needs_car or task.needs_car,
        shut_out=frozenset(shut_out | kept_apart),
        barred=bool(request.contact_hash) and (None, request.contact_hash) in blocks,
    )


def _near_enough(need: Need) -> Q:
    """Whoever goes as far as this is, and all whose way must not be compared."""
    if need.steps is None:
        return Q()
    away = Case(*[When(area=area, then=Value(steps)) for area, steps in need.steps.items()], default=FAR)
    offered = Volunteer.areas.through.objects.filter(volunteer=OuterRef("pk")).annotate(away=away)
    return Q(protected=True) | Exists(offered.filter(away__lte=OuterRef("reach")))


def _graph() -> dict[int, set[int]]:
    through = Area.neighbours.through
    return neighbours(through.objects.values_list("from_area_id", "to_area_id"))


def _blocks() -> Any:
    return Block.objects.values_list("volunteer_id", "contact_hash")


def _own_offers(requests: Iterable[HelpRequest]) -> Any:
    """The keys of volunteers with the telephone number of one who asks: nobody is sent to themselves."""
    numbers = {request.contact_hash for request in requests} - {""}
    return Volunteer.objects.filter(contact_hash__in=numbers).values_list("pk", flat=True)


def _blocks_with(request: HelpRequest) -> Any:
    return _blocks().filter(contact_hash__in=["", request.contact_hash])


def blocks_of(request: HelpRequest) -> list[tuple]:
    """Who must not meet this person, to be shown: asked once for each page. What is done asks anew."""
    if not hasattr(request, "_shown_blocks"):
        request._shown_blocks = list(_blocks_with(request))
    return request._shown_blocks


def is_blocked(request: HelpRequest) -> bool:
    """True for a request from a number that nobody is sent to."""
    return bool(request.contact_hash) and (None, request.contact_hash) in blocks_of(request)


def _by_volunteer(through: Any, column: str, volunteers: Any) -> dict[Any, frozenset[int]]:
    found = defaultdict(list)
    rows = through.objects.filter(volunteer__in=volunteers.values("pk"))
    for volunteer, value in rows.values_list("volunteer_id", column):
        found[volunteer].append(value)
    return {volunteer: frozenset(values) for volunteer, values in found.items()}


def _history(week: date, task: int | None) -> tuple[dict, dict]:
    """How much each has taken on in that week, and which tasks each has done before."""
    counting, done = Match.counting_in(week), Q(status=Match.Status.DONE)
    good_ends = done if task is None else done & Q(request__task=task)
    rows = Match.objects.filter(counting | good_ends).order_by().values_list("volunteer", "request__task")
    loads: dict = defaultdict(int)
    experience: dict = defaultdict(set)
    for volunteer, kind, taken, ended in rows.annotate(
        taken=Count("pk", filter=counting), ended=Count("pk", filter=done)
    ):
        loads[volunteer] += taken
        if ended:
            experience[volunteer].add(kind)
    return loads, experience
