"""What has happened to a case, in words: notes and events with the names of those behind them."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext_lazy as _

from casework import referrals
from casework.events import Event

EVENT_LABELS = {
    "received": _("Mottatt"),
    "opened": _("Åpnet første gang"),
    "assigned": _("Saksbehandler satt"),
    "unassigned": _("Uten saksbehandler"),
    "noted": _("Notat skrevet"),
    "checked": _("Sjekklisten endret"),
    "barred": _("Sperret for"),
    "bar_lifted": _("Sperre opphevet for"),
    "rectification_asked": _("Krav om retting"),
} | referrals.EVENTS


def trace_of(desk: Any, case: Any, since: datetime | None = None) -> dict[str, Any]:
    """Notes and events of the case as `desk` shows it, oldest first; only those after `since` if given."""
    after = {"at__gt": since} if since else {}
    notes = list(case.notes.filter(**after) if after else case.notes.all())
    events = list(_with_names(Event.objects.of(case).filter(**after)))
    # Whoever wrote a note, a message or a decision has an event that says so: no table of people is asked.
    people = {e.by: e.by_name for e in events} | {e.detail: e.detail_name for e in events if e.detail_name}
    labels = EVENT_LABELS | desk.event_labels
    return {
        "notes": notes,
        "events": [(e, labels.get(e.name, e.name), _detail(desk, e, people)) for e in events],
        # Asked for only where an event says that there are any.
        "referrals": referrals.referrals_of(case) if any(e.name == "referred" for e in events) else [],
        "people": people,
    }


def _detail(desk: Any, event: Any, people: dict[str, str]) -> Any:
    if event.name in referrals.EVENTS:
        return referrals.name_of(event.detail)
    return desk.detail(event, people)


def attached(case: Any) -> dict[Any, list[Any]]:
    """The case's files by the message or the note they came with; None for the case's own. One query."""
    found = defaultdict(list)
    for file in case.files.all() if hasattr(case, "files") else ():
        found[file.message_id or file.note_id].append(file)
    return found


def called(username: str, people: dict[str, str]) -> str:
    """What colleagues call this person; the user name of one who has no name here."""
    return people.get(username) or username


def _with_names(events: QuerySet) -> QuerySet:
    """With the full names behind the user names; a trace keeps the user name alone."""
    name = Trim(Concat("first_name", Value(" "), "last_name"))
    users = get_user_model()._base_manager.annotate(name=name).values("name")
    return events.annotate(
        by_name=Subquery(users.filter(username=OuterRef("by"))),
        detail_name=Subquery(users.filter(username=OuterRef("detail"))),
    )
