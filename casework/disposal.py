"""Deleting what is past its time: listed, approved by two persons, held back where a claim runs, counted,
written down outside the database, and only then gone (arkivlova § 9; GDPR art. 5, 1 e and 17)."""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, Self

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.bars import Bar
from casework.cases import Case
from casework.checklists import Check
from casework.events import Event
from casework.fields import EncryptedField
from casework.files import StoredFile
from casework.log_chain import RETENTION_ROLE
from casework.referrals import Referral
from casework.retention import Rule, rules, today
from casework.storage import sealed_storage

FOLDER = "deletions"
MOST_ON_A_LIST = 500


class NotYours(Exception):
    """This person may not approve, or has approved already."""


class Hold(models.Model):
    """A claim, an inspection or a court's order: this case is not deleted while it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thing = models.CharField(_("sak"), max_length=40, db_index=True)
    reference = models.CharField(_("referanse"), max_length=20)
    rule = models.CharField(_("regel"), max_length=60)
    reason = EncryptedField(_("grunn"))
    by = models.CharField(_("av"), max_length=150)
    at = models.DateTimeField(_("tid"), default=timezone.now)
    lifted_by = models.CharField(_("opphevet av"), max_length=150, blank=True)
    lifted_at = models.DateTimeField(_("opphevet"), null=True)

    class Meta:
        verbose_name = _("slettestans")
        default_permissions = ()

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def holds(cls, thing: Any) -> bool:
        return cls.objects.filter(thing=str(thing.pk), lifted_at=None).exists()

    def lift(self, *, by: Any) -> None:
        """Let retention go on. Does nothing to one that was lifted before."""
        mine = type(self).objects.filter(pk=self.pk, lifted_at=None)
        mine.update(lifted_by=by.get_username(), lifted_at=timezone.now())


class ArchiveExport(models.Model):
    """A case was given to the archive, and, once its receipt is noted, is there."""

    thing = models.CharField(_("sak"), max_length=40, unique=True)
    kind = models.CharField(_("sakstype"), max_length=60)
    manifest_digest = models.CharField(_("kontrollsum"), max_length=64, db_index=True)
    exported_at = models.DateTimeField(_("gitt til arkivet"))
    archive_reference = models.CharField(_("arkivets referanse"), max_length=100, blank=True)
    confirmed_at = models.DateTimeField(_("bekreftet"), null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.archive_reference

    @classmethod
    def has(cls, thing: Any) -> bool:
        """True when the archive has confirmed it, and nothing has happened since it was given."""
        given = cls.objects.filter(thing=str(thing.pk), confirmed_at__isnull=False).first()
        if given is None:
            return False
        return not Event.objects.filter(case_id=thing.pk, at__gt=given.exported_at).exists()


class Disposal(models.Model):
    """One list of things of one rule, to be deleted when two persons have approved it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rule = models.CharField(_("regel"), max_length=60)
    made_at = models.DateTimeField(_("laget"), default=timezone.now)
    made_by = models.CharField(_("laget av"), max_length=150)
    first_by = models.CharField(_("først godkjent av"), max_length=150, blank=True)
    first_at = models.DateTimeField(_("først godkjent"), null=True)
    second_by = models.CharField(_("også godkjent av"), max_length=150, blank=True)
    second_at = models.DateTimeField(_("også godkjent"), null=True)
    done_at = models.DateTimeField(_("slettet"), null=True)

    class Meta:
        verbose_name = _("sletteliste")
        verbose_name_plural = _("sletting")
        default_permissions = ()
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by="") | ~Q(second_by=F("first_by")), name="two_persons"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(second_at__isnull=False), name="approved_first"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def prepare(cls, rule: Rule, *, by: Any) -> Self | None:
        """List what may go now, the oldest first and no more than two can look over; None for nothing."""
        listed = set(DisposalItem.objects.filter(disposal__done_at=None).values_list("thing", flat=True))
        keeps = judge(rule)
        due = (thing for thing in rule.due(rule, today()) if not keeps(thing))
        ready = list(islice((thing for thing in due if str(thing.pk) not in listed), MOST_ON_A_LIST))
        if not ready:
            return None
        with transaction.atomic():
            disposal = cls.objects.create(rule=rule.name, made_by=by.get_username())
            for thing in ready:
                disposal.items.create(thing=str(thing.pk), reference=thing.reference)
        return disposal

    @property
    def is_approved(self) -> bool:
        return self.second_at is not None

    def may_be_approved_by(self, user: Any) -> bool:
        """True for a member of the rule's groups who has not approved it before."""
        return not self.is_approved and user.get_username() != self.first_by and self._may(user)

    def approve(self, *, by: Any) -> None:
        """The first of two approvals, or the second by somebody else. Raises NotYours."""
        with transaction.atomic():
            fresh = type(self).objects.select_for_update().get(pk=self.pk)
            if not fresh.may_be_approved_by(by):
                raise NotYours
            place = "second" if fresh.first_by else "first"
            type(self).objects.filter(pk=self.pk).update(
                **{f"{place}_by": by.get_username(), f"{place}_at": timezone.now()}
            )
        self.refresh_from_db()

    def carry_out(self) -> Counter:
        """Delete what is still due, each thing in a transaction of its own; returns how it went with each."""
        if not self.is_approved:
            raise NotYours
        rule, went = rules[self.rule], Counter[str]()
        for item in self.items.filter(outcome=""):
            item.outcome = _delete(rule, item.thing, self) or "deleted"
            item.save(update_fields=["outcome"])
            went[item.outcome] += 1
        type(self).objects.filter(pk=self.pk).update(done_at=timezone.now())
        return went

    def _may(self, user: Any) -> bool:
        return self.rule in rules and rules[self.rule].may_be_approved_by(user)


