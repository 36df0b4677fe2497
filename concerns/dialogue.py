"""What a reporter and child welfare write to each other after the report.

Public processes read and add inside `presenting` and change no report; what an answer changes, the worker
does. Nothing is kept of a reporter's reading: no visit, no mark that something was seen.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.doorway import presenting
from casework.encryption import CannotOpen, lookup_hash
from casework.fields import shown, unreadable
from casework.files import Staged
from casework.outbox import enqueue, handles
from concerns import clocks, decisions, notices, receipts
from concerns.models import CitizenReport, ConcernReport, ReportFile, ReportMessage
from concerns.models.report import to_the_hour

MOST_AN_HOUR = 20  # messages from one report's reporter

Author = ReportMessage.Author


class TooMany(Exception):
    """The reporter has written as often as one hour takes."""


@dataclass(frozen=True)
class Entry:
    """A message as its readers see it, with its files and their names. `text` is None if it does not open."""

    message: ReportMessage
    text: str | None
    files: list[tuple[ReportFile, str]]


@dataclass(frozen=True)
class Dialogue:
    """All that a reporter sees of a report: that it came, when that was confirmed, and the messages.

    Never its outcome, other clocks, names of employees, or who has read it (product C7).
    """

    report: ConcernReport
    entries: list[Entry]
    notice_asked_for: bool

    @property
    def last_from_desk(self) -> datetime | None:
        return self._last(Author.DESK)

    @property
    def last_from_reporter(self) -> datetime | None:
        return self._last(Author.REPORTER)

    def _last(self, author: str) -> datetime | None:
        return max(
            (entry.message.at for entry in self.entries if entry.message.author == author), default=None
        )


def read(report: ConcernReport) -> Dialogue:
    """The dialogue of an unlocked report."""
    with presenting(report.receipt_digest, notices.digest_of(report.pk)):
        messages = list(report.messages.all())
        files = defaultdict(list)
        for file in report.files.exclude(message=None):
            files[file.message_id].append((file, _name(file)))
        asked_for = notices.is_asked_for(report)
    entries = [Entry(message, shown(message, "text"), files[message.pk]) for message in messages]
    return Dialogue(report, entries, asked_for)


def _name(file: ReportFile) -> str:
    detail = shown(file, "detail")
    return unreadable() if detail is None else detail["name"]


def file_of(report: ConcernReport, file_id: str) -> ReportFile | None:
    """The file of one of the messages; the report's own files are not among them."""
    with presenting(report.receipt_digest):
        return next((file for file in report.files.exclude(message=None) if str(file.pk) == file_id), None)


# --- the reporter writes --------------------------------------------------------------------------------
def reply(report: ConcernReport, text: str, files: Sequence[Staged], submission_key: str) -> None:
    """Store what a reporter writes; once this has returned it may be called sent.

    The same again with the same key is one message. Raises TooMany, or DatabaseError.
    """
    digest = _digest(report, submission_key, text, files)
    if not _is_stored(report, digest):
        _store(report, digest, text, files)
    if not _is_stored(report, digest):
        raise ReportMessage.DoesNotExist("a message that was just stored")


def _digest(report: ConcernReport, submission_key: str, text: str, files: Sequence[Staged]) -> str:
    """Follows from what was sent, so that going back and changing it sends a message of its own."""
    # A file is cleaned and kept anew with each press; what it is stays the same.
    kinds = [[one["name"], one["size"], one["type"]] for one in files]
    return lookup_hash("message", json.dumps([str(report.pk), submission_key, text, kinds]))


def _is_stored(report: ConcernReport, digest: str) -> bool:
    with presenting(report.receipt_digest):
        return report.messages.filter(submission_digest=digest).exists()


def _store(report: ConcernReport, digest: str, text: str, files: Sequence[Staged]) -> None:
    hour = to_the_hour(timezone.now())
    try:
        with presenting(report.receipt_digest):
            if report.messages.filter(author=Author.REPORTER, at=hour).count() >= MOST_AN_HOUR:
                raise TooMany
            message = _add(report, text, files, author=Author.REPORTER, at=hour, submission_digest=digest)
            enqueue("concerns.reply_received", due_at=hour, report=str(report.pk), message=str(message.pk))
    except IntegrityError:
        # The other press of a double click was first; the caller reads its row.
        if not _is_stored(report, digest):
            raise


