"""Counts for people: exact to a thousand. Counting further reads the whole table and tells nobody more."""

from collections.abc import Iterable
from typing import cast

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST = 1000


def counted(rows: QuerySet) -> int:
    """How many rows there are; MOST + 1 stands for any number above MOST."""
    return rows.order_by().values("pk")[: MOST + 1].count()


def counted_all(lists: Iterable[QuerySet]) -> list[int]:
    """The count of each list, as `counted` says it, all of them in one query that stops early for each."""
    columns, parameters = [], []
    for rows in lists:
        try:
            sql, values = (
                rows.order_by().values("pk")[: MOST + 1].query.get_compiler(connection=connection).as_sql()
            )
        except EmptyResultSet:
            columns.append("0")
            continue
        columns.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608 - values stay apart
        parameters += values
    if not parameters and set(columns) <= {"0"}:
        return [0] * len(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", parameters)
        return list(cursor.fetchone())


def in_words(count: int) -> str:
    """A count from `counted`, as a page shows it."""
    return f"{MOST:,}+".replace(",", "\N{NO-BREAK SPACE}") if count > MOST else str(count)


class CappedPaginator(Paginator):
    """Pages over the first thousand rows. Whoever looks for more needs a filter or a search."""

    @cached_property
    def _counted(self) -> int:
        return counted(cast(QuerySet, self.object_list))

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    @property
    def is_capped(self) -> bool:
        return self._counted > MOST

    @property
    def words(self) -> str:
        return in_words(self._counted)
