"""Invoicing's desk for requests: the queue, one request with its likely twins, and what is done to it."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.admin import COMMON_VERBS, REFER, AssignedFilter, CitizenCaseAdmin
from casework.admin.lists import AnswerFilter, ChoiceFilter, cell
from casework.admin.opening import purpose_of
from casework.encryption import CannotOpen
from casework.fields import shown
from invoices import journeys, letters
from invoices.admin.pages import DeskPages
from invoices.admin.verbs import MESSAGE, VERBS
from invoices.duplicates import find, likely_duplicates
from invoices.kinds import Kind
from invoices.models import INVOICING, InvoiceRequest
from invoices.reasons import Outcome, Reason

EVENT_LABELS = {
    "granted": _("Innvilget"),
    "refused": _("Avslått"),
    "revoked": _("Opphevet"),
    "reopened": _("Tatt opp igjen"),
    "withdrawn": _("Trukket"),
    "settled": _("Alt er betalt"),
    "letter_printed": _("Brev skrevet ut"),
    "message_sent": _("Beskjed sendt"),
    "message_received": _("Beskjed fra den som spør"),
}
WEEK = timedelta(days=7)
WAITS = {
    "waiting": (_("Venter på svar"), lambda requests, user: requests.waiting()),
    "week": (_("Forfall innen en uke"), lambda requests, user: requests.due_before(_today() + WEEK)),
    "late": (_("Forfallet er passert"), lambda requests, user: requests.due_before(_today())),
}


class WaitsFilter(ChoiceFilter):
    title = _("hva som venter")
    parameter_name = "waits"
    choices_of_rows = WAITS


@admin.register(InvoiceRequest)
class InvoiceRequestAdmin(DeskPages, CitizenCaseAdmin):
    list_display = ("reference", "came", "state", "what", "wished", "due", "why", "has_it")
    list_filter = (WaitsFilter, AnswerFilter, AssignedFilter, "status")
    desk_lists = CitizenCaseAdmin.desk_lists | {
        "week": "waits=week",
        "late": "waits=late",
        "unanswered": "answer=unanswered",
    }
    verbs = (*VERBS, *COMMON_VERBS, REFER, MESSAGE)
    leaders = (INVOICING,)
    event_labels = EVENT_LABELS
    case_template = "admin/invoices/request.html"
    change_list_template = "admin/invoices/list.html"
    search_hint = _("Skriv hele referansen, fakturanummeret eller KID.")

    # --- the list -----------------------------------------------------------------------------------
    def found(self, cases, words):
        return cases.filter(pk__in=find(words))

    @admin.display(description=_("mottatt"))
    def came(self, request):
        return cell(_("Mottatt:"), date_format(timezone.localtime(request.received_at), "j. b Y"))

    @admin.display(description=_("status"))
    def state(self, request):
        return cell(_("Status:"), request.get_status_display())

    @admin.display(description=_("gjelder"))
    def what(self, request):
        return cell(_("Gjelder:"), ", ".join(str(Kind(kind).label) for kind in request.kinds))

    @admin.display(description=_("ønske"))
    def wished(self, request):
        return cell(_("Ønske:"), request.get_wish_display())

    @admin.display(description=_("første forfall"))
    def due(self, request):
        return cell(_("Første forfall:"), date_format(request.first_due, "j. b Y"))

    @admin.display(description=_("grunn"))
    def why(self, request):
        return cell(_("Grunn:"), ", ".join(str(Reason(reason).label) for reason in request.reasons))

    @admin.display(description=_("saksbehandler"))
    def has_it(self, request):
        return cell(_("Saksbehandler:"), self.caseworker(request))

    # --- the page of a request ----------------------------------------------------------------------
    def sections(self, content):
        return journeys.sections(journeys.from_json(content))

    def facts(self, case):
        return [
            *super().facts(case),
            (_("Første forfall"), date_format(case.first_due, "j. F Y")),
            (_("Påminnelse"), _("Ja") if shown(case, "contact") else _("Nei")),
        ]

    def explained(self, case, verb):
        """What the verb does, and for a yes what today's rules say of what was asked."""
        said = super().explained(case, verb)
        if verb.name != "grant" or shown(case, "content") is None:
            return said
        answer = case.judged(on=_today())[1]
        reasons = ", ".join(str(Reason(reason).label) for reason in answer.reasons)
        return f"{said}\n{_('Reglene i dag sier:')} {Outcome(answer.outcome).label}. {reasons}."

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_letter"
        view = self.admin_site.admin_view(self.letter_view)
        return [path("<uuid:pk>/letter/", view, name=name), *super().get_urls()]

    def letter_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The letter to print and post, for whoever has the case open."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        case = self._case(request, pk)
        if not (purpose := purpose_of(request, case)):
            return redirect(self._address("change", pk))
        try:
            with transaction.atomic():
                access.record(request.user, access.AccessEntry.Action.DOWNLOADED, [case], purpose=purpose)
                case.note_event("letter_printed", by=request.user)
                return letters.response(case)
        except CannotOpen:
            messages.error(request, _("Spørsmålet kan ikke åpnes. Driften har fått beskjed."))
            return redirect(self._address("change", pk))

    def _case_context(self, request, case):
        readable = shown(case, "content") is not None
        others = list(likely_duplicates(case, request.user)) if readable else []
        access.record(
            request.user, access.AccessEntry.Action.OPENED, others, purpose=purpose_of(request, case)
        )
        decided = list(case.decisions.select_related("rules")) if readable else []
        return super()._case_context(request, case) | {
            "beside": [side(one) for one in (case, *others)] if others else [],
            "decisions": [(one, one.outlook) for one in decided],
            "paid": list(case.payments.all()) if any(one.outcome == Outcome.YES for one in decided) else [],
        }


def side(request: InvoiceRequest) -> dict[str, Any]:
    """One of several requests about the same invoice, as they stand beside each other."""
    readable = shown(request, "content") is not None
    return {"request": request, "sections": journeys.sections(request.answers) if readable else []}


def _today():
    return timezone.localdate()
