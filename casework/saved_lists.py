"""A list that somebody comes back to: the filters they chose, under a name, for themself or for the team."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60


class SavedListQuerySet(models.QuerySet["SavedList"]):
    def for_user(self, user: Any, kinds: Iterable[str]) -> Self:
        """Their own and the team's, of the kinds of case they may open."""
        mine = models.Q(owner=user) | models.Q(shared=True)
        return self.filter(mine, case_kind__in=list(kinds)).select_related("owner")


class SavedList(models.Model):
    """Choices of filters of one kind of case. Whoever opens it sees the cases they may see, and no others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    case_kind = models.CharField(_("sakstype"), max_length=60)
    name = models.CharField(_("navn"), max_length=LONGEST_NAME)
    chosen = models.JSONField(_("valgte filtre"))  # filter: choice
    shared = models.BooleanField(_("delt med alle på området"), default=False)

    objects = SavedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("lagret liste")
        default_permissions = ()
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "case_kind", "name"], name="one_saved_list_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def query(self) -> str:
        """The list's address after its question mark."""
        return urlencode(self.chosen)


def choices_in(query: str, allowed: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The filters' choices in an address. What is no choice of a filter is left out."""
    asked = QueryDict(query).dict()
    return {name: value for name, value in asked.items() if value in allowed.get(name, ())}
