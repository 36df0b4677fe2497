"""Care services' desk: the list of applications, and the page of one with what is decided about it."""

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from accounts import pid
from casework import access
from casework.admin import COMMON_VERBS, REFER, AssignedFilter, CitizenCaseAdmin
from casework.admin.citizens import MESSAGE
from casework.admin.lists import ChoiceFilter, cell
from casework.admin.opening import purpose_of
from casework.fields import shown, unreadable
from services import applying, clocks, deadlines, decisions, letters
from services.admin.deciding import DATE_LABELS
from services.admin.verbs import VERBS
from services.models import (
    CARE_SERVICES,
    AppliedService,
    CareApplication,
    Decision,
    GrantedService,
    IndividualPlan,
    InterimReply,
    ServiceType,
)
from services.models.decision import BPA, ApplicationToken, child_of, name_tokens, number_token

Status = CareApplication.Status
EVENT_LABELS = {
    "mapping": _("Samtale eller hjemmebesøk avtalt"),
    "more_asked": _("Bedt om opplysninger"),
    "answered": _("Søkeren har svart"),
    "assessing": _("Vurderingen startet"),
    "interim_sent": _("Foreløpig svar sendt"),
    "decision_written": _("Vedtak skrevet"),
    "decided": _("Vedtak sendt"),
    "posted": _("Brev lagt i posten"),
    "letter_printed": _("Brev skrevet ut"),
    "appealed": _("Klage mottatt"),
    "appealed_late": _("Klage mottatt etter fristen"),
    "forwarded": _("Klagen sendt til statsforvalteren"),
    "upheld_by_governor": _("Statsforvalteren er enig i vedtaket"),
    "withdrawn": _("Trukket"),
    "closed": _("Avsluttet"),
    "reopened": _("Gjenåpnet"),
    "merged": _("Slått sammen med"),
    "merged_here": _("Her ligger også"),
    "report_started": _("Begynte på en bekymringsmelding"),
    "provider_chosen": _("Leverandør valgt"),
    "plan_changed": _("Individuell plan endret"),
    "guardian_invited": _("Den andre forelderen invitert"),
    "guardian_signed": _("Den andre forelderen skrev under"),
    "guardian_declined": _("Den andre forelderen sa nei"),
    "guardian_expired": _("Invitasjonen til den andre forelderen gikk ut"),
    "message_sent": _("Beskjed sendt"),
    "message_received": _("Beskjed mottatt"),
} | {f"service_{name}": label for name, label in DATE_LABELS.items()}
SERVICE_NAMES = dict(ServiceType.Key.choices)


# --- the list ---------------------------------------------------------------------------------------------
def _unreplied(cases):
    return cases.filter(status__in=decisions.UNDECIDED, interim_sent_at=None)


def _granted(cases, **dates):
    due = GrantedService.objects.filter(applied__application=OuterRef("pk"), ended_on=None, **dates)
    return cases.filter(Exists(due))


def _plans(cases, **dates):
    plan = IndividualPlan.objects.filter(application=OuterRef("pk"), **dates)
    return cases.exclude(status__in=CareApplication.final_statuses).filter(Exists(plan))


def _to_post(cases):
    letter = Decision.objects.filter(application=OuterRef("pk"), by_post=True, posted_on=None)
    return cases.filter(Exists(letter))


def _reply_within(cases, days):
    last = timezone.localdate() + timedelta(days=days)
    return _unreplied(cases).filter(received_at__lt=deadlines.began_by(clocks.INTERIM, last))


WAITING = {
    "unread": (_("Nytt som ingen har lest"), lambda cases, user: cases.filter(unread=True)),
    "interim": (
        _("Foreløpig svar ligger klart"),
        lambda cases, user: _unreplied(cases).filter(
            Exists(InterimReply.objects.filter(application=OuterRef("pk")))
        ),
    ),
    "unanswered": (_("Ubesvarte beskjeder"), lambda cases, user: cases.unanswered()),
    "appeals": (_("Klager"), lambda cases, user: cases.filter(status=Status.APPEALED)),
    "post": (_("Brev som skal i posten"), lambda cases, user: _to_post(cases)),
}
DUE = {
    "late": (_("Svar over fristen"), lambda cases, user: _reply_within(cases, -1)),
    "soon": (_("Svar innen fem dager"), lambda cases, user: _reply_within(cases, deadlines.SOON_DAYS)),
    "week": (_("Svar innen en uke"), lambda cases, user: _reply_within(cases, 7)),
    "evaluate": (
        _("Skal vurderes på nytt"),
        lambda cases, user: _granted(cases, evaluate_on__lte=timezone.localdate() + timedelta(days=30)),
    ),
    "plan": (
        _("Individuell plan skal gjennomgås"),
        lambda cases, user: _plans(cases, review_on__lte=timezone.localdate() + timedelta(days=30)),
    ),
    "follow-up": (
        _("Kvalitet skal følges opp"),
        lambda cases, user: _granted(cases, follow_up_on__lte=timezone.localdate()),
    ),
}


class WaitingFilter(ChoiceFilter):
    title = _("hva som venter")
    parameter_name = "waits"
    choices_of_rows = WAITING


class DueFilter(ChoiceFilter):
    title = _("frist")
    parameter_name = "due"
    choices_of_rows = DUE


class ServiceFilter(ChoiceFilter):
    on_start = False
    title = _("tjeneste")
    parameter_name = "service"
    choices_of_rows = {
        key: (label, lambda cases, user, key=key: cases.filter(applied__key=key))
        for key, label in ServiceType.Key.choices
    }


