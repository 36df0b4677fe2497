"""A person in reports of concern: a child by the keyed hash of its number. Who sent one is not looked for.

A report's content is sealed for its group; whoever asks for it is answered by child welfare.
"""

from collections.abc import Iterator

from casework.persons import Sought, Tie, finder
from concerns.models import ConcernReport, NameToken
from concerns.models.names import number_token


@finder
def find(sought: Sought) -> Iterator[Tie]:
    if sought.pid:
        tokens = NameToken.objects.filter(token=number_token(sought.pid))
        for report in ConcernReport.objects.filter(pk__in=tokens.values("report")):
            yield Tie(report, "child")
