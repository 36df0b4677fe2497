"""One person's data over all areas (GDPR art. 15): found by keyed hashes, put together as a package.

Whose words they are decides what is in it. Somebody's own cases are there whole. What others wrote about the
person, the other parent above all, and reports of concern are named by reference alone: their area answers.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.persons import citizen_behind
from casework import access, messages
from casework.drafts import Draft
from casework.encryption import CannotOpen
from casework.fields import EncryptedField, shown, unreadable
from casework.persons import Sought, Tie, ties_of
from casework.referrals import referrals_of
from casework.retention import Privacy, fields_of
from casework.uploads import EXTENSIONS, open_file

OWN = frozenset({"applicant", "job_applicant", "volunteer", "help_seeker", "payer"})
SAID = (Privacy.PERSONAL, Privacy.SENSITIVE, Privacy.STATISTIC)


def package(sought: Sought, *, by: Any) -> bytes:
    """Everything as a zip of JSON and files. Each case in it is logged as downloaded by `by`."""
    ties = list(ties_of(sought))
    own = [tie.case for tie in ties if tie.role in OWN]
    access.record(by, access.AccessEntry.Action.DOWNLOADED, [tie.case for tie in ties], purpose="complaint")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("oversikt.json", _json([_named(tie) for tie in ties]))
        if user := citizen_behind(sought.pid):
            archive.writestr("konto.json", _json(_account(user)))
        for case in {case.pk: case for case in own}.values():
            archive.writestr(f"{case.reference}/sak.json", _json(of_case(case)))
            for name, data in _files(case):
                archive.writestr(f"{case.reference}/{name}", data)
    return made.getvalue()


def of_case(case: Any) -> dict[str, Any]:
    """What a case says of the one whose own it is: columns that say something, messages, what other
    desks were told, who has read it.
    """
    return {
        "reference": case.reference,
        "received": case.received_at,
        **dict(_columns(case)),
        "messages": [
            {"from": one.author, "at": one.at, "text": text or unreadable()}
            for one, text, _files in _thread(case)
        ],
        "sent_to_other_desks": [_referred(one) for one in referrals_of(case)],
        "read_by": [{"at": at, "role": roles} for at, roles in access.readers(case)],
    }


def _referred(one: Any) -> dict[str, Any]:
    return {
        "to": str(one.to_name),
        "at": one.at,
        "text": _opened(one, "text"),
        "ground": one.ground_in_words,
        "state": str(one.get_state_display()),
        "answer": one.answer_in_words,
        "became": one.became,
    }


def _columns(case: Any) -> Iterator[tuple[str, Any]]:
    """Whatever is declared to say something of somebody; neither keyed hashes nor other rows."""
    said = fields_of(type(case))
    for field in case._meta.concrete_fields:
        if said.get(field.name) not in SAID or isinstance(field, models.ForeignKey):
            continue
        if field.name.endswith(("_hash", "_digest", "_by")):
            continue
        is_sealed = isinstance(field, EncryptedField)
        yield field.name, _opened(case, field.name) if is_sealed else getattr(case, field.name)


def _opened(row: Any, name: str) -> Any:
    value = shown(row, name)
    return unreadable() if value is None else value


def _thread(case: Any) -> Any:
    return messages.thread(case) if hasattr(case, "messages") else ()


def _files(case: Any) -> Iterator[tuple[str, bytes]]:
    if not hasattr(case, "files"):
        return
    files = case.files.seen_by_citizen().filter(state="clean").order_by("stored")
    for number, file in enumerate(files, start=1):
        try:
            data, mime = open_file(file), file.detail["type"]
        except CannotOpen:  # the alarm is raised, and the number left out shows it
            continue
        yield f"vedlegg-{number:02}{EXTENSIONS.get(mime, '.bin')}", data


def _account(user: Any) -> dict[str, Any]:
    drafts = Draft.objects.filter(user=user)
    return {
        "name": shown(user.citizen, "name"),
        "national_id": shown(user.citizen, "pid"),
        "last_login": user.last_login,
        "drafts": [{"kind": one.kind, "answers": _opened(one, "answers")} for one in drafts],
        "reports_sent_on": [one.received_on for one in user.concern_reports.all()],
    }


def _named(tie: Tie) -> dict[str, Any]:
    return {
        "reference": tie.case.reference,
        "kind": str(tie.case._meta.verbose_name),
        "part": str(tie.role_name),
        "received": tie.case.received_at,
        "included": tie.role in OWN,
    }


def _json(data: Any) -> str:
    made = {"made_at": timezone.now(), "data": data}
    return json.dumps(made, ensure_ascii=False, indent=2, default=str)