@admin.register(CareApplication)
class CareApplicationAdmin(CitizenCaseAdmin):
    """For care services alone. What came and nobody has read stands first, then the oldest."""

    verbs = (*COMMON_VERBS[:1], *VERBS, REFER, *COMMON_VERBS[1:], MESSAGE)
    leaders = (CARE_SERVICES,)  # the product knows no leader of care services: colleagues distribute
    list_display = ("reference", "child", "services", "state", "received", "due", "has_it")
    list_filter = (WaitingFilter, DueFilter, ServiceFilter, AssignedFilter, "status")
    ordering = ("-unread", "received_at", "id")
    desk_lists = CitizenCaseAdmin.desk_lists | {
        "week": "due=week",
        "late": "due=late",
        "unanswered": "waits=unanswered",
    }
    case_template = "admin/services/application.html"
    shown_with = ("decisions",)
    listed_with = ("appeals",)
    search_hint = _("Skriv hele referansen, barnets fødselsnummer, eller barnets navn slik det står.")
    event_labels = EVENT_LABELS

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("assigned_to", "interim", "plan")
        applied = AppliedService.objects.select_related("granted")
        return rows.prefetch_related(Prefetch("applied", applied))

    def get_urls(self):
        view = self.admin_site.admin_view(self.letter_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_letter"
        return [path("<uuid:pk>/letter/<uuid:decision>/", view, name=name), *super().get_urls()]

    def found(self, cases, words):
        tokens = _tokens(words)
        for token in tokens:
            of_case = ApplicationToken.objects.filter(application=OuterRef("pk"), token=token)
            cases = cases.filter(Exists(of_case))
        return cases if tokens else cases.none()

    @admin.display(description=_("barn"))
    def child(self, case):
        content = shown(case, "content")
        return unreadable() if content is None else child_of(content)["name"] or _("Navn ukjent")

    @admin.display(description=_("tjenester"))
    def services(self, case):
        return cell(_("Tjenester:"), ", ".join(str(one.get_key_display()) for one in case.applied.all()))

    @admin.display(description=_("status"))
    def state(self, case):
        mark = format_html('<span class="desk-mark desk-unread">{}</span>', _("Ulest")) if case.unread else ""
        return format_html("{} {}", mark, case.get_status_display())

    @admin.display(description=_("mottatt"))
    def received(self, case):
        return cell(_("Mottatt"), _day(timezone.localdate(case.received_at)))

    @admin.display(description=_("frist"))
    def due(self, case):
        lines = ((clock.state, clock.words) for clock in self.clocks(case))
        return format_html_join("", '<span class="desk-clock desk-{}">{}</span>', lines) or "–"

    @admin.display(description=_("saksbehandler"))
    def has_it(self, case):
        return cell(_("Saksbehandler:"), self.caseworker(case))

    # --- the page of an application -------------------------------------------------------------------
    def sections(self, content):
        return applying.sections(content)

    def clocks(self, case):
        return deadlines.running(case, timezone.localdate())

    def facts(self, case):
        due = {_("Klagefrist"): case.appeal_due, _("Underrettet om vedtaket"): case.notified_at}
        told = [(_("Søkeren får vite"), "{}: {}".format(*deadlines.told(case)))]
        protected = [(_("Adresse"), _("Sperret. Send ingenting dit uten å ha avklart det."))]
        unseen = [(_("Min side"), _("Søkeren ser ikke saken der. Ring, eller send brev."))]
        return [
            *super().facts(case),
            *(unseen if case.citizen_id is None else told),
            *(protected if case.address_is_protected else []),
            *[(label, date_format(day, "j. F Y")) for label, day in due.items() if day],
        ]

    def detail(self, event, people):
        if event.name == "decision_written":
            return SERVICE_NAMES.get(event.detail, event.detail)
        if event.name in ("mapping", "posted") or event.name.startswith("service_"):
            return _iso(event.detail)
        return super().detail(event, people)

    def _case_context(self, request, case):
        return super()._case_context(request, case) | {
            "decided": [letters.read(decision) for decision in case.decisions.all()],
            "missing": [SERVICE_NAMES[key] for key in decisions.missing(case)],
            "granted": [self._granted(one) for one in decisions.granted_in(case)],
            "appeals": case.appeals.all() if case.decisions.all() else [],
            "plan": getattr(case, "plan", None),
            "is_drafted": getattr(case, "interim", None) is not None,
        }

    def _granted(self, granted):
        dates = [(label, getattr(granted, name)) for name, label in DATE_LABELS.items()]
        return {
            "name": granted.applied.get_key_display(),
            "dates": [(label, day) for label, day in dates if day],
            "choices": list(granted.choices.select_related("provider")) if granted.applied.key == BPA else [],
        }

    def letter_view(self, request, pk, decision):
        """The letter, for whoever has the case open. A GET prints nothing: each print is an event."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        case = self._case(request, pk)
        if not (purpose := purpose_of(request, case)):
            return redirect(self._address("change", pk))
        found = case.decisions.filter(pk=decision).first()
        if found is None:
            raise Http404
        with transaction.atomic():
            access.record(request.user, access.AccessEntry.Action.DOWNLOADED, [case], purpose=purpose)
            case.note_event("letter_printed", by=request.user)
            return letters.as_response(found)


def _tokens(words):
    """What the search looks for: a national identity number, or each word of a name."""
    try:
        return {number_token(pid.cleaned(words))}
    except ValidationError:
        return name_tokens(words)


def _day(day):
    return date_format(day, "j. b Y")


def _iso(detail):
    return date_format(timezone.datetime.fromisoformat(detail), "j. F Y") if detail else ""