class DisposalItem(models.Model):
    """One thing on a list. A reference outlives what it named: it says nothing of anybody."""

    disposal = models.ForeignKey(Disposal, on_delete=models.CASCADE, related_name="items")
    thing = models.CharField(_("sak"), max_length=40)
    reference = models.CharField(_("referanse"), max_length=20)
    outcome = models.CharField(_("utfall"), max_length=40, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.reference


class PastCases(models.Model):
    """How many cases of one month and these codes have been deleted: statistics count them on."""

    kind = models.CharField(max_length=60)
    month = models.CharField(max_length=7)
    figures = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "month"], name="past_kind_month")]

    def __str__(self) -> str:
        return f"{self.kind} {self.month}"

    @classmethod
    def add(cls, kind: str, month: str, figures: dict[str, Any]) -> None:
        digest = hashlib.sha256(json.dumps([kind, month, figures], sort_keys=True).encode()).hexdigest()
        cls.objects.get_or_create(digest=digest, defaults={"kind": kind, "month": month, "figures": figures})
        cls.objects.filter(digest=digest).update(count=F("count") + 1)


def counts(model: Any, code: str) -> Counter:
    """How many cases came in each month with each value of one code, also those that are deleted by now."""
    total = Counter[tuple[str, Any]]()
    for at, value in model._base_manager.values_list("received_at", code):
        total[timezone.localtime(at).strftime("%Y-%m"), value] += 1
    for past in PastCases.objects.filter(kind=model.kind()):
        total[past.month, past.figures.get(code)] += past.count
    return total


def judge(rule: Rule) -> Callable[[Any], str]:
    """`why_kept` for many: what is held and what the archive has is read once."""
    held = set(Hold.objects.filter(lifted_at=None).values_list("thing", flat=True))
    given = ArchiveExport.objects.filter(kind=rule.name, confirmed_at__isnull=False)
    archived = dict(given.values_list("thing", "exported_at"))

    def keeps(thing: Any) -> str:
        key = str(thing.pk)
        if key in held:
            return "held"
        if rule.archived and (key not in archived or thing.last > archived[key]):
            return "not archived"
        return ""

    return keeps


def why_kept(rule: Rule, thing: Any) -> str:
    """What keeps a thing that is past its time; empty where it may go."""
    if Hold.holds(thing):
        return "held"
    if rule.archived and not ArchiveExport.has(thing):
        return "not archived"
    return ""


