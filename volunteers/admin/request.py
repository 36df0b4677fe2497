"""The list of requests by urgency and age, the page of one with its suggestions, and the whole board."""

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework import access
from casework.admin import COMMON_VERBS, AssignedFilter, CaseAdmin, Verb, VerbForm
from casework.admin.lists import ChoiceFilter, cell
from casework.admin.opening import purpose_of
from casework.cases import TransitionRefused
from casework.fields import shown, unreadable
from volunteers import asking, deciding, policy, pool
from volunteers.admin import logs
from volunteers.admin.board import BoardMixin
from volunteers.admin.volunteer import SEND_OVER, ReasonForm, reason_field
from volunteers.admin.wording import EVENTS, name_of, suggested
from volunteers.choices import LANGUAGES
from volunteers.models import COORDINATOR, Ask, HelpRequest, Volunteer
from volunteers.templatetags.volunteering import duration, when

Status = HelpRequest.Status
NOTICE = {"sms": _("SMS"), "email": _("E-post"), "call": _("Vil bli ringt")}


class AskForm(VerbForm):
    """Whom to ask in this wave: the best suggestions, each with its reasons."""

    volunteers = forms.MultipleChoiceField(
        label=_("Hvem skal spørres?"),
        help_text=_("De som passer best, står først."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Velg minst én."),
            "invalid_choice": _("En av dem kan ikke spørres lenger. Velg på nytt."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = pool.suggestions(self.case, timezone.localdate())
        visible = Volunteer.objects.visible_to(self.user)
        self.named = visible.in_bulk([one.helper.pk for one in found])
        # Cut after matching: what is proposed hangs on nobody's bars.
        self.suggestions = [one for one in found if one.helper.pk in self.named]
        self.fields["volunteers"].choices = [
            (str(one.helper.pk), suggested(self.named[one.helper.pk], one)) for one in self.suggestions
        ]

    def clean_volunteers(self):
        chosen = self.cleaned_data["volunteers"]
        most = policy.MOST_IN_A_WAVE.value
        if len(chosen) > most:
            raise forms.ValidationError(_("Spør høyst %(most)d om gangen.") % {"most": most})
        by_key = {str(pk): person for pk, person in self.named.items()}
        return [by_key[pk] for pk in chosen]


class KeepApartForm(VerbForm):
    volunteer = forms.ChoiceField(
        label=_("Hvem skal ikke møte den som ber om hjelp?"),
        help_text=_("Her står de som er spurt om denne oppgaven."),
        error_messages={"required": _("Velg hvem.")},
    )
    reason = reason_field(_("Hvorfor?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.named = {str(ask.volunteer_id): ask.volunteer for ask in _asks(self.case, self.user)}
        choices = [(pk, f"{name_of(one)} ({one.reference})") for pk, one in self.named.items()]
        self.fields["volunteer"].choices = [("", _("Velg")), *choices]

    def clean_volunteer(self):
        return self.named[self.cleaned_data["volunteer"]]


def ask(request, *, by, volunteers):
    """Ask them all. A gate that closed since the page was made refuses, with what was chosen kept."""
    try:
        asking.ask(request, volunteers, by=by)
    except asking.CannotBeAsked as refused:
        raise TransitionRefused(refused.volunteer.reference) from refused


def _read_asks(request, user):
    """Read the asks once a page; `is_seen` says whether this person may know of the volunteer."""
    visible = Volunteer.objects.visible_to(user).filter(pk=OuterRef("volunteer"))
    asks = Ask.objects.select_related("volunteer", "match").annotate(is_seen=Exists(visible))
    prefetch_related_objects([request], Prefetch("asks", asks.order_by("at")))


def _asks(request, user):
    """The asks of those whom this person may know of."""
    _read_asks(request, user)
    return [ask for ask in request.asks.all() if ask.is_seen]


def _without_unseen(trace, request, user):
    """What has happened, without the references of volunteers whom this person may not know of."""
    _read_asks(request, user)
    unseen = {ask.volunteer.reference for ask in request.asks.all() if not ask.is_seen}
    events = [(event, label, "" if said in unseen else said) for event, label, said in trace["events"]]
    return trace | {"events": events}


VERBS = (
    Verb(
        "accept",
        _("Ta imot"),
        deciding.accept,
        _("Nå kan du finne noen."),
        applies=lambda case, user: case.status == Status.RECEIVED,
        explains=_("Du kan begynne å spørre frivillige. Ingen får beskjed ennå."),
    ),
    Verb(
        "ask",
        _("Spør dem"),
        ask,
        _("De er spurt."),
        applies=lambda case, user: case.status in asking.ASKABLE,
        form=AskForm,
        on_page=True,
        explains=_("De får en lenke. De ser hva, når og omtrent hvor, men ikke hvem."),
    ),
    Verb(
        "find-anew",
        _("Finn noen på nytt"),
        deciding.find_anew,
        _("Nå kan du finne noen på nytt."),
        applies=lambda case, user: case.status in (Status.NOT_MET, Status.DONE),
        explains=_("Plassen blir ledig igjen, og du kan spørre flere. Ingen får beskjed ennå."),
    ),
    Verb(
        "problems-handled",
        _("Problemet er fulgt opp"),
        deciding.handle_problems,
        _("Det er notert."),
        applies=lambda case, user: any(one.handled_at is None for one in case.problems.all()),
        explains=_("Alt som er meldt til nå, er fulgt opp. Den som meldte, får ikke beskjed."),
    ),
    Verb(
        "protect",
        _("Beskytt adressen"),
        deciding.protect,
        _("Adressen vises ikke til noen frivillig."),
        applies=lambda case, user: not case.protected and case.status not in case.final_statuses,
        explains=_("Adresse og område skjules for alle frivillige, og brukes ikke når vi leter etter noen."),
        confirmed=True,
    ),
    Verb(
        "keep-apart",
        _("Skal ikke møtes"),
        deciding.keep_from_helping,
        _("De to blir ikke koblet."),
        applies=lambda case, user: bool(case.contact_hash) and case.asks.exists(),
        form=KeepApartForm,
        explains=_("Den frivillige blir ikke spurt om noe fra dette telefonnummeret igjen."),
    ),
    Verb(
        "block-number",
        _("Sperr nummeret"),
        deciding.keep_from_helping,
        _("Ingen blir sendt til dette nummeret."),
        applies=lambda case, user: bool(case.contact_hash) and not pool.is_blocked(case),
        form=ReasonForm,
        explains=_("Ingen frivillig blir spurt om noe fra dette telefonnummeret, heller ikke senere."),
    ),
    Verb(
        "cancel",
        _("Avlys"),
        deciding.cancel,
        _("Det er avlyst."),
        applies=lambda case, user: case.may_move_to(Status.CANCELLED),
        explains=_("Bruk dette når den som ba om hjelp, ikke trenger den. De som har sagt ja, får beskjed."),
        confirmed=True,
    ),
    Verb(
        "close",
        _("Avslutt"),
        deciding.close,
        _("Saken er avsluttet."),
        applies=lambda case, user: case.may_move_to(Status.CLOSED),
        explains=_("Saken avsluttes. De som har sagt ja, får beskjed."),
        confirmed=True,
    ),
)
WAITING = {
    "problem": (_("Problemer"), lambda cases, user: cases.with_problems()),
    "new": (_("Nye"), lambda cases, user: cases.filter(status=Status.RECEIVED)),
    "open": (_("Finn noen"), lambda cases, user: cases.filter(status=Status.OPEN)),
    "unanswered": (_("Ingen sa ja: spør flere"), lambda cases, user: cases.nobody_answers()),
    "not_met": (_("Møttes ikke"), lambda cases, user: cases.filter(status=Status.NOT_MET)),
}


class WaitingFilter(ChoiceFilter):
    title = _("hva som venter")
    parameter_name = "waits"
    choices_of_rows = WAITING


@admin.register(HelpRequest)
class HelpRequestAdmin(BoardMixin, CaseAdmin):
    """Everybody who asks for help, the most urgent and the oldest first."""

    verbs = (*COMMON_VERBS[:1], *VERBS, logs.FOLLOW_UP, SEND_OVER, *COMMON_VERBS[1:-1], logs.LOG)
    leaders = (COORDINATOR,)  # no coordinator leads the others: they distribute among themselves
    list_display = ("reference", "what", "hurry", "waited", "state", "where", "has_it")
    list_filter = (WaitingFilter, logs.FollowUpFilter, AssignedFilter, "status", "urgency")
    ordering = ("urgency", "received_at", "id")
    change_list_template = "admin/volunteers/request_list.html"
    case_template = "admin/volunteers/case.html"
    shown_with = ("notes", "problems")
    search_hint = _("Skriv hele referansen, eller et telefonnummer.")
    event_labels = EVENTS

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("task", "area")

    def get_urls(self):
        board = self.admin_site.admin_view(self.board_view)
        return [path("board/", board, name="volunteers_helprequest_board"), *super().get_urls()]

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
    @admin.display(description=_("hva"))
    def what(self, case):
        return case.task.name

    @admin.display(description=_("haster"))
    def hurry(self, case):
        return cell(_("Haster:"), case.get_urgency_display())

    @admin.display(description=_("ventet"))
    def waited(self, case):
        days = (timezone.localdate() - timezone.localdate(case.received_at)).days
        return cell(_("Ventet:"), ngettext("%(days)d dag", "%(days)d dager", days) % {"days": days})

    @admin.display(description=_("status"))
    def state(self, case):
        return case.get_status_display()

    @admin.display(description=_("sted"))
    def where(self, case):
        return cell(_("Sted:"), _("Beskyttet") if case.protected else case.area.name)

    @admin.display(description=_("saksbehandler"))
    def has_it(self, case):
        return cell(_("Saksbehandler:"), self.caseworker(case))

    # --- the page of one ----------------------------------------------------------------------------
    def answers(self, case):
        content = shown(case, "content")
        if content is None:
            return [(_("Forespørselen"), [(_("Innhold"), unreadable())])]
        return [(_("Hva og når"), _what(case, content)), (_("Hvem"), _who(case, content))]

    def facts(self, case):
        return [
            *super().facts(case),
            (_("Kom inn ved"), case.get_source_display()),
            (_("Haster"), case.get_urgency_display()),
            (_("Antall hjelpere"), case.places),
        ]

    def _case_context(self, request, case):
        asks = _asks(case, request.user)
        context = _without_unseen(super()._case_context(request, case), case, request.user)
        form = context["forms"].get("ask", {}).get("form")
        named = [ask.volunteer for ask in asks] + (list(form.named.values()) if form else [])
        access.record(request.user, access.AccessEntry.Action.LISTED, named)
        return context | {
            "asks": asks,
            "problems": list(case.problems.all()),
            "number_is_blocked": pool.is_blocked(case),
            "nobody_fits": form is not None and not form.suggestions,
        }

    def _meanwhile(self, request, case):
        return _without_unseen(super()._meanwhile(request, case), case, request.user)

    def _ask(self, request, case, verb, form, status=200, **extra):
        """A verb's own page may name volunteers, and is then a list of them."""
        if purpose_of(request, case):
            named = getattr(form, "named", {}).values()
            access.record(request.user, access.AccessEntry.Action.LISTED, named)
        return super()._ask(request, case, verb, form, status, **extra)


def _what(case, content):
    rows = [
        (_("Oppgave"), case.task.name),
        (_("Med egne ord"), content.get("text")),
        (_("Når"), when(case)),
        (_("Varer"), duration(case)),
        (_("Barn er til stede"), _("Ja, sammen med en voksen barnet kjenner") if case.concerns_child else ""),
        (_("Språk"), ", ".join(str(LANGUAGES.get(code, code)) for code in case.languages)),
        (_("Trenger bil"), _("Ja") if case.needs_car else ""),
    ]
    return [(question, answer) for question, answer in rows if answer]


def _who(case, content):
    rows = [
        (_("Navn"), content.get("name")),
        (_("Gjelder"), content.get("other")),
        (_("Telefon"), content.get("phone")),
        (_("Beskjed"), NOTICE.get(content.get("notice"))),
        (_("E-post"), content.get("email")),
        (_("Adresse"), _("Beskyttet") if case.protected else content.get("address")),
        (_("Område"), case.area.name if case.area else ""),
    ]
    return [(question, answer) for question, answer in rows if answer]
