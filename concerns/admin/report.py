"""Child welfare's desk for reports: the list, the page of one report, and what is done to it."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.admin import COMMON_VERBS, AssignedFilter, CaseAdmin
from casework.admin.lists import cell
from casework.fields import shown, unreadable
from concerns import clocks
from concerns.admin import lists
from concerns.admin.letters import LettersMixin
from concerns.admin.verbs import DECIDE, TELLING, VERBS, feedback_owed
from concerns.duplicates import likely_duplicates
from concerns.journeys import sections
from concerns.letters import Kind, due_letters
from concerns.models import CHILD_WELFARE_LEADER, ConcernReport

EVENT_LABELS = {
    "review_started": _("Gjennomgangen startet"),
    "reviewed": _("Gjennomgangen avgjort"),
    "extended": _("Fristen for undersøkelsen utvidet"),
    "concluded": _("Undersøkelsen avsluttet"),
    "reopened": _("Gjenåpnet"),
    "closed": _("Avsluttet"),
    "feedback_sent": _("Tilbakemelding sendt"),
    "letter_printed": _("Brev skrevet ut"),
    "transferred": _("Overført til fagsystemet"),
    "confirmed": _("Overføringen bekreftet"),
    "body_deleted": _("Innholdet slettet her"),
    "message_sent": _("Beskjed sendt til melderen"),
    "reply_received": _("Beskjed fra melderen"),
    "late_reply": _("Beskjed fra melderen lenge etter at saken ble avsluttet. Ring om du kan"),
}
DETAILS = {
    "reviewed": dict(ConcernReport.Outcome.choices),
    "concluded": dict(ConcernReport.Conclusion.choices),
    "letter_printed": dict(Kind.choices),
    "feedback_sent": {"letter": _("brev"), "message": _("beskjed")},
}


@admin.register(ConcernReport)
class ConcernReportAdmin(LettersMixin, CaseAdmin):
    """Child welfare's list. The only way in is membership of the group; every look is logged."""

    verbs = (*COMMON_VERBS[:1], *VERBS, *COMMON_VERBS[1:])
    leaders = (CHILD_WELFARE_LEADER,)
    list_display = ("reference", "child", "state", "who", "received", "due", "last_written", "has_it")
    list_filter = (lists.WaitingFilter, lists.LateFilter, lists.AcuteFilter, AssignedFilter, "status")
    ordering = ("-unread", "-acute", "received_at", "id")
    desk_lists = CaseAdmin.desk_lists | {
        "week": "late=week",
        "late": "late=any",
        "unanswered": "waits=unanswered",
    }
    case_template = "admin/concerns/report.html"
    search_hint = _("Skriv hele referansen, eller barnets navn slik det står i meldingen.")
    event_labels = EVENT_LABELS

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("assigned_to", "handover").with_last_message()

    def found(self, cases, words):
        return cases.naming(words)

    def opened(self, request, case):
        case.mark_opened(by=request.user)

    # --- columns ------------------------------------------------------------------------------------
    @admin.display(description=_("barn"))
    def child(self, report):
        content = shown(report, "content")
        return unreadable() if content is None else report.child_name or _("Navn ukjent")

    @admin.display(description=_("status"))
    def state(self, report):
        return lists.marks(report)

    @admin.display(description=_("hvem melder"))
    def who(self, report):
        return cell(_("Melder:"), _who(report))

    @admin.display(description=_("mottatt"))
    def received(self, report):
        return cell(_("Mottatt"), lists.short(report.received_at))

    @admin.display(description=_("frister"))
    def due(self, report):
        return lists.deadlines(self.clocks(report))

    @admin.display(description=_("sist svart"))
    def last_written(self, report):
        return cell(_("Sist svart:"), lists.last_written(report.last_author, report.last_at))

    @admin.display(description=_("saksbehandler"))
    def has_it(self, report):
        return cell(_("Saksbehandler:"), self.caseworker(report))

    # --- the page of a report -----------------------------------------------------------------------
    def clocks(self, case):
        return clocks.running(case, timezone.localdate())

    def facts(self, case):
        return [
            *super().facts(case),
            (_("Melder"), _who(case)),
            (_("Kom inn ved"), case.get_source_display()),
            (_("Sist svart"), lists.last_written(case.last_author, case.last_at)),
            *[(label, value) for label, value in (*_decided(case), *_handed_over(case)) if value],
        ]

    def answers(self, case):
        """The questions as the reporter saw them, with what they wrote."""
        content = shown(case, "content")
        if content is None:
            return [(_("Meldingen"), [(_("Innhold"), unreadable())])]
        return sections(content)

    def detail(self, event, people):
        if event.name == "transferred":
            return ""  # the manifest's digest, which tells nobody anything
        return DETAILS.get(event.name, {}).get(event.detail) or super().detail(event, people)

    def explained(self, case, verb):
        """What the verb does, and for one that decides, what the reporter must be told by when."""
        said = super().explained(case, verb)
        return f"{said}\n{owed}" if verb is DECIDE and (owed := feedback_owed(case)) else said

    def said_when_done(self, case, verb):
        said = super().said_when_done(case, verb)
        return f"{said} {owed}" if verb in TELLING and (owed := feedback_owed(case)) else said

    def written_since(self, case, since):
        messages = case.messages.filter(at__gt=since) if since else case.messages.all()
        return [*super().written_since(case, since), *messages]

    def _case_context(self, request, case):
        readable = shown(case, "content") is not None
        context = super()._case_context(request, case)
        return context | {
            "duplicates": likely_duplicates(case, request.user) if readable else [],
            "dialogue": [(one, context["attached"][one.pk]) for one in case.messages.all()],
            "letters": due_letters(case) if readable else [],
            "can_merge": DECIDE.applies(case, request.user),
            "decisions": [
                (one, EVENT_LABELS[one.name], DETAILS.get(one.name, {}).get(one.outcome, ""))
                for one in case.decisions.all()
            ],
        }


def _who(report):
    if report.identity == ConcernReport.Identity.NAMED:
        return report.get_reporter_display()
    return f"{report.get_reporter_display()}, {str(report.get_identity_display()).lower()}"


def _decided(report):
    yield _("Utfall av gjennomgangen"), report.get_outcome_display()
    yield _("Utfall av undersøkelsen"), report.get_conclusion_display()


def _handed_over(report):
    """Where the report lies besides here, and since when its content no longer lies here."""
    if handover := getattr(report, "handover", None):
        yield _("Overført til fagsystemet"), lists.short(handover.transferred_at)
        yield _("Saksnummer i fagsystemet"), handover.case_reference
        if handover.body_deleted_at:
            yield _("Innholdet slettet her"), lists.short(handover.body_deleted_at)
