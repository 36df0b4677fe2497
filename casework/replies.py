"""Replies a team has written beforehand. What they may name of a case is a list, and holds no content."""

import re
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

if TYPE_CHECKING:
    from casework.citizen_cases import CitizenCase

VARIABLE = re.compile(r"{([^{}\n]*)}")
LONGEST_REPLY = 10_000


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j. F Y")


VARIABLES: dict[str, Callable[[Any], str]] = {
    "referanse": lambda case: case.reference,
    "mottatt": lambda case: _day(case.received_at),
    "dato": lambda case: _day(timezone.now()),
    "minside": lambda case: f"{settings.SITE_URL}/minside/",
}


def names_known_variables(text: str) -> None:
    """Raises ValidationError where braces hold anything but a variable of the list."""
    for name in VARIABLE.findall(text):
        if name not in VARIABLES:
            raise ValidationError(
                _("«{%(name)s}» kjenner vi ikke. Du kan bruke %(known)s."),
                params={"name": name, "known": ", ".join(f"{{{one}}}" for one in VARIABLES)},
            )


class ReplyTemplate(models.Model):
    """A reply of one kind of case, in the languages citizens write in. Where one is empty, bokmål is used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_kind = models.CharField(_("sakstype"), max_length=60)
    name = models.CharField(_("navn"), max_length=60)
    text_nb = models.TextField(_("bokmål"), max_length=LONGEST_REPLY, validators=[names_known_variables])
    text_nn = models.TextField(
        _("nynorsk"), max_length=LONGEST_REPLY, blank=True, validators=[names_known_variables]
    )
    text_en = models.TextField(
        _("engelsk"), max_length=LONGEST_REPLY, blank=True, validators=[names_known_variables]
    )

    class Meta:
        verbose_name = _("svarmal")
        verbose_name_plural = _("svarmaler")
        ordering = ["name"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case_kind", "name"], name="one_reply_of_a_name")]

    def __str__(self) -> str:
        return self.name

    def filled_for(self, case: "CitizenCase") -> str:
        """The text in the citizen's language. What is no variable stays as it is written."""
        text = getattr(self, f"text_{case.language}", "") or self.text_nb
        with override(case.language):
            return VARIABLE.sub(
                lambda found: VARIABLES[found[1]](case) if found[1] in VARIABLES else found[0], text
            )
