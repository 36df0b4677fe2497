"""Messages and files on a citizen's case, both ways.

The citizen is told that something came, never what: one neutral mail or text message for all areas.
"""

import secrets
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from casework.citizen_cases import CitizenCase
from casework.encryption import lookup_hash
from casework.fields import EncryptedField, shown, unreadable
from casework.files import Staged, StoredFile, of_one
from casework.outbox import enqueue, handles

MOST_AN_HOUR = 20  # messages from one citizen on one case


class TooMany(Exception):
    """The citizen has written as often as one hour takes."""


class CaseMessage(models.Model):
    """One message. Areas add `case` with related_name="messages"."""

    class Author(models.TextChoices):
        CITIZEN = "citizen", gettext_lazy("Innbygger")
        DESK = "desk", gettext_lazy("Kommunen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.CharField(max_length=8, choices=Author, editable=False)
    # The employee, or the user name of the citizen who wrote; the citizen sees no employee's name.
    by = models.CharField(max_length=150, blank=True, editable=False)
    at = models.DateTimeField(gettext_lazy("tid"), default=timezone.now, editable=False)
    # Sent twice with the same key is one message.
    submission_digest = models.CharField(max_length=64, unique=True, editable=False)
    text = EncryptedField(gettext_lazy("tekst"), ring="citizens")

    class Meta:
        abstract = True
        ordering = ["at", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class CaseFile(StoredFile):
    """A file of a citizen's case, of a message on it, or of a note, which the citizen never sees.

    Areas add `case`, and null `message` and `note`, each with related_name="files".
    """

    case: Any  # an area's foreign key, in the place of StoredFile's property
    detail = EncryptedField(gettext_lazy("filnavn og nøkkel"), ring="citizens")

    class Meta(StoredFile.Meta):
        abstract = True
        constraints = [of_one()]

    @property
    def shown_name(self) -> str:
        """The file's name for a page, or that it cannot be opened."""
        return (shown(self, "detail") or {}).get("name") or unreadable()


def thread(case: Any) -> Iterator[tuple[Any, str | None, list[Any]]]:
    """Each message, oldest first, with its text (None where it does not open) and its files. Two queries."""
    for message in case.messages.prefetch_related("files"):
        yield message, shown(message, "text"), list(message.files.all())


def post_from_citizen(
    case: CitizenCase, text: str, files: Sequence[Staged] = (), *, by: Any, submission_key: str
) -> None:
    """Store what a citizen writes on their case; once this has returned it may be called sent.

    It never loses to a caseworker who writes at the same time. Raises TooMany, or DatabaseError.
    """
    author, hour_ago = CaseMessage.Author.CITIZEN, timezone.now() - timedelta(hours=1)
    digest = lookup_hash("case message", f"{case.pk} {submission_key} {text}")
    try:
        with transaction.atomic():
            if case.messages.filter(submission_digest=digest).exists():  # type: ignore[attr-defined]
                return
            if case.messages.filter(author=author, at__gt=hour_ago).count() >= MOST_AN_HOUR:  # type: ignore[attr-defined]
                raise TooMany
            _add(case, text, files, author=author, by=by.get_username(), submission_digest=digest)
            case.note_event("message_received", by=by)
            type(case)._base_manager.filter(pk=case.pk).update(unread=True, version=F("version") + 1)
            case.heard_from(by=by)
    except IntegrityError:
        # The other press of a double click was first.
        case.messages.get(submission_digest=digest)  # type: ignore[attr-defined]


def post_from_desk(case: CitizenCase, text: str, files: Sequence[Staged] = (), *, by: Any) -> Any:
    """Put an employee's message on the case and tell the citizen. Raises ChangedMeanwhile."""
    with transaction.atomic():
        case.change(by=by, event="message_sent")
        return post_notice(case, text, files, by=by)


def post_notice(case: CitizenCase, text: str, files: Sequence[Staged] = (), *, by: Any) -> Any:
    """Leave the citizen a message, and tell them. The change and its event are the caller's, in the same
    transaction.
    """
    digest = lookup_hash("case message", secrets.token_urlsafe(24))
    author = CaseMessage.Author.DESK
    with transaction.atomic():
        message = _add(case, text, files, author=author, by=by.get_username(), submission_digest=digest)
        tell(case)
    return message


def _add(case: Any, text: str, files: Sequence[Staged], **fields: Any) -> Any:
    message = case.messages.create(text=text, **fields)
    if files:
        case.files.adopt(files, at=message.at, case=case, message=message)
    return message


def tell(case: CitizenCase) -> None:
    """Have the citizen told, after the commit, that there is news on My page."""
    enqueue("casework.tell_citizen", model=case._meta.label, case=str(case.pk))


@handles("casework.tell_citizen")
def tell_citizen(model: str, case: str) -> None:
    """Send one neutral mail, or a text message where there is no mail. Raises what the channel raises."""
    from casework import mail, sms  # what knows telephone numbers is heavy, and only the worker sends

    told: Any = apps.get_model(model)._base_manager.get(pk=case)
    contact = told.contact or {}
    with override(told.language):
        text = _("Du har en ny beskjed. Logg inn på Min side for å lese den: %(address)s")
        text %= {"address": f"{settings.SITE_URL}/minside/"}
    if email := contact.get("email"):
        mail.send(email, text)
    elif mobile := contact.get("mobile"):
        sms.send(sms.normalised(mobile), text)
