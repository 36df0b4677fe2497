"""Questions about many reports. Time and person are arguments, never looked up inside."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Self

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from casework.cases import CaseQuerySet
from concerns import clocks
from concerns.models.dialogue import ReportMessage
from concerns.models.names import name_tokens

MOST_NAMES = 12  # in one search: each is a join, and a database takes only so many


class ConcernReportQuerySet(CaseQuerySet):
    def naming(self, words: str) -> Self:
        """Reports on a child whose name has all of these words; none where no name has so many."""
        tokens = name_tokens([words])
        if len(tokens) > MOST_NAMES:
            return self.none()
        found = self
        for token in tokens:
            found = found.filter(name_tokens__token=token)
        return found

    def unread(self) -> Self:
        return self.filter(unread=True)

    def acute_unopened(self) -> Self:
        # What nobody has opened is unread as well; the index of the unread finds it.
        return self.filter(unread=True, acute=True, opened_at=None)

    def unanswered(self) -> Self:
        """Open reports in which the reporter wrote last."""
        return self.open().with_last_message().filter(last_author=ReportMessage.Author.REPORTER)

    def with_last_message(self) -> Self:
        """Each report with `last_author` and `last_at`, None where nobody has written."""
        messages = ReportMessage.objects.filter(report=OuterRef("pk")).order_by("-number", "-at", "-id")
        return self.annotate(
            last_author=Subquery(messages.values("author")[:1]), last_at=Subquery(messages.values("at")[:1])
        )

    # --- clocks, as concerns.clocks.running says them one by one --------------------------------------
    def review_overdue(self, on: date) -> Self:
        waiting = (self.model.Status.RECEIVED, self.model.Status.IN_REVIEW)
        received = _began_before(clocks.REVIEW.due, on)
        return self.filter(status__in=waiting, reviewed_at=None, received_at__lt=received)

    def feedback_due_before(self, on: date) -> Self:
        """The reporter is still to be told, before `on`; a duty reporter also of the investigation's end."""
        received = Q(feedback_sent_at=None, received_at__lt=_began_before(clocks.FEEDBACK.due, on))
        told = Q(feedback_sent_at=None) | Q(feedback_sent_at__lt=F("concluded_at"))
        ended = _began_before(clocks.CONCLUSION_FEEDBACK.due, on)
        professional = self.model.Reporter.PROFESSIONAL
        return self.filter(received | (told & Q(reporter=professional, concluded_at__lt=ended)))

    def due_before(self, on: date) -> Self:
        """Some clock of the report runs out before `on`."""
        return self.review_overdue(on) | self.feedback_due_before(on) | self.investigation_overdue(on)

    def investigation_overdue(self, on: date) -> Self:
        usual = Q(is_extended=False, received_at__lt=_began_before(_investigated(clocks.INVESTIGATION), on))
        extended = _began_before(_investigated(clocks.INVESTIGATION_EXTENDED), on)
        late = usual | Q(is_extended=True, received_at__lt=extended)
        return self.filter(late, status=self.model.Status.INVESTIGATING, concluded_at=None)


def _investigated(clock: clocks.Clock) -> Callable[[date], date]:
    return lambda received: clock.due(clocks.REVIEW.due(received))


def _began_before(due: Callable[[date], date], on: date) -> datetime:
    """The instant before which it began, whatever was due before `on`: months go back one way only."""
    day = on
    while due(day) >= on:
        day -= timedelta(days=1)
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
