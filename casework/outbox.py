"""Work to do after the commit, kept in the database so that it happens at least once.

A row is written in the transaction of what it follows from. A worker leases it; if the worker dies
the lease runs out and the next one takes over. Payloads hold ids, never anything about a person.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

alarm = logging.getLogger("portal.alarm")

LEASE = timedelta(minutes=2)
ATTEMPTS = 8  # over about two hours; then it waits for a person
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)

type Handler = Callable[..., None]
_handlers: dict[str, Handler] = {}
_never_given_up: set[str] = set()


def handles(kind: str, *, gives_up: bool = True) -> Callable[[Handler], Handler]:
    """Declare the function that does work of this kind. It gets the payload as keywords.

    What is never given up is tried each hour at the least, and raises the alarm after every eighth failure.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if not gives_up:
            _never_given_up.add(kind)
        return handler

    return register


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self, at: datetime) -> Self:
        not_given_up = models.Q(attempts__lt=ATTEMPTS) | models.Q(kind__in=_never_given_up)
        return self.filter(not_given_up, due_at__lte=at)


class Message(models.Model):
    """One piece of work that waits. What is done is gone: when it was done would tell when it began."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=100, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("utsending")
        verbose_name_plural = _("utsendinger")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @classmethod
    def claim(cls, at: datetime) -> "Message | None":
        """Lease the next waiting message, or None. Two workers never get the same one."""
        with transaction.atomic():
            waiting = cls.objects.waiting(at).order_by("due_at")
            if connection.features.has_select_for_update_skip_locked:
                waiting = waiting.select_for_update(skip_locked=True)
            message = waiting.first()
            if message:
                message.attempts += 1
                message.due_at = coarse(at + LEASE)
                message.save(update_fields=["attempts", "due_at"])
            return message

    def deliver(self) -> None:
        """Do the work. A failure is kept by its class name alone and tried again; the last one alarms."""
        try:
            with transaction.atomic():
                _handlers[self.kind](**self.payload)
                type(self).objects.filter(pk=self.pk).delete()
        except Exception as error:
            self.error = type(error).__name__[:100]
            pause = LONGEST_PAUSE if self.attempts >= ATTEMPTS else FIRST_PAUSE * 2**self.attempts
            self.due_at = coarse(timezone.now() + min(pause, LONGEST_PAUSE))
            self.save(update_fields=["error", "due_at"])
            if self.attempts % ATTEMPTS == 0:
                event = "work_keeps_failing" if self.kind in _never_given_up else "work_given_up"
                alarm.error(event, extra={"kind": self.kind, "error": self.error})


def coarse(at: datetime) -> datetime:
    """The next full five minutes: a row that waits must not tell the minute in which something was sent."""
    past = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at - past + timedelta(minutes=5)


def enqueue(kind: str, *, due_at: datetime | None = None, **payload: Any) -> Message:
    """Ask for work once this transaction is committed. Raises KeyError for a kind nobody handles."""
    _handlers[kind]
    return Message.objects.create(kind=kind, payload=payload, due_at=due_at or timezone.now())


def deliver_waiting(limit: int = 100) -> int:
    """Deliver what waits, at most `limit` messages; returns how many were tried."""
    for count in range(limit):
        message = Message.claim(timezone.now())
        if message is None:
            return count
        message.deliver()
    return limit
