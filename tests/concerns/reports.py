"""Invented reports and people for the tests of child welfare's area."""

from accounts.models import User
from concerns.models import CHILD_WELFARE, ConcernReport
from tests.accounts.sign_in import staff

ANSWERS = {
    "who": {"who": "private"},
    "child-1": {"child_name": "Ola Granskog", "age": "8", "place": "Blåbærveien 3", "relation": "nabo"},
    "worry": {"text": "Han er alene om kvelden."},
    "reporter": {"identity": "anonymous", "name": "", "phone": ""},
}


def received(key: str = "a key", **changes) -> ConcernReport:
    """A report as the form would have sent it, with some steps' answers changed."""
    answers = {step: values | changes.get(step.replace("-1", ""), {}) for step, values in ANSWERS.items()}
    before = set(ConcernReport.objects.values_list("pk", flat=True))
    ConcernReport.receive(answers, key)
    return ConcernReport.objects.exclude(pk__in=before).get()


def child_welfare_worker(name: str = "barnevern-1") -> User:
    return staff(name, CHILD_WELFARE)
