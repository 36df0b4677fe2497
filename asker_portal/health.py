"""Is this process alive, and can it keep what people send?"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.events import Event
from casework.outbox import Message
from concerns.models import ConcernReport

# What follows a report is dated at the start of its hour, so an hour is no sign of trouble.
MAY_WAIT = timedelta(minutes=75)


class RolledBack(Exception):
    """The probe's write went well and is undone."""


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Touches nothing else, so a dead database does not restart the portal."""
    return JsonResponse({"live": True})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """503 unless a row can be written and the tables are today's; off the public face also the worker.

    A stalled worker, or an urgent report that nobody could be told of, must be noticed, but must not take
    citizens' pages down.
    """
    asked = CHECKS if settings.FACE == "public" else CHECKS | DESKS_CHECKS
    checks = {name: _passes(check) for name, check in asked.items()}
    return JsonResponse(
        {"ready": all(checks.values()), **checks}, status=200 if all(checks.values()) else 503
    )


def _passes(check) -> bool:
    try:
        return check()
    except Exception:  # whatever is wrong, the answer is «not ready»
        return False


def _writes() -> bool:
    """A real INSERT, undone: reading goes on working on a full disk, writing does not."""
    try:
        with transaction.atomic():
            Event.objects.create(case_kind="health", case_id=uuid.uuid4(), name="probe")
            raise RolledBack
    except RolledBack:
        return True


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _outbox_moves() -> bool:
    return not Message.objects.waiting(timezone.now() - MAY_WAIT).exists()


def _duty_is_told() -> bool:
    """False where an urgent report of an hour that is over is unopened, and no message of it has left."""
    unopened = ConcernReport.objects.acute_unopened().filter(received_at__lte=timezone.now() - MAY_WAIT)
    return not unopened.exclude(escalation__times__gt=0).exists()


CHECKS = {"write": _writes, "migrated": _migrated}
DESKS_CHECKS = {"outbox": _outbox_moves, "duty": _duty_is_told}
