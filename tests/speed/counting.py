"""How many queries each page of a form asks. Runs inside a process of the portal, after django.setup()."""

from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.speed.citizen import HOST, URLENCODED, Citizen, Page

# Django notes them beside the queries, but each is a round trip that a query does not add to.
NOT_QUERIES = ("BEGIN", "COMMIT")


@dataclass
class Counted(Citizen):
    """A citizen who meets the portal without a network, and notes what each request asked the database."""

    port: int = 0
    client: Client = field(
        default_factory=lambda: Client(headers={"host": HOST, "x-forwarded-proto": "https"})
    )
    queries: list[int] = field(default_factory=list)

    def _request(self, method: str, path: str, body: bytes = b"", kind: str = URLENCODED) -> Page:
        with CaptureQueriesContext(connection) as asked:
            answer = self.client.generic(method, path, body, kind)
        self.queries.append(sum(query["sql"] not in NOT_QUERIES for query in asked))
        return Page(answer.status_code, answer.content.decode(), answer.headers.get("Location", ""))


def queries_of(path: str) -> list[int]:
    """The queries of each request from the form's first page to its receipt, when all is warm."""
    Counted().walk(path)
    person = Counted()
    person.walk(path)
    return person.queries
