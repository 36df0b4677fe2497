"""A person in care services: applicant, child, second guardian, or somebody who wants work."""

from collections.abc import Iterator

from accounts.persons import citizen_behind
from casework.persons import Sought, Tie, finder
from services.models import ApplicationToken, CareApplication, CarerApplication
from services.models.decision import number_token


@finder
def find(sought: Sought) -> Iterator[Tie]:
    """By national identity number: a child by its keyed hash, grown-ups by who signed in."""
    if not sought.pid:
        return
    tokens = ApplicationToken.objects.filter(token=number_token(sought.pid))
    for case in CareApplication.objects.filter(pk__in=tokens.values("application")):
        yield Tie(case, "child")
    if user := citizen_behind(sought.pid):
        for role, cases in (
            ("applicant", CareApplication.objects.filter(citizen=user)),
            ("guardian", CareApplication.objects.filter(second_guardian__user=user)),
            ("job_applicant", CarerApplication.objects.filter(citizen=user)),
        ):
            yield from (Tie(case, role) for case in cases)
