"""One family's application from the first step to the receipt, and the letter that ends it, with the clock.

Runs inside a process of the portal, after django.setup().
"""

import resource
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.drafts import Draft
from services import decisions, letters
from services.models import CareApplication, Decision
from tests.accounts.sign_in import citizen, signed_in_citizen, staff
from tests.services.filling_in import ANSWERS, begin, step

OVER_TLS = {"host": "127.0.0.1", "x-forwarded-proto": "https"}
CHECK = "kontroller"
REASONS = "\n\n".join(["Vi har sett på hva familien trenger gjennom døgnet og over tid. " * 6] * 4)


def whole_application(rounds: int) -> tuple[list[float], float, list[int], int]:
    """Seconds for each of some applications, seconds of our own processor in one of them, the queries of each
    page shown, and the number of steps."""
    client = signed_in_citizen(citizen(), client=Client(headers=OVER_TLS))
    queries: list[int] = []
    _apply(client, lambda draft, slug: queries.append(_queries(client, draft, slug)))  # warm from here on
    ours, taken = time.process_time(), []
    for _round in range(rounds):
        begun = time.perf_counter()
        _apply(client, lambda draft, slug: _shown(client, draft, slug))
        taken.append(time.perf_counter() - begun)
    return taken, (time.process_time() - ours) / rounds, queries, len(ANSWERS)


def letter(rounds: int) -> tuple[list[float], float, float]:
    """Milliseconds for each printing when warm, megabytes that the first took at most, and its kilobytes."""
    case, worker = CareApplication.objects.first(), staff("worker", "Velferdsforvaltning")
    for one in list(case.applied.all()):
        granted = {"outcome": "granted", "what": "Assistanse", "starts": timezone.localdate().isoformat()}
        decisions.write(case, by=worker, key=one.key, reasons=REASONS, **granted)
    decisions.send(case, by=worker)
    decision, before = Decision.objects.get(), _peak()
    printed, taken = letters.render(decision), []
    for _round in range(rounds):
        begun = time.perf_counter()
        letters.render(decision)
        taken.append(1000 * (time.perf_counter() - begun))
    return taken, _peak() - before, len(printed) / 1000


def _apply(client, show) -> None:
    """From the button that begins to the receipt; `show` gets each step before it is answered."""
    draft = begin(client)
    for slug, answers in ANSWERS.items():
        show(draft, slug)
        assert client.post(step(draft, slug), answers).status_code == 302, slug
    show(draft, CHECK)
    assert client.post(step(draft, CHECK)).status_code == 302
    assert not Draft.objects.exists()


def _queries(client, draft: Draft, slug: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        _shown(client, draft, slug)
    return len(asked)


def _shown(client, draft: Draft, slug: str) -> None:
    assert client.get(step(draft, slug)).status_code == 200, slug


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
