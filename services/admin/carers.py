"""Recruitment's desk, and the pool that care services search when they match a child."""

from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.access import AccessEntry
from casework.admin import REFER, CitizenCaseAdmin, Verb, VerbForm
from casework.admin.citizens import MESSAGE
from casework.admin.lists import AnswerFilter, AssignedFilter, ChoiceFilter, cell
from casework.admin.verbs import TextField, is_open
from casework.admin.writing import COMMON_VERBS
from casework.bars import Bar
from casework.fields import shown, unreadable
from casework.messages import tell
from casework.read_only import ReadOnlyAdmin
from services import carers
from services.forms.carers import AREAS, INTERESTS, LANGUAGES, TIMES, WORK
from services.models import CARE_SERVICES, RECRUITMENT, CarerApplication, PoolEntry, Trait
from services.models.carer import CERTIFICATE

Status = CarerApplication.Status


class CertificateForm(VerbForm):
    """When the certificate was issued. Nothing of what stands in it is kept."""

    issued_on = forms.DateField(
        label=_("Hvilken dato står på attesten?"),
        help_text=_("Den skal ikke være eldre enn tre måneder. Vi lagrer bare at du har sett den, og når."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Skriv datoen på attesten."), "invalid": _("Skriv en ekte dato.")},
    )

    def clean_issued_on(self):
        issued, today = self.cleaned_data["issued_on"], timezone.localdate()
        if issued > today:
            raise forms.ValidationError(_("Datoen kan ikke være fram i tid."))
        if today > CERTIFICATE.due(issued):
            raise forms.ValidationError(_("Attesten er eldre enn tre måneder. Be om en ny."))
        return issued


class ReasonForm(VerbForm):
    reason = TextField(
        label=_("Hva skal søkeren få vite?"),
        help_text=_("Teksten sendes som beskjed på Min side."),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv en kort begrunnelse.")},
    )


def invite(case, *, by, text, files):
    """Ask the applicant to an interview, with the invitation as a message. Raises ChangedMeanwhile."""
    with transaction.atomic():
        case.move_to(Status.INTERVIEW, by=by, event="interview")
        MESSAGE.do(case, by=by, text=text, files=files)


def reject(case, *, by, reason):
    """Say no, with a reason that the applicant reads."""
    with transaction.atomic():
        case.move_to(Status.REJECTED, by=by, event="rejected")
        MESSAGE.do(case, by=by, text=reason, files=())


def see_certificate(case, *, by, issued_on):
    case.see_certificate(by=by, issued_on=issued_on, on=timezone.localdate())


def _moving(status, event):
    def move(case, *, by):
        with transaction.atomic():
            case.move_to(status, by=by, event=event)
            tell(case)

    return move


def _from(*statuses):
    return lambda case, user: case.status in statuses


VERBS = (
    Verb(
        "invite",
        _("Inviter til samtale"),
        invite,
        _("Invitasjonen er sendt."),
        applies=_from(Status.RECEIVED, Status.ENDED),
        form=MESSAGE.form,
        explains=_("Søkeren får teksten som beskjed på Min side, og et varsel om den."),
    ),
    Verb(
        "approve",
        _("Godkjenn"),
        _moving(Status.APPROVED, "approved"),
        _("Søkeren er godkjent."),
        applies=_from(Status.INTERVIEW),
        confirmed=True,
        explains=_("Søkeren ser at hen er godkjent. Formålsbekreftelsen gir du utenfor portalen."),
    ),
    Verb(
        "certificate",
        _("Politiattest er vist"),
        see_certificate,
        _("Det er notert at du har sett attesten."),
        applies=_from(Status.APPROVED),
        form=CertificateForm,
        explains=_("Attesten blir hos søkeren. Her står bare at du så den i dag."),
    ),
    Verb(
        "contract",
        _("Avtale er inngått"),
        _moving(Status.CONTRACT, "contract"),
        _("Avtalen er notert."),
        applies=_from(Status.CERTIFICATE_SEEN),
        confirmed=True,
        explains=_("Noterer at begge har signert avtalen."),
    ),
    Verb(
        "available",
        _("Sett i oversikten"),
        CarerApplication.make_available,
        _("Omsorgstjenestene ser nå at hen kan få oppdrag."),
        applies=_from(Status.CONTRACT, Status.PAUSED),
        confirmed=True,
        explains=_("Omsorgstjenestene ser navn, mobil, område, interesser, språk og tider, ikke noe annet."),
    ),
    Verb(
        "pause",
        _("Sett på pause"),
        lambda case, *, by: case.leave_pool(Status.PAUSED, by=by, event="paused"),
        _("Hen står ikke lenger i oversikten."),
        applies=_from(Status.AVAILABLE),
        confirmed=True,
        explains=_("Forsvinner fra oversikten til du setter hen inn igjen."),
    ),
    Verb(
        "end",
        _("Avslutt"),
        lambda case, *, by: case.leave_pool(Status.ENDED, by=by, event="ended"),
        _("Saken er avsluttet."),
        applies=_from(Status.CONTRACT, Status.AVAILABLE, Status.PAUSED),
        confirmed=True,
        explains=_("Forsvinner fra oversikten. Saken avsluttes."),
    ),
    Verb(
        "reject",
        _("Ikke godkjenn"),
        reject,
        _("Søkeren har fått svar."),
        applies=lambda case, user: is_open(case, user) and case.may_move_to(Status.REJECTED),
        form=ReasonForm,
        explains=_("Saken avsluttes, og søkeren får begrunnelsen som beskjed."),
    ),
)


@admin.register(CarerApplication)
class CarerApplicationAdmin(CitizenCaseAdmin):
    """For recruitment alone."""

    list_display = ("reference", "who", "received_at", "status", "caseworker")
    list_filter = (AnswerFilter, AssignedFilter, "status")
    desk_lists = CitizenCaseAdmin.desk_lists | {"unanswered": "answer=unanswered"}
    verbs = (*VERBS, *COMMON_VERBS, REFER, MESSAGE)
    leaders = (RECRUITMENT,)  # as in care services, colleagues distribute
    event_labels = {
        "interview": _("Invitert til samtale"),
        "approved": _("Godkjent"),
        "certificate_seen": _("Politiattest vist"),
        "contract": _("Avtale inngått"),
        "available": _("Satt i oversikten"),
        "paused": _("Satt på pause"),
        "ended": _("Avsluttet"),
        "rejected": _("Ikke godkjent"),
        "withdrawn": _("Trukket av søkeren"),
        "message_sent": _("Beskjed sendt"),
        "message_received": _("Beskjed mottatt"),
    }

    def sections(self, content):
        return carers.sections(content)

    @admin.display(description=_("søker"))
    def who(self, case):
        content = shown(case, "content")
        return unreadable() if content is None else content["about"]["name"]

    def facts(self, case):
        seen = case.certificate_seen_on
        return [*super().facts(case), *([(_("Politiattest vist"), seen)] if seen else [])]


class TraitFilter(ChoiceFilter):
    """Those in the pool who have one trait."""

    kind = ""

    def queryset(self, request, queryset):
        if self.value() not in self.choices_of_rows:
            return queryset
        return queryset.filter(traits__kind=self.kind, traits__value=self.value())


def _filter(kind: str, choices) -> type[TraitFilter]:
    rows = {value: (label, None) for value, label in choices}
    of = {"kind": kind, "parameter_name": kind, "title": Trait.Kind(kind).label, "choices_of_rows": rows}
    return type(f"{kind.title()}Filter", (TraitFilter,), of)


LABELS = {
    Trait.Kind.WORK: dict(WORK),
    Trait.Kind.AREA: dict(AREAS),
    Trait.Kind.INTEREST: dict(INTERESTS),
    Trait.Kind.LANGUAGE: dict(LANGUAGES),
    Trait.Kind.TIME: dict(TIMES),
}


@admin.register(PoolEntry)
class PoolAdmin(ReadOnlyAdmin):
    """Who can be asked today, for care services that match a child. The names shown are logged."""

    list_display = ("name", "mobile", "work", "area", "interest", "language", "time", "hours_a_week")
    list_display_links = None
    change_list_template = "admin/services/pool.html"
    # What a look without the list says: no name and no number, since only the list is logged.
    fields = ("work", "area", "interest", "language", "time", "hours_a_week")
    list_filter = tuple(_filter(kind, labels.items()) for kind, labels in LABELS.items())
    list_per_page = 50
    list_max_show_all = 0
    show_facets = admin.ShowFacets.NEVER
    actions = None
    sortable_by = ()

    def has_view_permission(self, request, obj=None):
        """Care services alone: recruitment has the whole application."""
        return request.user.is_active and request.user.in_group(CARE_SERVICES)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_queryset(self, request):
        """Without those one is barred from: care services open no carer's case, but learn of carers here."""
        barred = Bar.objects.filter(user=request.user).values("case_id")
        entries = PoolEntry.objects.exclude(carer__in=barred)
        return entries.select_related("carer").prefetch_related("traits")

    def changelist_view(self, request, extra_context=None):
        with transaction.atomic():
            title = str(self.opts.verbose_name_plural).capitalize()
            response = super().changelist_view(request, (extra_context or {}) | {"title": title})
            shown_rows = getattr(response, "context_data", None) or {}
            if "cl" in shown_rows:
                people = [entry.carer for entry in shown_rows["cl"].result_list]
                access.record(request.user, AccessEntry.Action.LISTED, people)
        return response

    @admin.display(description=_("navn"))
    def name(self, entry):
        return _contact(entry, "name")

    @admin.display(description=_("mobil"))
    def mobile(self, entry):
        return cell(_("Mobil:"), _contact(entry, "mobile"))

    @admin.display(description=_("arbeid"))
    def work(self, entry):
        return _said(entry, Trait.Kind.WORK)

    @admin.display(description=_("område"))
    def area(self, entry):
        return _said(entry, Trait.Kind.AREA)

    @admin.display(description=_("interesser"))
    def interest(self, entry):
        return _said(entry, Trait.Kind.INTEREST)

    @admin.display(description=_("språk"))
    def language(self, entry):
        return _said(entry, Trait.Kind.LANGUAGE)

    @admin.display(description=_("tider"))
    def time(self, entry):
        return _said(entry, Trait.Kind.TIME)

    @admin.display(description=_("timer i uka"))
    def hours_a_week(self, entry):
        return cell(_("Timer i uka:"), entry.hours)


def _contact(entry, part: str) -> str:
    contact = shown(entry, "contact")
    return unreadable() if contact is None else contact[part]


def _said(entry, kind: str) -> str:
    values = (trait.value for trait in entry.traits.all() if trait.kind == kind)
    return ", ".join(str(LABELS[kind].get(value, value)) for value in values) or "–"
