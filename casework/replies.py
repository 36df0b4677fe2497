"""Replies a team has written beforehand. What they may name of a case is a list, and holds no content."""

import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

VARIABLE = re.compile(r"{([^{}\n]*)}")
LONGEST_REPLY = 10_000
LANGUAGES = {"nb": _("bokmål"), "nn": _("nynorsk"), "en": _("engelsk")}


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j. F Y")


type Variables = dict[str, Callable[[Any], str]]

IN_ALL_CASES: Variables = {
    "referanse": lambda case: case.reference,
    "mottatt": lambda case: _day(case.received_at),
    "dato": lambda case: _day(timezone.now()),
}
MY_PAGE: Variables = {"minside": lambda case: f"{settings.SITE_URL}/minside/"}


def known_in(case_kind: str) -> Variables:
    """What a template of this kind of case may name: nothing, where there is no such kind."""
    kinds = {model._meta.label_lower: model for model in apps.get_models()}
    return _variables_of(kinds.get(case_kind))


def names_known_variables(text: str, known: Iterable[str] | None = None) -> None:
    """Raises ValidationError where braces hold anything but a variable; of any case, or of those `known`."""
    if known is None:
        known = dict.fromkeys(name for model in apps.get_models() for name in _variables_of(model))
    for name in VARIABLE.findall(text):
        if name not in known:
            raise ValidationError(
                _("«{%(name)s}» kjenner vi ikke. Du kan bruke %(known)s."),
                params={"name": name, "known": in_braces(known)},
            )


def in_braces(names: Iterable[str]) -> str:
    """The variables as they are written in a template."""
    return ", ".join(f"{{{name}}}" for name in names)


def _variables_of(model: Any) -> Variables:
    return getattr(model, "reply_variables", {})


class ReplyTemplate(models.Model):
    """A reply of one kind of case, in the languages citizens write in. Where one is empty, bokmål is used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_kind = models.CharField(_("sakstype"), max_length=60)
    name = models.CharField(_("navn"), max_length=60)
    text_nb = models.TextField(LANGUAGES["nb"], max_length=LONGEST_REPLY, validators=[names_known_variables])
    text_nn = models.TextField(
        LANGUAGES["nn"], max_length=LONGEST_REPLY, blank=True, validators=[names_known_variables]
    )
    text_en = models.TextField(
        LANGUAGES["en"], max_length=LONGEST_REPLY, blank=True, validators=[names_known_variables]
    )

    class Meta:
        verbose_name = _("svarmal")
        verbose_name_plural = _("svarmaler")
        ordering = ["name"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case_kind", "name"], name="one_reply_of_a_name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError for a variable that this kind of case does not have."""
        for name in (f"text_{language}" for language in LANGUAGES):
            try:
                names_known_variables(getattr(self, name), known_in(self.case_kind))
            except ValidationError as refused:
                raise ValidationError({name: refused}) from refused

    def languages_for(self, case: Any) -> list[str]:
        """The reader's, or where nobody keeps which that is, those it is written in."""
        if language := getattr(case, "language", ""):
            return [language]
        return [one for one in LANGUAGES if getattr(self, f"text_{one}")]

    def filled_for(self, case: Any, language: str) -> str:
        """The text in this language, bokmål where it is not written in it. What is no variable stays."""
        known = case.reply_variables
        text = getattr(self, f"text_{language}", "") or self.text_nb
        with override(language):
            return VARIABLE.sub(lambda found: known[found[1]](case) if found[1] in known else found[0], text)
