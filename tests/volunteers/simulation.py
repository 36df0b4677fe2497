"""Weeks of a town with volunteers, by chance alone: is asking fair, near and enough?

`python -m tests.volunteers.simulation` plays 2,000 volunteers and 500 requests a week for eight weeks, once
as the portal asks and once always asking the nearest first, and draws docs/pictures/volunteers.svg.
Everything is decided by the seed: the same volunteer answers the same request alike, whoever asks.
"""

import random
import statistics
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from volunteers import times
from volunteers.areas import neighbours, steps_from
from volunteers.matching import Helper, Need, available, closed_gates, distance, suggest, suits

MONDAY = date(2026, 1, 5)
WAVE, MOST_WAVES, YES = 3, 4, 0.4
# A chain of areas with a dense middle, as along a fjord: most live where most need help.
BORDERS = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 8), (5, 8), (8, 9), (9, 10), (10, 11)]
PEOPLE = [30, 14, 12, 10, 8, 8, 7, 6, 5, 4, 3, 2]
TASKS = [30, 18, 12, 10, 10, 8, 8, 4]  # how often each is asked for; the last two need a certificate or a car
CAR_TASK, CERTIFICATE_TASK = 6, 7
GRAPH = neighbours(BORDERS)
STEPS = {area: steps_from(area, GRAPH) for area in range(len(PEOPLE))}


def helper(number: int, chance: random.Random) -> Helper:
    """One of the town: most pass the gates, some of them never."""
    days = chance.sample(list(times.DAYS), chance.randint(1, 5))
    parts = chance.sample(list(times.PARTS), chance.randint(1, 3))
    return Helper(
        pk=number,
        status=chance.choices(["approved", "paused", "received", "blocked"], [92, 4, 3, 1])[0],
        declared=chance.random() < 0.97,
        certificate="health" if chance.random() < 0.2 else "",
        adult_on=MONDAY + timedelta(days=chance.randint(1, 700)) if chance.random() < 0.06 else None,
        tasks=frozenset(chance.sample(range(len(TASKS)), chance.randint(1, 4))),
        areas=frozenset(chance.choices(range(len(PEOPLE)), PEOPLE, k=1)),
        reach=chance.choices([0, 1, 2, 9], [35, 40, 15, 10])[0],
        slots=times.slots(days, parts),
        languages=frozenset(["nb"] + (["pl"] if chance.random() < 0.1 else [])),
        car=chance.random() < 0.6,
        capacity=chance.choices([1, 2, 3], [60, 30, 10])[0],
        protected=chance.random() < 0.01,
    )


def need(number: int, monday: date, chance: random.Random) -> Need:
    task = chance.choices(range(len(TASKS)), TASKS)[0]
    day = monday + timedelta(days=chance.randint(0, 6))
    area = chance.choices(range(len(PEOPLE)), PEOPLE)[0]
    return Need(
        pk=number,
        task=task,
        day=day,
        today=monday,
        certificate="health" if task == CERTIFICATE_TASK else "",
        adults_only=task >= 4,
        steps=None if chance.random() < 0.01 else STEPS[area],
        slots=times.slots([day.weekday()], chance.sample(list(times.PARTS), chance.randint(1, 3))),
        languages=frozenset(["pl"]) if chance.random() < 0.05 else frozenset(),
        needs_car=task == CAR_TASK,
    )


type Ranking = Callable[[Need, list[Helper]], list[Helper]]


def as_the_portal(need: Need, helpers: list[Helper]) -> list[Helper]:
    return [one.helper for one in suggest(need, helpers, most=WAVE)]


def nearest_first(need: Need, helpers: list[Helper]) -> list[Helper]:
    """Whoever passes the gates and lives nearest; among neighbours always in the same order."""
    suited = [one for one in helpers if available(one) and suits(one, need)]
    return sorted(suited, key=lambda one: (distance(one, need) or 0, one.pk))[:WAVE]


@dataclass
class Outcome:
    """What became of all requests of one town under one way of asking."""

    asked: Counter = field(default_factory=Counter)
    steps: list[int] = field(default_factory=list)
    wanted: int = 0
    filled: int = 0
    over_capacity: int = 0
    past_a_gate: int = 0
    who_could: int = 0

    @property
    def fill_rate(self) -> float:
        return self.filled / self.wanted

    @property
    def fairness(self) -> float:
        """Gini of how often each who could be asked was: 0 when all alike, 1 when one alone."""
        return gini([*self.asked.values(), *[0] * (self.who_could - len(self.asked))])


def play(seed: int, ranking: Ranking, people: int = 2000, a_week: int = 500, weeks: int = 8) -> Outcome:
    """Live through the weeks; every gate and every capacity is checked anew by what happened."""
    chance = random.Random(seed)
    town = {number: helper(number, chance) for number in range(people)}
    outcome = Outcome(who_could=sum(map(available, town.values())))
    for week in range(weeks):
        monday = MONDAY + timedelta(weeks=week)
        town = {pk: one._replace(load=0) for pk, one in town.items()}
        for number in range(a_week):
            wanted = need(week * a_week + number, monday, chance)
            outcome.wanted += 1
            _ask(wanted, town, ranking, outcome, seed)
        outcome.over_capacity += sum(one.load > one.capacity for one in town.values())
    return outcome


def _ask(wanted: Need, town: dict[int, Helper], ranking: Ranking, outcome: Outcome, seed: int) -> None:
    doing = [one for one in town.values() if wanted.task in one.tasks]
    refused: set[int] = set()
    for _wave in range(MOST_WAVES):
        wave = ranking(wanted._replace(shut_out=frozenset(refused)), doing)
        for one in wave:
            outcome.asked[one.pk] += 1
            outcome.past_a_gate += bool(closed_gates(one, wanted))
            town[one.pk] = town[one.pk]._replace(asked_on=wanted.today)
        willing = [one for one in wave if _answer(seed, wanted.pk, one.pk) < YES]
        if willing:
            first = min(willing, key=lambda one: _answer(seed, one.pk, wanted.pk))
            town[first.pk] = town[first.pk]._replace(load=town[first.pk].load + 1)
            outcome.filled += 1
            if (steps := distance(first, wanted)) is not None:
                outcome.steps.append(steps)
            return
        refused |= {one.pk for one in wave}


def _answer(*what: int) -> float:
    return random.Random(",".join(map(str, what))).random()


def gini(values: Iterable[int]) -> float:
    ordered = sorted(values)
    count, total = len(ordered), sum(ordered)
    weighted = sum(place * value for place, value in enumerate(ordered, start=1))
    return (2 * weighted) / (count * total) - (count + 1) / count if total else 0.0


class Compared(NamedTuple):
    seed: int
    portal: Outcome
    nearest: Outcome


def compare(seeds: Iterable[int], **size: int) -> list[Compared]:
    return [Compared(seed, play(seed, as_the_portal, **size), play(seed, nearest_first, **size)) for seed in seeds]


def line(compared: Compared) -> str:
    one, other = compared.portal, compared.nearest
    return (
        f"| {compared.seed} | {one.fairness:.2f} | {other.fairness:.2f} | {one.fill_rate:.1%} | {other.fill_rate:.1%} "
        f"| {statistics.median(one.steps):g} | {statistics.median(other.steps):g} "
        f"| {statistics.mean(one.steps):.2f} | {statistics.mean(other.steps):.2f} "
        f"| {max(one.asked.values())} | {max(other.asked.values())} | {one.over_capacity + other.over_capacity} "
        f"| {one.past_a_gate + other.past_a_gate} |"
    )


if __name__ == "__main__":
    for each in compare([1, 2, 3]):
        print(line(each), flush=True)
