"""The list of reports: what waits, what is late, and the columns that say so in words."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from casework.admin.lists import ChoiceFilter
from concerns.models import ReportMessage

WAITING = {
    "acute": (_("Haster og er ikke åpnet"), lambda reports, user: reports.acute_unopened()),
    "unread": (_("Ulest"), lambda reports, user: reports.unread()),
    "unanswered": (_("Ubesvarte beskjeder"), lambda reports, user: reports.unanswered()),
    "feedback": (
        _("Tilbakemelding innen en uke"),
        lambda reports, user: reports.feedback_due_before(_today() + timedelta(days=8)),
    ),
}
LATE = {
    "any": (_("Over en frist"), lambda reports, user: reports.due_before(_today())),
    "week": (
        _("Frist innen en uke"),
        lambda reports, user: reports.due_before(_today() + timedelta(days=8)),
    ),
    "review": (_("Gjennomgang over fristen"), lambda reports, user: reports.review_overdue(_today())),
    "feedback": (
        _("Tilbakemelding over fristen"),
        lambda reports, user: reports.feedback_due_before(_today()),
    ),
    "investigation": (
        _("Undersøkelse over fristen"),
        lambda reports, user: reports.investigation_overdue(_today()),
    ),
}


class WaitingFilter(ChoiceFilter):
    title = _("hva som venter")
    parameter_name = "waits"
    choices_of_rows = WAITING


class LateFilter(ChoiceFilter):
    title = _("frist")
    parameter_name = "late"
    choices_of_rows = LATE


class AcuteFilter(ChoiceFilter):
    on_start = False
    title = _("haster")
    parameter_name = "acute"
    choices_of_rows = {"yes": (_("Haster"), lambda reports, user: reports.filter(acute=True))}


def marks(report) -> str:
    """Status, and in front of it what must not be overlooked."""
    said = [("acute", _("Haster"))] if report.acute else []
    said += [("unread", _("Ulest"))] if report.unread else []
    badges = format_html_join(" ", '<span class="desk-mark desk-{}">{}</span>', said)
    return format_html("{} {}", badges, report.get_status_display())


def deadlines(clocks) -> str:
    """Each deadline in words, on a line of its own, marked by how near it is."""
    lines = ((clock.state, clock.words) for clock in clocks)
    return format_html_join("", '<span class="desk-clock desk-{}">{}</span>', lines) or "–"


def last_written(author: str | None, at) -> str:
    """Who wrote last and on which day; a dash where nobody has written."""
    if not at:
        return "–"
    who = _("Melder") if author == ReportMessage.Author.REPORTER else _("Vi")
    return f"{who}, {short(at)}"


def short(at) -> str:
    """A day as a narrow column has room for it."""
    return date_format(timezone.localtime(at), "j. b Y")


def _today():
    return timezone.localdate()
