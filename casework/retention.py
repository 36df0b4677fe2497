"""How long each thing is kept, and what each field is: declared for every model of the portal.

A model has one of four answers to «how long»: a rule of its own, with its owner, deleted by something that
has its own clock, or kept while it is in use. A test fails on a model or a field that says nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from casework.events import Event

OFFICER = "Personvernombud"
DAYS_IN_A_MONTH = 365.25 / 12


class Privacy(StrEnum):
    """What a field says of somebody."""

    PERSONAL = "personal"
    SENSITIVE = "sensitive"  # health, children's circumstances, free text that may hold either (GDPR art. 9)
    STATISTIC = "statistic"  # a code that says nothing of anybody; counted when the row goes
    NONE = "none"


@dataclass(frozen=True)
class Rule:
    """How long one kind of thing is kept, by which law, and what deleting it means.

    `due` gives what is past its time on a day; `there` finds and locks one thing by its key, or None;
    `dispose` deletes it. `approvers` are the groups whose members approve; `archived` asks for a receipt.
    """

    name: str
    title: Any
    months: int
    law: str
    source: str
    approvers: tuple[str, ...]
    due: Callable[["Rule", date], Iterable[Any]]
    there: Callable[[str], Any]
    dispose: Callable[[Any], None]
    figures: Callable[[Any], dict[str, Any]] = field(default=lambda thing: statistics_of(thing))
    verified: bool = False
    still_due: Callable[[Any, date], bool] | None = None  # where judging one is quicker than listing all
    archived: bool = False

    def limit(self, today: date) -> date:
        """What ended before this day is past its time."""
        return today - timedelta(days=round(self.months * DAYS_IN_A_MONTH))

    def may_be_approved_by(self, user: Any) -> bool:
        return user.is_active and any(map(user.in_group, self.approvers))


@dataclass(frozen=True)
class With:
    """Goes when its owner goes: a database cascade, or the owner's `dispose`."""

    owner: str


@dataclass(frozen=True)
class Elsewhere:
    """Something else deletes it by a clock of its own; `what` names it."""

    what: str


@dataclass(frozen=True)
class InUse:
    """Kept while the portal uses it, and changed or deleted by hand."""

    why: str


type Kept = Rule | With | Elsewhere | InUse
rules: dict[str, Rule] = {}
kept: dict[str, Kept] = {}
_fields: dict[type[models.Model] | str, dict[str, Privacy]] = {}


def declare(label: str, how: Kept, **fields: str) -> None:
    """Say how long rows of a model are kept, and what its own fields are: `personal="name email"`."""
    kept[label] = how
    _fields[label] = _by_name(fields)
    if isinstance(how, Rule):
        rules[how.name] = how


def declare_base(base: type[models.Model], **fields: str) -> None:
    """Say what the fields of an abstract model are, for all that inherit them."""
    _fields[base] = _by_name(fields)


def also(rule: Rule) -> None:
    """A second rule for a model: a part of it goes sooner than the rest."""
    rules[rule.name] = rule


def fields_of(model: type[models.Model]) -> dict[str, Privacy]:
    """What is declared of a model's fields, its own and inherited."""
    inherited = [_fields.get(base, {}) for base in reversed(model.__mro__)]
    return {
        name: what for one in [*inherited, _fields.get(model._meta.label, {})] for name, what in one.items()
    }


def undeclared() -> Iterator[str]:
    """Models and fields of which nothing is said, and names that stand for nothing."""
    for model in _models():
        label, said = model._meta.label, fields_of(model)
        if label not in kept:
            yield label
        own = {one.name for one in model._meta.concrete_fields if not hasattr(one, "translated_field")}
        yield from (f"{label}.{name}" for name in sorted(own - said.keys()))
        yield from (f"{label}.{name} is no field" for name in sorted(_fields.get(label, {}).keys() - own))
    known = {model._meta.label for model in _models()}
    yield from sorted(kept.keys() - known)


def cases_due(rule: Rule, today: date) -> Any:
    """Cases that are over, and of which the last thing happened before the limit."""
    model: Any = apps.get_model(rule.name)
    last = Event.objects.filter(case_id=OuterRef("pk")).order_by("-at").values("at")[:1]
    ended = model.objects.filter(status__in=model.final_statuses).annotate(last=Subquery(last))
    return ended.filter(last__date__lt=rule.limit(today)).order_by("received_at")


def case_rule(label: str, title: Any, **more: Any) -> Rule:
    """The rule of an area's cases: deleted so long after the last thing that happened to them."""
    from casework.disposal import erase

    def there(pk: str) -> Any:
        return apps.get_model(label)._base_manager.select_for_update().filter(pk=pk).first()

    return Rule(
        name=label.lower(), title=title, **{"due": cases_due, "there": there, "dispose": erase, **more}
    )


def statistics_of(thing: Any) -> dict[str, Any]:
    """The codes of a row that are counted on when it is gone."""
    if not isinstance(thing, models.Model):
        return {}
    said = fields_of(type(thing))
    return {name: getattr(thing, name) for name, what in sorted(said.items()) if what == Privacy.STATISTIC}


def today() -> date:
    return timezone.localdate()


def _models() -> list[type[models.Model]]:
    """Every table of the portal. A table that Django makes between two others goes with either of them."""
    return [model for model in apps.get_models() if not model._meta.proxy]


def _by_name(fields: dict[str, str]) -> dict[str, Privacy]:
    return {name: Privacy(what) for what, names in fields.items() for name in names.split()}
