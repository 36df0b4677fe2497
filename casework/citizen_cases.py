"""Cases whose citizen reads them again: applications, offers of help, questions about invoices.

What the citizen wrote lies under the citizens' keys, so that My page can show it; what employees note lies
under the desk's, as everywhere. Reports of concern are none of these: they are sealed (casework.envelope).
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework.cases import Case
from casework.encryption import lookup_hash
from casework.fields import EncryptedField
from casework.files import Staged
from casework.replies import MY_PAGE


class CitizenCase(Case):
    """Base of an area's case. Subclasses give what `Case` asks for, and with files a `files` relation.

    `citizen` is who signed in, or None where nobody had to. `contact` says where to tell of news:
    {"email": …, "mobile": …}, either of them or none.
    """

    class Source(models.TextChoices):
        WEB = "web", _("Skjema")
        PHONE = "phone", _("Telefon, skrevet av Innbyggerservice")
        PAPER = "paper", _("Papir")

    citizen = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("innbygger"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    source = models.CharField(_("kom inn ved"), max_length=5, choices=Source, editable=False)
    language = models.CharField(_("språk"), max_length=5, editable=False)
    content = EncryptedField(_("innhold"), ring="citizens")
    contact = EncryptedField(_("hvor det gis beskjed"), ring="citizens")
    submission_digest = models.CharField(max_length=64, unique=True, editable=False)
    # Something from the citizen, or another desk's answer, that nobody at the desk has opened yet.
    unread = models.BooleanField(_("ulest"), default=True, editable=False)

    # Whether nobody may learn where the person lives. Areas that ask have their own answer.
    address_is_protected: Any = False
    reply_variables = Case.reply_variables | MY_PAGE
    first_status: str  # the status a case comes in with

    class Meta(Case.Meta):
        abstract = True

    @classmethod
    def receive(
        cls,
        content: dict[str, Any],
        submission_key: str,
        *,
        citizen: Any = None,
        contact: dict[str, str] | None = None,
        files: Sequence[Staged] = (),
        by: Any = None,
        source: str = Source.WEB,
        at: datetime | None = None,
        **fields: Any,
    ) -> Self:
        """Store what was sent and return it as read back after the commit: only now may it be called sent.

        `by` is the employee who writes for a caller, `at` when what came on paper came in: the law's time
        runs from then. `fields` are the area's own columns. The same content
        sent again with the same key is the same case. Raises DatabaseError when it could not be stored.
        """
        digest = cls.digest_of(submission_key, content, citizen)
        try:
            with transaction.atomic():
                if not cls._base_manager.filter(submission_digest=digest).exists():
                    case = cls(
                        status=cls.first_status,
                        received_at=at or timezone.now(),
                        citizen=citizen,
                        source=source,
                        language=get_language() or settings.LANGUAGE_CODE,
                        content=content,
                        contact=contact or {},
                        submission_digest=digest,
                        **fields,
                    )
                    case.save(force_insert=True)
                    case.came_in(files, by=by)
        except IntegrityError:
            # The other press of a double click was first. If not, the line below says so.
            pass
        return cls._base_manager.get(submission_digest=digest)

    @classmethod
    def digest_of(cls, submission_key: str, content: dict[str, Any], citizen: Any) -> str:
        """What makes two sendings one: key, sender and content. Changed and sent again is a second case."""
        sent = json.dumps([submission_key, getattr(citizen, "pk", None), content], default=str)
        return lookup_hash(f"submission {cls.kind()}", sent)

    def came_in(self, files: Sequence[Staged], *, by: Any) -> None:
        """What belongs to arriving, in the transaction that stores the case. Areas add to it."""
        self.note_event("received", by=by, at=self.received_at)
        if files:
            self.files.adopt(files, at=self.received_at, case=self)  # type: ignore[attr-defined]

    def people(self) -> Iterator[str]:
        """Who signed in, and whoever a step asks the number of: each calls it `pid`."""
        if self.citizen:
            yield self.citizen.national_id
        steps = (self.content or {}).values()
        yield from (answers.get("pid") or "" for answers in steps if isinstance(answers, dict))

    def heard_from(self, *, by: Any) -> None:
        """The citizen has written, in the transaction that stores it. Areas say what comes of that."""

    def mark_opened(self, *, by: Any) -> None:
        """Note that the desk has read what came. Does nothing where nothing new came."""
        if type(self)._base_manager.filter(pk=self.pk, unread=True).update(unread=False):
            self.note_event("opened", by=by)
        self.unread = False