def _add(report: ConcernReport, text: str, files: Sequence[Staged], **fields: Any) -> ReportMessage:
    message = ReportMessage(report=report, text=text, number=report.messages.count() + 1, **fields)
    message.save(force_insert=True)
    if files:
        report.files.add_staged(report, files, message)
    return message


@handles("concerns.reply_received", gives_up=False)
def reply_received(report: str, message: str) -> None:
    """Show the report as unread, and take it up again where it was closed not long before."""
    answered = ConcernReport.objects.get(pk=report)
    at = answered.messages.get(pk=message).at
    in_time = answered.closed_at and clocks.REOPEN.due(answered.closed_at) >= timezone.localdate(at)
    if answered.status != ConcernReport.Status.CLOSED:
        answered.note_event("reply_received", by=None, at=at)
    elif in_time:
        decisions.reopen(answered, by=None)
    else:
        # Kept and shown as unread; what to do with it, a person decides, best by calling.
        answered.note_event("late_reply", by=None, at=at)
    ConcernReport.objects.filter(pk=report).update(unread=True)


# --- child welfare writes -------------------------------------------------------------------------------
def post_from_desk(
    report: ConcernReport, text: str, files: Sequence[Staged], by: Any, submission_key: str | None = None
) -> ReportMessage:
    """Put an employee's message on the report; the reporter is told of it where they asked for that.

    `files` are staged ones. With a `submission_key` the same press twice is one message. Raises
    ChangedMeanwhile when a colleague did something with the report since it was read.
    """
    digest = _digest(report, submission_key or secrets.token_urlsafe(24), text, files)
    with transaction.atomic():
        sent_before = report.messages.filter(submission_digest=digest).first()
        if sent_before:
            return sent_before
        fields = {"author": Author.DESK, "by": by.get_username(), "at": timezone.now()}
        message = _add(report, text, files, submission_digest=digest, **fields)
        report.change(by=by, event="message_sent")
        enqueue("concerns.message_posted", report=str(report.pk), message=str(message.pk))
    return message


# --- the code -------------------------------------------------------------------------------------------
def code_instead_of(code: str, submission_key: str) -> str:
    """The code that takes the place of one that was read aloud; the same for the same key."""
    return receipts.code_for(submission_key, {"instead of": receipts.digest(code)})


def exchange(old: str, new: str) -> ConcernReport | None:
    """Let `new` open the report that the one-time code `old` opened, and `old` nothing from now on.

    Returns the report, unlocked, also when this exchange was made before; None where it cannot be made:
    no such code, not a one-time code, or somebody else was first.
    """
    digest = receipts.digest(old)
    with presenting(digest, receipts.digest(new)):
        report = ConcernReport.objects.filter(receipt_digest=digest, code_is_spent_once=True).first()
        if report:
            report.unlock(old)
            report.bind_to(new)
            # Found again by the old digest: of two callers, the second changes no row.
            ConcernReport.objects.filter(pk=report.pk, receipt_digest=digest).update(
                receipt_digest=report.receipt_digest,
                key_for_code=report.key_for_code,
                code_is_spent_once=False,
            )
    return ConcernReport.behind(new)


# --- My page --------------------------------------------------------------------------------------------
def has_news(citizen_report: CitizenReport) -> bool:
    """True when child welfare wrote last. It stays so until the reporter writes: reading leaves no mark."""
    return with_news([citizen_report])[0][1]


def with_news(citizen_reports: Iterable[CitizenReport]) -> list[tuple[CitizenReport, bool]]:
    """Each of them with whether it has news. One question for them all, however many."""
    reports, digests = list(citizen_reports), {}
    for report in reports:
        with suppress(CannotOpen):
            digests[report.pk] = receipts.digest(report.code)
    with presenting(*digests.values()):
        messages = ReportMessage.objects.filter(report__receipt_digest__in=digests.values())
        last = dict(messages.values_list("report__receipt_digest", "author"))
    return [(report, last.get(digests.get(report.pk, "")) == Author.DESK) for report in reports]
