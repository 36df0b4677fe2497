"""The access log: every *read* of case content, by whom and why (Normen, fact sheet 15)."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.cases import Case
from casework.events import AppendOnly

CASEWORKER, STAND_IN = "caseworker", "stand_in"
# Why a person may have business in a case. The assigned caseworker is not asked.
PURPOSES = {
    CASEWORKER: _("Behandler saken"),
    "distributes": _("Fordeler saker"),
    STAND_IN: _("Vikar for saksbehandleren"),
    "assists": _("Bistår en kollega"),
    "complaint": _("Klage eller krav om innsyn"),
    "control": _("Kontroll"),
}


class AccessEntry(AppendOnly):
    """Somebody saw, or was refused, the content of one case. References only, never content."""

    class Action(models.TextChoices):
        LISTED = "listed", _("vist i liste")
        FOUND = "found", _("treff i søk")
        OPENED = "opened", _("åpnet")
        DOWNLOADED = "downloaded", _("lastet ned")
        DENIED = "denied", _("nektet")
        LOG_READ = "log_read", _("innsynslogg lest")

    at = models.DateTimeField(_("tid"), default=timezone.now, db_index=True)
    who = models.CharField(_("hvem"), max_length=150)
    roles = models.CharField(_("roller"), max_length=300, blank=True)
    action = models.CharField(_("handling"), max_length=10, choices=Action)
    case_kind = models.CharField(_("sakstype"), max_length=60, blank=True)
    case_id = models.UUIDField(_("sak"), null=True, blank=True, db_index=True)
    reference = models.CharField(_("referanse"), max_length=20, blank=True)
    purpose = models.CharField(_("formål"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("innsyn")
        verbose_name_plural = _("innsynslogg")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["who", "at"], name="access_who_at")]

    def __str__(self) -> str:
        return f"{self.who} {self.action} {self.reference}"


READ = (AccessEntry.Action.OPENED, AccessEntry.Action.DOWNLOADED)
MOST_READERS = 50  # the latest
INTO = "INSERT INTO casework_accessentry (at, who, roles, action, purpose, case_kind, case_id, reference) "
# One statement with three lists, sent as binary (%b), for text is searched for what to quote: a page of
# fifty in a third of the time that fifty rows of values take.
FROM_LISTS = "SELECT %s, %s, %s, %s, %s, u.* FROM unnest(%b::text[], %b::uuid[], %b::text[]) AS u"
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s)"


def record(user: Any, action: str, cases: Iterable[Case], *, purpose: str = "") -> None:
    """Write that `user` did `action` to each case, and why. Call it in the transaction that shows them.

    Plain SQL, because each page of a list writes fifty rows: model objects would cost several times as much.
    """
    person = _person(user)
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    same = [at, person["who"], person["roles"], action, purpose]
    rows = [(case.kind(), case.pk, case.reference) for case in cases]
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(INTO + FROM_LISTS, [*same, *(list(column) for column in zip(*rows, strict=True))])
        else:
            cursor.executemany(INTO + f"VALUES {ROW}", [[*same, kind, pk.hex, ref] for kind, pk, ref in rows])


def readers(case: Case) -> list[tuple[datetime, str]]:
    """When an employee opened the case or a file of it, and in which role; never who. Newest first.

    For the citizen whose case it is. What one minute holds of one role is one reading: the log has an entry
    for each page. Asks for no more of the log than the public database role may read.
    """
    entries = AccessEntry.objects.filter(case_kind=case.kind(), case_id=case.pk, action__in=READ)
    newest = entries.order_by("-at").values_list("at", "roles")[:MOST_READERS]
    minutes = ((at.replace(second=0, microsecond=0), roles or gettext("Ansatt")) for at, roles in newest)
    return list(dict.fromkeys(minutes))


def record_denied(user: Any, case_kind: str, case_id: Any = None) -> None:
    """Write that `user` asked for a case they may not see or that is not there, or for the list of cases."""
    try:
        case_id = case_id and uuid.UUID(str(case_id))
    except ValueError:
        return
    action = AccessEntry.Action.DENIED
    AccessEntry.objects.create(case_kind=case_kind, case_id=case_id, action=action, **_person(user))


def record_log_read(user: Any, action: str = AccessEntry.Action.LOG_READ) -> None:
    """Write that `user` read the access log itself, or did another `action` to it."""
    AccessEntry.objects.create(action=action, **_person(user))


def _person(user: Any) -> dict[str, str]:
    return {"who": user.get_username(), "roles": ", ".join(sorted(user.group_names))[:300]}