def erase(case: Any) -> None:
    """Delete a case with its files, events, bars, ticks and referrals. The access log outlives it, with its
    own rule.
    """
    for related in case._meta.related_objects:
        if issubclass(related.related_model, StoredFile):
            related.related_model.objects.filter(**{related.field.name: case}).erase()
    Bar.objects.filter(case_id=case.pk).delete()
    Check.objects.filter(case_id=case.pk).delete()
    Referral.objects.of(case).delete()
    Event.objects.filter(case_id=case.pk).delete()
    type(case)._base_manager.filter(pk=case.pk).delete()


def replay(*, delete: bool) -> Counter:
    """After a restore: find what was deleted and is here again; with `delete`, delete it again."""
    found = Counter[str]()
    for name, key in _written_down():
        with transaction.atomic(), as_retention_role():
            thing = rules[name].there(key) if name in rules else None
            if thing is None:
                continue
            found[name] += 1
            if delete:
                _count_on(rules[name], thing)
                rules[name].dispose(thing)
    return found


@contextmanager
def as_retention_role() -> Iterator[None]:
    """Within a transaction: the role that may delete traces, where the database has it (database_roles)."""
    if connection.vendor != "postgresql" or not _has_role():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {RETENTION_ROLE}")
        yield
        cursor.execute("RESET ROLE")


def may_delete_traces() -> bool:
    """False on PostgreSQL for a user who is no member of retention's role: the desk's, and all faces'."""
    if connection.vendor != "postgresql" or not _has_role():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(%s, 'MEMBER')", [RETENTION_ROLE])
        return bool(cursor.fetchone()[0])


def _has_role() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [RETENTION_ROLE])
        return cursor.fetchone() is not None


def _delete(rule: Rule, key: str, disposal: Disposal) -> str:
    """Judge once more and delete; returns what keeps it after all, or nothing."""
    with transaction.atomic(), as_retention_role():
        thing = rule.there(key)
        if thing is None:
            return "gone before"
        if not _is_due(rule, key, thing):
            return "no longer due"
        if why := why_kept(rule, thing):
            return why
        # First, and outside the database: what a restored backup would bring back is deleted from this.
        _write_down(rule, key, disposal)
        _count_on(rule, thing)
        rule.dispose(thing)
    return ""


def _is_due(rule: Rule, key: str, thing: Any) -> bool:
    if rule.still_due:
        return rule.still_due(thing, today())
    due = rule.due(rule, today())
    if isinstance(due, models.QuerySet):
        return due.filter(pk=key).exists()
    return any(str(thing.pk) == key for thing in due)


def _count_on(rule: Rule, thing: Any) -> None:
    if hasattr(thing, "received_at") and rule.dispose is erase:
        month = timezone.localtime(thing.received_at).strftime("%Y-%m")
        PastCases.add(thing.kind(), month, rule.figures(thing))


def _write_down(rule: Rule, key: str, disposal: Disposal) -> None:
    line = {"rule": rule.name, "thing": key, "list": str(disposal.pk), "at": timezone.now().isoformat()}
    name = f"{FOLDER}/{timezone.now():%Y%m}/{uuid.uuid4().hex}"
    sealed_storage().save(name, ContentFile(json.dumps(line).encode()))


def _written_down() -> Iterator[tuple[str, str]]:
    storage = sealed_storage()
    try:
        months = storage.listdir(FOLDER)[0]
    except FileNotFoundError:  # nothing has been deleted yet
        return
    for month in months:
        for name in storage.listdir(f"{FOLDER}/{month}")[1]:
            with storage.open(f"{FOLDER}/{month}/{name}") as file:
                line = json.loads(file.read())
            yield line["rule"], line["thing"]


def report(names: Iterable[str] | None = None, most: int | None = None) -> Iterator[tuple[Rule, Counter]]:
    """What each rule, or each of these, says today: how many may go, are held, or wait for the archive.

    Looks at no more than `most` of each rule, the oldest.
    """
    for name in sorted(rules if names is None else names):
        rule = rules[name]
        keeps = judge(rule)
        yield rule, Counter(keeps(thing) or "due" for thing in islice(rule.due(rule, today()), most))


def model_of(rule: Rule) -> Any:
    """The kind of case a rule is for; None where it is for something else."""
    model = (
        apps.get_model(rule.name)
        if rule.name in {one._meta.label_lower for one in apps.get_models()}
        else None
    )
    return model if model and issubclass(model, Case) else None
