"""What a public process must show the database before it sees a sealed row.

On PostgreSQL the public role has no way to list sealed rows: a policy lets it see one only while the
transaction presents the hash that the row is found by (docs/adr/0011). SQLite knows no such roles.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

SETTING = "portal.receipts"


@contextmanager
def presenting(*digests: str) -> Iterator[None]:
    """A transaction in which the rows behind these hashes can be seen."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        _present(digests)
        yield
        if nested:  # otherwise the end of the transaction takes it back
            _present(())


def _present(digests: tuple[str, ...]) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, ",".join(digests)])
