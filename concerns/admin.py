from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework.admin import TAKE, AssignedFilter, CaseAdmin, Verb
from casework.fields import shown, unreadable
from concerns.journeys import OPEN
from concerns.models import ConcernReport

START_REVIEW = Verb(
    "start-review",
    _("Start gjennomgangen"),
    ConcernReport.start_review,
    lambda report, user: report.may_move_to(ConcernReport.Status.IN_REVIEW),
    _("Gjennomgangen er startet."),
)


class UnreadFilter(admin.SimpleListFilter):
    title = _("lest eller ulest")
    parameter_name = "read"

    def lookups(self, request, model_admin):
        return [("no", _("Ulest"))]

    def queryset(self, request, queryset):
        return queryset.unread() if self.value() == "no" else queryset


class LateFilter(admin.SimpleListFilter):
    title = _("frist for gjennomgang")
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return [("yes", _("Over fristen"))]

    def queryset(self, request, queryset):
        return queryset.overdue(timezone.localdate()) if self.value() == "yes" else queryset


@admin.register(ConcernReport)
class ConcernReportAdmin(CaseAdmin):
    """Child welfare's list. The only way in is membership of the group; every look is logged."""

    list_display = ("reference", "child", "received", "status", "review_by", "caseworker")
    list_filter = (UnreadFilter, LateFilter, AssignedFilter, "status")
    verbs = (TAKE, START_REVIEW)
    search_hint = _("Skriv hele referansen, eller barnets navn slik det står i meldingen.")
    event_labels = {"review_started": _("Gjennomgangen startet")}

    def get_ordering(self, request):
        """Unread first, and the oldest of them at the top."""
        return ("-unread", "received_at", "pk")

    def found(self, cases, words):
        return cases.naming(words)

    def opened(self, request, case):
        case.mark_opened(by=request.user)

    def worklists(self, request):
        cases = self.get_queryset(request)
        return [
            (_("Ulest"), cases.unread(), "read=no"),
            *super().worklists(request),
            (_("Over fristen for gjennomgang"), cases.overdue(timezone.localdate()), "late=yes"),
        ]

    def facts(self, case):
        return [
            *super().facts(case),
            (_("Melder"), case.get_identity_display()),
            (_("Gjennomgås senest"), self.review_by(case)),
        ]

    def answers(self, case):
        """The questions as the reporter saw them, with what they wrote."""
        content = shown(case, "content")
        if content is None:
            return [(_("Meldingen"), [(_("Innhold"), unreadable())])]
        return [
            (step.title, list(step.rows(content[step.slug]))) for step in OPEN.steps if step.slug in content
        ]

    @admin.display(description=_("barn"))
    def child(self, case):
        content = shown(case, "content")
        return unreadable() if content is None else case.child_name or _("Navn ukjent")

    @admin.display(description=_("mottatt"))
    def received(self, case):
        text = date_format(timezone.localtime(case.received_at), "j. F Y")
        return text if not case.unread else _("Ulest, %(day)s") % {"day": text}

    @admin.display(description=_("gjennomgås senest"))
    def review_by(self, case):
        text = date_format(case.review_due, "j. F Y")
        late = case.status == ConcernReport.Status.RECEIVED and case.review_due < timezone.localdate()
        return _("%(day)s – over fristen") % {"day": text} if late else text
