"""Finding a child's reports without a name or a number standing in any column."""

from collections.abc import Iterable

from django.db import models

from casework.encryption import keyed_hash
from crispy_designsystemet.text import plain


def name_tokens(names: Iterable[str]) -> set[str]:
    """Keyed hashes of each word of the names, so that a child can be found by exact name."""
    words = {word for name in names for word in plain(name).casefold().split()}
    return {keyed_hash("concern name", word) for word in words}


def number_token(national_id: str) -> str:
    """A keyed hash of a child's national identity number."""
    return keyed_hash("concern national id", national_id)


class NameToken(models.Model):
    """A keyed hash of one word of a child's name, or of the child's number. Made by the staff side."""

    report = models.ForeignKey("concerns.ConcernReport", on_delete=models.CASCADE, related_name="name_tokens")
    token = models.CharField(max_length=64, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "token"], name="one_token_a_report")]

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def index(cls, report) -> None:
        """Make the report's children findable. Doing it again changes nothing."""
        tokens = name_tokens([report.child_name.replace(",", " ")])
        tokens |= {number_token(child["pid"]) for child in report.children if child.get("pid")}
        rows = (cls(report=report, token=token) for token in tokens)
        cls.objects.bulk_create(rows, ignore_conflicts=True)
