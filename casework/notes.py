"""What an employee keeps of a phone call, a meeting, or a thought: with the papers that belong to it.

Nothing of it reaches the citizen: neither the words nor the files. `StoredFileQuerySet.seen_by_citizen`
leaves the files out, and on PostgreSQL the public role sees no row of them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.cases import Note
from casework.fields import EncryptedField, holds, shown, unreadable
from casework.files import Staged


class CaseNote(Note):
    """A note with its kind, when it took place and with whom. Its files have it as their `note`."""

    class Kind(models.TextChoices):
        NOTE = "note", gettext_lazy("Notat")
        PHONE = "phone", gettext_lazy("Telefonsamtale")
        MEETING = "meeting", gettext_lazy("Møte")

    kind = models.CharField(
        gettext_lazy("slag"), max_length=8, choices=Kind, default=Kind.NOTE, editable=False
    )
    # Empty for a thought, which took place when it was written.
    took_place_at = models.DateTimeField(gettext_lazy("fant sted"), null=True, editable=False)
    with_whom = EncryptedField(gettext_lazy("med hvem"), null=True)

    class Meta(Note.Meta):
        abstract = True

    @property
    def circumstances(self) -> str:
        """What it was, when, and with whom, for a page or a paper; empty for a plain note."""
        said = [str(self.get_kind_display())]
        if self.took_place_at:
            said.append(date_format(timezone.localtime(self.took_place_at), "j. F Y H.i"))
        if holds(self, "with_whom"):
            said.append(_("med %(whom)s") % {"whom": shown(self, "with_whom") or unreadable()})
        return ", ".join(said) if len(said) > 1 or self.kind != self.Kind.NOTE else ""


def keep(
    case: Any,
    *,
    by: Any,
    text: str,
    kind: str = CaseNote.Kind.NOTE,
    took_place_at: datetime | None = None,
    with_whom: str = "",
    files: Sequence[Staged] = (),
) -> None:
    """Keep a note with its staged files; a call or a meeting without a time took place now.

    It counts as a change, so that a colleague who writes at the same time sees it. Raises ChangedMeanwhile.
    """
    if kind != CaseNote.Kind.NOTE:
        took_place_at = took_place_at or timezone.now()
    about = {"kind": kind, "took_place_at": took_place_at, "with_whom": with_whom or None}
    with transaction.atomic():
        case.change(by=by, event="noted")
        note = case.notes.create(text=text, by=by.get_username(), **about)
        if files:
            case.files.adopt(files, at=note.at, note=note, **{case.files.field.name: case})
