"""The list of volunteers, the page of one, and what is decided about them."""

import dataclasses

from django import forms
from django.contrib import admin
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework import access
from casework.admin import COMMON_VERBS, REFER, AssignedFilter, CaseAdmin, Verb, VerbForm
from casework.admin.fields import DayInput
from casework.admin.lists import ChoiceFilter, cell
from casework.admin.verbs import TextField
from casework.fields import shown, unreadable
from volunteers import deciding, times
from volunteers.admin import logs
from volunteers.admin.wording import EVENTS, name_of
from volunteers.choices import LANGUAGES, REACH
from volunteers.models import COORDINATOR, HelpRequest, TaskType, Volunteer

Status = Volunteer.Status
# Of somebody who is forgotten there is nothing to tell.
SEND_OVER = dataclasses.replace(REFER, applies=lambda case, user: case.anonymised_at is None)


def reason_field(label):
    return TextField(
        label=label,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Lagres kryptert. Den frivillige ser det ikke."),
        error_messages={"required": _("Skriv hvorfor.")},
    )


class ReasonForm(VerbForm):
    reason = reason_field(_("Hvorfor?"))


class CertificateForm(VerbForm):
    """Which certificate was seen, and when. Only those that the law lets somebody ask for."""

    certificate = forms.ChoiceField(
        label=_("Hvilken attest så du?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvilken attest du så.")},
    )
    seen_on = forms.DateField(
        label=_("Når så du den?"),
        help_text=_("Dagen du så attesten, ikke dagen den er datert."),
        widget=DayInput(),
        error_messages={"required": _("Velg dagen du så den."), "invalid": _("Velg en dag.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = deciding.demanded_of(self.case)
        self.fields["certificate"].choices = [
            (value, label) for value, label in TaskType.Certificate.choices if value in allowed
        ]

    def clean_seen_on(self):
        day = self.cleaned_data["seen_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dagen kan ikke være i framtida."))
        return day


VERBS = (
    Verb(
        "approve",
        _("Godkjenn"),
        deciding.approve,
        _("Den frivillige er godkjent."),
        applies=lambda case, user: case.status in (Status.RECEIVED, Status.DECLINED),
        explains=_(
            "Godkjenn når dere har snakket sammen. Den frivillige får ingen spørsmål før "
            "taushetserklæringen er signert."
        ),
        confirmed=True,
    ),
    Verb(
        "refuse",
        _("Godkjenn ikke"),
        deciding.refuse,
        _("Den frivillige er ikke godkjent."),
        applies=lambda case, user: case.status == Status.RECEIVED,
        form=ReasonForm,
        explains=_("Det går ingen beskjed av seg selv. Ring og fortell det."),
    ),
    Verb(
        "certificate",
        _("Attest er sett"),
        deciding.certificate_seen,
        _("Det er notert at du har sett attesten."),
        applies=lambda case, user: case.may_need_certificate and case.status not in case.final_statuses,
        form=CertificateForm,
        explains=_(
            "Vi noterer hvilken attest du så, hvem du er og dagen. Selve attesten beholder den frivillige. "
            "Har den anmerkninger, noterer du den ikke som sett."
        ),
    ),
    Verb(
        "block",
        _("Sperr"),
        deciding.block,
        _("Den frivillige er sperret, og avtalene er avlyst."),
        applies=lambda case, user: case.may_move_to(Status.BLOCKED),
        form=ReasonForm,
        explains=_("Den frivillige får ingen flere oppdrag. Avtaler som står, blir avlyst med en gang."),
    ),
    Verb(
        "unblock",
        _("Opphev sperren"),
        deciding.unblock,
        _("Sperren er opphevet."),
        applies=lambda case, user: case.status == Status.BLOCKED,
        explains=_("Den frivillige kan få oppdrag igjen."),
        confirmed=True,
    ),
)
WAITING = {
    "approval": (_("Venter på godkjenning"), lambda cases, user: cases.waiting_for_approval()),
    "declaration": (_("Mangler taushetserklæring"), lambda cases, user: cases.undeclared()),
    "certificate": (_("Mangler attest"), lambda cases, user: cases.without_certificate()),
}


class WaitingFilter(ChoiceFilter):
    title = _("hva som venter")
    parameter_name = "waits"
    choices_of_rows = WAITING


@admin.register(Volunteer)
class VolunteerAdmin(CaseAdmin):
    """Everybody who offers help. Membership of the group is the only way in."""

    verbs = (*COMMON_VERBS[:1], *VERBS, logs.FOLLOW_UP, SEND_OVER, *COMMON_VERBS[1:-1], logs.LOG)
    leaders = (COORDINATOR,)  # no coordinator leads the others: they distribute among themselves
    list_display = ("reference", "name", "state", "party", "received", "asked", "has_it")
    list_filter = (WaitingFilter, logs.FollowUpFilter, AssignedFilter, "status", "party")
    ordering = ("-received_at", "-id")
    change_list_template = "admin/volunteers/volunteer_list.html"
    case_template = "admin/volunteers/case.html"
    shown_with = ("notes", "tasks")
    search_hint = _("Skriv hele referansen, eller et telefonnummer.")
    event_labels = EVENTS

    def found(self, cases, words):
        from volunteers.notices import hash_of

        found = hash_of(words)
        return cases.filter(contact_hash=found) if found else cases.none()

    def file_view(self, request, pk, file):
        """These cases have no files."""
        raise Http404

    def opened(self, request, case):
        case.mark_opened(by=request.user)

    # --- columns ------------------------------------------------------------------------------------
    @admin.display(description=_("navn"))
    def name(self, case):
        return name_of(case)

    @admin.display(description=_("status"))
    def state(self, case):
        return case.get_status_display()

    @admin.display(description=_("mottatt"))
    def received(self, case):
        return cell(_("Mottatt"), date_format(timezone.localtime(case.received_at), "j. b Y"))

    @admin.display(description=_("sist spurt"))
    def asked(self, case):
        return cell(_("Sist spurt:"), date_format(case.asked_on, "j. b Y") if case.asked_on else "–")

    @admin.display(description=_("saksbehandler"))
    def has_it(self, case):
        return cell(_("Saksbehandler:"), self.caseworker(case))

    # --- the page of one ----------------------------------------------------------------------------
    def answers(self, case):
        content = shown(case, "content")
        if content is None:
            return [(_("Tilbudet"), [(_("Innhold"), unreadable())])]
        return [(_("Hvem"), _who(case, content)), (_("Hva, hvor og når"), _wishes(case, content))]

    def facts(self, case):
        facts = [
            *super().facts(case),
            (_("Kom inn ved"), case.get_source_display()),
            (_("Taushetserklæring"), _day(case.declared_at) or _("Ikke signert")),
        ]
        if case.may_need_certificate:
            facts.append((_("Attest"), _certificate(case)))
        if case.adult_on:
            facts.append((_("Fyller 18"), date_format(case.adult_on, "j. F Y")))
        return [*facts, (_("Oppdrag så langt"), case.matches.filter(status="done").count())]

    def _case_context(self, request, case):
        asks = case.asks.filter(request__in=HelpRequest.objects.visible_to(request.user))
        asks = asks.select_related("request__task", "match").order_by("-at")[:50]
        access.record(request.user, access.AccessEntry.Action.LISTED, [ask.request for ask in asks])
        return super()._case_context(request, case) | {"asks": asks, "of_volunteer": True}


def _who(case, content):
    rows = [
        (_("Navn"), content.get("name")),
        (_("Person eller organisasjon"), case.get_party_display()),
        (_("Organisasjon"), content.get("organisation")),
        (_("Organisasjonsnummer"), content.get("orgnr")),
        (_("Antall i gruppa"), content.get("group_size")),
        (_("Telefon"), content.get("phone")),
        (_("E-post"), content.get("email")),
        (_("Beskyttet adresse"), _("Ja") if case.protected else ""),
        (_("Om seg selv"), content.get("about")),
    ]
    return [(question, answer) for question, answer in rows if answer]


def _wishes(case, content):
    return [
        (_("Oppgaver"), ", ".join(task.name for task in case.tasks.all())),
        (_("Områder"), ", ".join(area.name for area in case.areas.all())),
        (_("Hvor langt"), REACH.get(case.reach, case.reach)),
        (_("Tider"), times.in_words(case.slots) if case.slots else ""),
        (_("Språk"), ", ".join(str(LANGUAGES.get(code, code)) for code in case.languages)),
        (_("Bil"), _("Ja") if case.has_car else _("Nei")),
        (_("Oppdrag i uka"), case.capacity),
    ]


def _certificate(case):
    if not case.certificate:
        return _("Ikke sett")
    seen = {"by": case.certificate_seen_by, "day": date_format(case.certificate_seen_on, "j. F Y")}
    return f"{case.get_certificate_display()}. " + _("Sett av %(by)s %(day)s") % seen


def _day(at):
    return date_format(timezone.localtime(at), "j. F Y") if at else ""
