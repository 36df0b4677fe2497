"""Who suits a request: hard gates first, then one score of named parts. Pure: no database and no clock.

The weights are the portal's own choice, not law; docs/volunteers.md shows what they do to 2,000 volunteers.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from operator import mul
from typing import NamedTuple

REST_DAYS = 21  # after so long without being asked, nobody is more rested
UNKNOWN_DISTANCE = 0.5  # the same for all, so that the order tells nothing of a protected address
BEEN_ASKED_IS_ENOUGH = 3  # places left from which more of them count no more


class Helper(NamedTuple):
    """What matching knows of a volunteer. `load` is what they have taken on in the week in question."""

    pk: object
    status: str
    declared: bool
    certificate: str = ""  # the kind that was seen: "organisation" or "health"
    adult_on: date | None = None  # None for one who is of age
    tasks: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()
    reach: int = 0  # steps from one of the areas
    slots: int = 0
    languages: frozenset[str] = frozenset()
    car: bool = False
    capacity: int = 1  # tasks a week
    load: int = 0
    asked_on: date | None = None
    protected: bool = False
    experience: frozenset[int] = frozenset()  # tasks done before, with a good end

    @property
    def places_left(self) -> int:
        return max(0, self.capacity - self.load)


class Need(NamedTuple):
    """What matching knows of a request. `steps` to each area is None where the address is protected."""

    pk: object
    task: int
    day: date  # the first day it may be done
    today: date
    certificate: str = ""  # the kind the task's legal basis demands; empty without one
    adults_only: bool = True
    steps: Mapping[int, int] | None = None
    slots: int = 0
    languages: frozenset[str] = frozenset()
    needs_car: bool = False
    shut_out: frozenset = frozenset()  # helpers who are blocked from this person, or were asked already
    barred: bool = False  # nobody is sent to whoever asks


class Parts(NamedTuple):
    """How well a helper suits a need, part by part, each from 0 to 1."""

    task: float
    area: float
    time: float
    language: float
    car: float
    rest: float
    capacity: float


WEIGHTS = Parts(task=1, area=3, time=2, language=2, car=0.5, rest=3, capacity=1)
_TOTAL = sum(WEIGHTS)


class Suggestion(NamedTuple):
    """A helper who may be asked, with the reasons. `distance` in steps, None where it must not be told."""

    helper: Helper
    score: float
    parts: Parts
    distance: int | None


def distance(helper: Helper, need: Need) -> int | None:
    """Steps between the nearest of the helper's areas and the need; None where an address is protected."""
    if need.steps is None or helper.protected:
        return None
    return min((need.steps[area] for area in helper.areas if area in need.steps), default=FAR)


FAR = 1000

# Each says whether a volunteer may be asked, as far as it goes: at all, and then for this need. What has no
# law behind it is house policy.
OWN_GATES: dict[str, Callable[[Helper], bool]] = {
    "approved": lambda helper: helper.status in ("approved", "paused"),
    "pause": lambda helper: helper.status != "paused",
    "declaration": lambda helper: helper.declared,
    "capacity": lambda helper: helper.load < helper.capacity,
}
GATES: dict[str, Callable[[Helper, Need], bool]] = {
    "task": lambda helper, need: need.task in helper.tasks,
    "time": lambda helper, need: bool(helper.slots & need.slots),
    "reach": lambda helper, need: (steps := distance(helper, need)) is None or steps <= helper.reach,
    "car": lambda helper, need: helper.car or not need.needs_car,
    # A certificate covers what its own law allows it to be asked for, and nothing else.
    "certificate": lambda helper, need: not need.certificate or helper.certificate == need.certificate,
    "age": lambda helper, need: (
        not need.adults_only or helper.adult_on is None or helper.adult_on <= need.day
    ),
    "block": lambda helper, need: not need.barred and helper.pk not in need.shut_out,
}
_OWN, _BOTH = tuple(OWN_GATES.values()), tuple(GATES.values())


def closed_gates(helper: Helper, need: Need) -> list[str]:
    """The names of the gates that this helper does not pass; empty when they may be asked."""
    own = [name for name, is_open in OWN_GATES.items() if not is_open(helper)]
    return own + [name for name, is_open in GATES.items() if not is_open(helper, need)]


def available(helper: Helper) -> bool:
    """Whether the helper may be asked at all, whatever for."""
    return all(is_open(helper) for is_open in _OWN)


def suits(helper: Helper, need: Need) -> bool:
    """Whether an available helper may be asked for this need."""
    return all(is_open(helper, need) for is_open in _BOTH)


def parts(helper: Helper, need: Need) -> Parts:
    """How well a helper who passes the gates suits the need."""
    steps = distance(helper, need)
    rested = REST_DAYS if helper.asked_on is None else min((need.today - helper.asked_on).days, REST_DAYS)
    wanted = need.languages
    return Parts(
        task=1.0 if need.task in helper.experience else 0.5,
        area=UNKNOWN_DISTANCE if steps is None else 1 / (1 + steps),
        time=(helper.slots & need.slots).bit_count() / need.slots.bit_count(),
        language=len(wanted & helper.languages) / len(wanted) if wanted else 1.0,
        car=1.0 if need.needs_car or not helper.car else 0.0,  # whoever has one is spared for what needs it
        rest=rested / REST_DAYS,
        capacity=min(helper.places_left, BEEN_ASKED_IS_ENOUGH) / BEEN_ASKED_IS_ENOUGH,
    )


def total(of: Parts) -> float:
    """One number from 0 to 100."""
    return 100 * sum(map(mul, WEIGHTS, of)) / _TOTAL


def judged(helper: Helper, need: Need) -> Suggestion:
    """A helper who passes the gates, with the reasons for asking them."""
    of = parts(helper, need)
    return Suggestion(helper, total(of), of, distance(helper, need))


def suggest(need: Need, helpers: Iterable[Helper], most: int = 10) -> list[Suggestion]:
    """The best of the helpers who pass every gate, the best first. The same input gives the same order."""
    suited = [judged(helper, need) for helper in helpers if available(helper) and suits(helper, need)]
    return sorted(suited, key=lambda one: (-one.score, str(one.helper.pk)))[:most]
