"""Many invented volunteers and requests, and how long it takes to find who suits whom.

Runs inside a process of the desk, after django.setup().
"""

import itertools
import random
import resource
import time
import uuid
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from volunteers import pool, times
from volunteers.models import Area, HelpRequest, Match, TaskType, Volunteer

TASKS, AREAS = 8, 14
chance = random.Random(20)  # noqa: S311 - a town, no secret


def fill(requests: int, volunteers: int) -> None:
    """A town where each helps with one to four of eight tasks, and half have been asked lately."""
    tasks = [TaskType.objects.create(slug=f"t{n}", name=f"Oppgave {n}", minimum_age=16) for n in range(TASKS)]
    areas = [Area.objects.create(slug=f"a{n}", name=f"Område {n}") for n in range(AREAS)]
    for one, other in itertools.pairwise(areas):
        one.neighbours.add(other)
    people = Volunteer.objects.bulk_create([_volunteer() for _ in range(volunteers)], batch_size=500)
    through = Volunteer.tasks.through
    through.objects.bulk_create(
        through(volunteer=one, tasktype=task)
        for one in people
        for task in chance.sample(tasks, chance.randint(1, 4))
    )
    through = Volunteer.areas.through
    through.objects.bulk_create(
        through(volunteer=one, area=area)
        for one in people
        for area in chance.sample(areas, chance.randint(1, 2))
    )
    asking = HelpRequest.objects.bulk_create([_request(tasks, areas) for _ in range(requests)])
    _matches(asking, people)


def suggestions(rounds: int) -> tuple[list[float], float, int, int]:
    """Milliseconds for each of some requests, processor time of ours in each, queries, and how many fit."""
    today, taken = timezone.localdate(), []
    waiting = list(HelpRequest.objects.select_related("task")[: rounds + 1])
    with CaptureQueriesContext(connection) as asked:
        found = pool.suggestions(waiting[0], today, most=1_000_000)  # warm from here on
        Volunteer.objects.in_bulk([one.helper.pk for one in found[:10]])  # as the page names them
    ours = time.process_time()
    for request in waiting[1:]:
        begun = time.perf_counter()
        pool.suggestions(request, today)
        taken.append(1000 * (time.perf_counter() - begun))
    ours = 1000 * (time.process_time() - ours) / rounds
    return taken, ours, len(asked), len(found)


def board(rounds: int) -> tuple[list[float], int, int, float]:
    """Seconds for the whole board, its queries, how many are helped, and the peak of memory (MB)."""
    today, taken = timezone.localdate(), []
    for _round in range(rounds):
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            waiting = HelpRequest.objects.select_related("task", "area").waiting_for_helpers()
            lines = pool.proposal(waiting.most_urgent_first(), today)
        taken.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return taken, len(asked), sum(line.suggestion is not None for _request, line in lines), peak


def _volunteer() -> Volunteer:
    now = timezone.now()
    days = chance.sample(list(times.DAYS), chance.randint(1, 5))
    parts = chance.sample(list(times.PARTS), chance.randint(1, 3))
    return Volunteer(
        **_case(),
        status=Volunteer.Status.APPROVED if chance.random() < 0.92 else Volunteer.Status.PAUSED,
        declared_at=now if chance.random() < 0.97 else None,
        reach=chance.choice([0, 1, 1, 2, 9]),
        slots=times.slots(days, parts),
        has_car=chance.random() < 0.6,
        capacity=chance.randint(1, 3),
        asked_on=now.date() - timedelta(days=chance.randint(0, 60)) if chance.random() < 0.5 else None,
    )


def _request(tasks: list[TaskType], areas: list[Area]) -> HelpRequest:
    day = timezone.localdate() + timedelta(days=chance.randint(0, 6))
    return HelpRequest(
        **_case(),
        status=HelpRequest.Status.OPEN,
        task=chance.choice(tasks),
        area=chance.choice(areas),
        urgency=chance.choice([1, 2, 2, 3]),
        wanted_on=day,
        slots=times.slots([day.weekday()], chance.sample(list(times.PARTS), chance.randint(1, 3))),
    )


def _case() -> dict:
    return {
        "received_at": timezone.now(),
        "source": "web",
        "language": "nb",
        "languages": ["nb"],
        "content": {"name": "Kari Lyngmo", "phone": "400 00 000"},
        "contact": {"mobile": "400 00 000"},
        "submission_digest": uuid.uuid4().hex,
    }


def _matches(requests: list[HelpRequest], people: list[Volunteer]) -> None:
    """What eight weeks have left behind: who has done what, and who is busy this week."""
    now, week = timezone.now(), times.week_of(timezone.localdate())
    Match.objects.bulk_create(
        Match(
            request=chance.choice(requests),
            volunteer=one,
            week=week - timedelta(weeks=back),
            held_until=now,
            status=Match.Status.DONE,
        )
        for one in people
        for back in chance.sample(range(8), chance.randint(0, 2))
    )
