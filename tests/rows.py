"""Rows that take a command long to load: loaded once in each process, afterwards put in as they were."""

from collections.abc import Callable

from django.core.management.color import no_style
from django.db import connection, models


class Remembered:
    """What `load` leaves in the tables of these models, which were empty before."""

    def __init__(self, load: Callable[[], None], *tables: type[models.Model]) -> None:
        self.load, self.tables = load, tables
        self.rows: list[list[models.Model]] = []

    def put(self) -> None:
        if self.rows:
            self._again()
        else:
            self.load()
            self.rows = [list(table._base_manager.order_by("pk")) for table in self.tables]

    def _again(self) -> None:
        for table, rows in zip(self.tables, self.rows, strict=True):
            table._base_manager.bulk_create(rows)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), self.tables):
                cursor.execute(statement)
