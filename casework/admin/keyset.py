"""Pages of a list by where the last one ended. OFFSET reads all rows before it; an index knows the place.

`(a, id) < (x, y)` has to be written `a <= x AND (a < x OR id < y)`: as `a < x OR (a = x AND id < y)` no
database finds it in an index. Columns of few values before those two are gone through one value at a time.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

type Place = dict[str, Any]  # the values of the ordering's columns in one row


def page_after(rows: QuerySet, order: Sequence[str], place: Place | None, size: int) -> list[Any]:
    """The first `size` rows in this order, after `place` if given. The order ends with a unique column."""
    ordered = rows.order_by(*order)
    if place is None:
        return list(ordered[:size])
    found: list[Any] = []
    for beyond in _steps([*order], place):
        found += ordered.filter(beyond)[: size - len(found)]
        if len(found) == size:
            break
    return found


def page_before(rows: QuerySet, order: Sequence[str], place: Place, size: int) -> list[Any]:
    """The last `size` rows before `place`, in the list's own order."""
    return page_after(rows, [_turned(name) for name in order], place, size)[::-1]


def _steps(order: list[str], place: Place) -> Iterator[Q]:
    """What lies beyond the place: first what is equal to it in all but the last columns, then ever less."""
    *few, second, key = order
    equal = {name.lstrip("-"): place[name.lstrip("-")] for name in few}
    yield Q(**equal) & _beyond(second, place, "e") & (_beyond(second, place) | _beyond(key, place))
    for name in reversed(few):
        del equal[name.lstrip("-")]
        yield Q(**equal) & _beyond(name, place)


def _beyond(name: str, place: Place, or_equal: str = "") -> Q:
    column, way = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
    return Q(**{f"{column}__{way}{or_equal}": place[column]})


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


# --- in an address --------------------------------------------------------------------------------------
def token(row: Any, order: Sequence[str]) -> str:
    """The row's place, signed: nobody else's values reach the query. It holds columns of the order alone."""
    fields = [row._meta.get_field(name.lstrip("-")) for name in order]
    return signing.dumps([field.value_to_string(row) for field in fields], salt=_salt(type(row), order))


def place_of(model: Any, order: Sequence[str], written: str) -> Place | None:
    """The place that a token says; None where it is none of ours."""
    try:
        values = signing.loads(written, salt=_salt(model, order))
        names = [name.lstrip("-") for name in order]
        return {
            name: model._meta.get_field(name).to_python(value)
            for name, value in zip(names, values, strict=True)
        }
    except (signing.BadSignature, ValidationError, ValueError, TypeError):
        return None


def _salt(model: Any, order: Sequence[str]) -> str:
    return f"{model._meta.label_lower} {' '.join(order)}"
